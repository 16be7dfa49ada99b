import { invalidInput, isEntrataError } from '../errors.js';
import type { Target } from '../http/target.js';
import type { TourAvailability, TourAvailabilityInput, TourSlot } from '../model/tour.js';
import type { CallOptions } from '../options.js';
import { tourTimeReader } from '../tours/tour-slot.js';
import { checkDay, checkId, usDay } from './checks.js';
import { countDays, type DayRange, splitDays } from './day-ranges.js';
import type { WireMethod } from './endpoints.js';
import { decodeSlots } from './tour-slots-wire.js';
import { cutWindows } from './tour-windows-wire.js';
import { callMethod, ilsMethod } from './wire-call.js';

const method = 'getTourAvailability';
const toursNotSupported = 314;
// Entrata's bounds of one request.
const maxSlotDays = 60;
const maxWindowDays = 7;
const maxDays = 366;

export async function getTourAvailability(
  target: Target,
  input: TourAvailabilityInput,
  call?: CallOptions,
): Promise<TourAvailability> {
  checkId('propertyId', input.propertyId, method);
  const range = { from: checkDay('from', input.from, method), to: checkDay('to', input.to, method) };
  if (range.to < range.from) throw invalidInput('to', 'must not be before from', method);
  if (countDays(range) > maxDays) throw invalidInput('to', 'must be within a year of from', method);
  const source = target.auth.kind === 'bearer' ? ilsSlots(target) : standardSource(target, input);
  const reader = tourTimeReader(input);
  try {
    const slots: TourSlot[] = [];
    for (const piece of splitDays(range, source.maxDays)) {
      const request = {
        method,
        wire: source.wire,
        params: source.params(input, piece),
        safety: 'read',
      } as const;
      const result = await callMethod(target, request, call);
      slots.push(...source.read(result).map((text) => reader.read(text)));
    }
    return { supported: true, slots: sortSlots(slots) };
  } catch (error) {
    if (isEntrataError(error) && error.entrataCode === toursNotSupported)
      return { supported: false, slots: [] };
    throw error;
  }

  function standardSource(
    { context }: Target,
    { source: kind = 'slots', tourType }: TourAvailabilityInput,
  ): SlotSource {
    return kind === 'slots'
      ? calendarSlots(context.methods.getCalendarAvailability)
      : {
          wire: context.methods.getCalendarWindows,
          maxDays: maxWindowDays,
          params: calendarParams,
          read: (result) =>
            cutWindows(result, { tourType: tourType ?? 'AGENT_GUIDED', now: context.clock.now(), method }),
        };
  }
}

/** One of Entrata's three ways to say when tours are possible. */
interface SlotSource {
  readonly wire: WireMethod;
  readonly maxDays: number;
  params(input: TourAvailabilityInput, range: DayRange): Record<string, string>;
  read(result: unknown): { date: string; time: string }[];
}

/** `getTourAvailability`, with the names of the profile. */
function ilsSlots(target: Target): SlotSource {
  const wire = ilsMethod(target, 'getTourAvailability', method);
  const writeDay = wire.dateFormat === 'MM/DD/YYYY' ? usDay : (day: string) => day;
  return {
    wire,
    maxDays: maxSlotDays,
    params: ({ propertyId, tourType = 'AGENT_GUIDED' }, { from, to }) => ({
      [wire.propertyIdParam]: propertyId,
      [wire.fromParam]: writeDay(from),
      [wire.toParam]: writeDay(to),
      [wire.tourTypeParam]: tourType,
    }),
    read: (result) => decodeSlots(result, method),
  };
}

/** `getCalendarAvailability` r2. */
function calendarSlots(wire: WireMethod): SlotSource {
  return {
    wire,
    maxDays: maxSlotDays,
    params: (input, range) => ({
      ...calendarParams(input, range),
      tourType: input.tourType ?? 'AGENT_GUIDED',
    }),
    read: (result) => decodeSlots(result, method),
  };
}

function calendarParams(
  { propertyId }: TourAvailabilityInput,
  { from, to }: DayRange,
): Record<string, string> {
  return { propertyId, fromDate: usDay(from), toDate: usDay(to) };
}

/** Readable slots by time, then the others in the order received: ISO instants sort as text. */
function sortSlots(slots: TourSlot[]): TourSlot[] {
  const last = '~';
  return slots.sort((a, b) => {
    const [x, y] = [a.startsAt ?? last, b.startsAt ?? last];
    return x < y ? -1 : x > y ? 1 : 0;
  });
}
