import { ilsMethod } from '../call/call-method.js';
import type { Target } from '../call/context.js';
import type { Drop } from '../core/drops.js';
import { invalidInput } from '../core/errors.js';
import type { MonthFormat, TourRange, WireMethod } from '../profile/method.js';
import { calendarNames, defaultMonthFormat, mostDaysAsked } from '../profile/wire-profile.js';
import type { RawSlot } from '../slots/slot.js';
import { usDay } from '../wire/checks.js';
import type { TourAvailabilityInput } from './availability.js';
import { cutWindows } from './cut-windows.js';
import { type DayRange, splitDays, splitMonths } from './day-ranges.js';
import { decodeSlots } from './read-slots.js';
import { checkTourType, type TourType } from './tour-type.js';

/** One of Entrata's three ways to say when tours are possible. */
export interface TourSource {
  readonly wire: WireMethod;
  /** What of a range each request asks for. */
  split(range: DayRange): DayRange[];
  /** Whether a reply may hold days that were not asked for. */
  readonly isWider: boolean;
  params(range: DayRange): Record<string, string>;
  read(result: unknown, drop: Drop): RawSlot[];
}

/** The source for the target's surface and the caller's choice. */
export function tourSource(target: Target, input: TourAvailabilityInput, method: string): TourSource {
  const { propertyId, source } = input;
  if (source != null && source !== 'slots' && source !== 'windows') {
    throw invalidInput('source', 'must be slots or windows', method);
  }
  const tours = { propertyId, tourType: checkTourType(input.tourType, method) };
  if (target.auth.kind === 'bearer') return ilsSlots(target, tours, method);
  return source === 'windows' ? calendarWindows(target, tours, method) : calendarSlots(target, tours, method);
}

interface WantedTours {
  readonly propertyId: string;
  readonly tourType: TourType;
}

/** `getTourAvailability`, with the names of the profile. */
function ilsSlots(target: Target, { propertyId, tourType }: WantedTours, method: string): TourSource {
  const wire = ilsMethod(target, 'getTourAvailability', method);
  const range =
    wire.monthParam === undefined
      ? byDays(
          { from: wire.fromParam, to: wire.toParam, format: wire.dateFormat },
          wire.maxDays ?? mostDaysAsked.slots,
        )
      : byMonth(wire.monthParam, wire.monthFormat);
  return {
    wire,
    ...range,
    params: (asked) => ({
      [wire.propertyIdParam]: propertyId,
      ...range.write(asked),
      [wire.tourTypeParam]: tourType,
    }),
    read: (result, drop) => decodeSlots(result, method, drop),
  };
}

/** `getCalendarAvailability` r2: the slots. */
function calendarSlots(target: Target, { propertyId, tourType }: WantedTours, method: string): TourSource {
  const wire = target.context.wire.methods.getCalendarAvailability;
  const range = calendarRange(target, wire, mostDaysAsked.slots);
  return {
    wire,
    ...range,
    params: (asked) => ({ propertyId, ...range.write(asked), tourType }),
    read: (result, drop) => decodeSlots(result, method, drop),
  };
}

/** `getCalendarAvailability` r1: open hours, cut into slots. */
function calendarWindows(target: Target, { propertyId, tourType }: WantedTours, method: string): TourSource {
  const { clock } = target.context;
  const wire = target.context.wire.methods.getCalendarWindows;
  const range = calendarRange(target, wire, mostDaysAsked.windows);
  return {
    wire,
    ...range,
    params: (asked) => ({ propertyId, ...range.write(asked) }),
    read: (result, drop) => cutWindows(result, { tourType, now: clock.now(), method }, drop),
  };
}

/** What the first and the last day are called, and how they are written. */
interface DayNames {
  readonly from: string;
  readonly to: string;
  readonly format: DayFormat;
}

interface RangeWriter extends Pick<TourSource, 'split' | 'isWider'> {
  write(range: DayRange): Record<string, string>;
}

function byDays({ from, to, format }: DayNames, maxDays: number): RangeWriter {
  const write = dayWriter(format);
  return {
    split: (range) => splitDays(range, maxDays),
    isWider: false,
    write: (range) => ({ [from]: write(range.from), [to]: write(range.to) }),
  };
}

function byMonth(name: string, format: MonthFormat = defaultMonthFormat): RangeWriter {
  return { split: splitMonths, isWider: true, write: ({ from }) => ({ [name]: writeMonth(from, format) }) };
}

function calendarRange({ context }: Target, wire: TourRange, most: number): RangeWriter {
  if (wire.monthParam !== undefined) return byMonth(wire.monthParam, wire.monthFormat);
  return byDays({ ...calendarNames, format: context.wire.calendarDateFormat }, wire.maxDays ?? most);
}

function writeMonth(day: string, format: MonthFormat): string {
  return format.replace('YYYY', day.slice(0, 4)).replace('MM', day.slice(5, 7));
}

type DayFormat = 'MM/DD/YYYY' | 'YYYY-MM-DD';

function dayWriter(format: DayFormat): (day: string) => string {
  return format === 'MM/DD/YYYY' ? usDay : (day) => day;
}
