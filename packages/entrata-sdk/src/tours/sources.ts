import { ilsMethod } from '../call/call-method.js';
import type { Target } from '../call/context.js';
import type { Drop } from '../core/drops.js';
import { invalidInput } from '../core/errors.js';
import type { RawSlot } from '../slots/slot.js';
import { usDay } from '../wire/checks.js';
import type { WireMethod } from '../wire/method.js';
import type { TourAvailabilityInput } from './availability.js';
import { cutWindows } from './cut-windows.js';
import type { DayRange } from './day-ranges.js';
import { decodeSlots } from './read-slots.js';
import { checkTourType, type TourType } from './tour-type.js';

/** One of Entrata's three ways to say when tours are possible. */
export interface TourSource {
  readonly wire: WireMethod;
  /** How many days one request may ask for. */
  readonly maxDays: number;
  params(range: DayRange): Record<string, string>;
  read(result: unknown, drop: Drop): RawSlot[];
}

const maxSlotDays = 60;
const maxWindowDays = 7;

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
  const writeDay = dayWriter(wire.dateFormat);
  return {
    wire,
    maxDays: maxSlotDays,
    params: ({ from, to }) => ({
      [wire.propertyIdParam]: propertyId,
      [wire.fromParam]: writeDay(from),
      [wire.toParam]: writeDay(to),
      [wire.tourTypeParam]: tourType,
    }),
    read: (result, drop) => decodeSlots(result, method, drop),
  };
}

/** `getCalendarAvailability` r2: the slots. */
function calendarSlots(target: Target, { propertyId, tourType }: WantedTours, method: string): TourSource {
  return {
    wire: target.context.methods.getCalendarAvailability,
    maxDays: maxSlotDays,
    params: (range) => ({ ...calendarParams(target, propertyId, range), tourType }),
    read: (result, drop) => decodeSlots(result, method, drop),
  };
}

/** `getCalendarAvailability` r1: open hours, cut into slots. */
function calendarWindows(target: Target, { propertyId, tourType }: WantedTours, method: string): TourSource {
  const { methods, clock } = target.context;
  return {
    wire: methods.getCalendarWindows,
    maxDays: maxWindowDays,
    params: (range) => calendarParams(target, propertyId, range),
    read: (result, drop) => cutWindows(result, { tourType, now: clock.now(), method }, drop),
  };
}

function calendarParams(
  { context }: Target,
  propertyId: string,
  { from, to }: DayRange,
): Record<string, string> {
  const writeDay = dayWriter(context.calendarDateFormat);
  return { propertyId, fromDate: writeDay(from), toDate: writeDay(to) };
}

function dayWriter(format: 'MM/DD/YYYY' | 'YYYY-MM-DD'): (day: string) => string {
  return format === 'MM/DD/YYYY' ? usDay : (day) => day;
}
