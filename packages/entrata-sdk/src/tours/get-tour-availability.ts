import { callMethod } from '../call/call-method.js';
import type { Target } from '../call/context.js';
import { invalidInput, isEntrataError } from '../core/errors.js';
import type { CallOptions } from '../options.js';
import { toursNotSupported } from '../profile/reply-kind.js';
import { tourTimeReader } from '../slots/parse-tour-time.js';
import type { RawSlot, TourSlot } from '../slots/slot.js';
import { checkDay, idCheck } from '../wire/checks.js';
import { readDay } from '../wire/readers.js';
import type { TourAvailability, TourAvailabilityInput } from './availability.js';
import { countDays, type DayRange } from './day-ranges.js';
import { tourSource } from './sources.js';

const method = 'getTourAvailability';
const maxDays = 366;

/** The slots of a range of days, in as many requests as Entrata's bounds make of it. */
export async function getTourAvailability(
  target: Target,
  input: TourAvailabilityInput,
  call?: CallOptions,
): Promise<TourAvailability> {
  idCheck(target.context.wire.ids, method)('propertyId', input.propertyId);
  const range = { from: checkDay('from', input.from, method), to: checkDay('to', input.to, method) };
  if (range.to < range.from) throw invalidInput('to', 'must not be before from', method);
  if (countDays(range) > maxDays) throw invalidInput('to', 'must be within a year of from', method);
  const reader = tourTimeReader(input);
  const { wire, params, read, ...source } = tourSource(target, input, method);
  try {
    const slots: TourSlot[] = [];
    for (const piece of source.split(range)) {
      const request = { method, wire, params: params(piece), safety: 'read', readsList: true } as const;
      for (const text of await callMethod(target, request, read, call)) {
        if (!source.isWider || isWithin(text, piece)) slots.push(reader.read(text));
      }
    }
    return { supported: true, slots: sortSlots(slots) };
  } catch (error) {
    if (isEntrataError(error) && error.entrataCode === toursNotSupported) {
      return { supported: false, slots: [] };
    }
    throw error;
  }
}

/** Whether a slot is of a day that was asked for; of what names no day that can be read this is not known. */
function isWithin({ date }: RawSlot, { from, to }: DayRange): boolean {
  const day = readDay(date);
  return day === undefined || (from <= day && day <= to);
}

/** Readable slots by time, then the others in the order received: ISO instants sort as text. */
function sortSlots(slots: TourSlot[]): TourSlot[] {
  const last = '~';
  return slots.sort((a, b) => {
    const [x, y] = [a.startsAt ?? last, b.startsAt ?? last];
    return x < y ? -1 : x > y ? 1 : 0;
  });
}
