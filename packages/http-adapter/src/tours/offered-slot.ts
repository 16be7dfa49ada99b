import { offeredSlot, type RawSlot, type TourSlot, type TourType } from 'entrata-sdk';
import type { TourPlace } from './places.js';
import { isWithin, monthsOf, rawDay, readRange } from './range.js';
import type { ToursContext } from './tours-context.js';

/** A slot that is missing in older times than these may have become free since they were fetched. */
const missingForMs = 1_000;

/**
 * The offered slot with exactly these two texts, byte for byte, that has not begun yet; undefined when there is
 * none. What the cache does not have is looked for in fresh tour times: another process may have shown it.
 */
export async function findOfferedTour(
  context: ToursContext,
  place: TourPlace,
  texts: RawSlot,
  tourType: TourType,
): Promise<TourSlot | undefined> {
  const today = context.today(place.house);
  const horizon = context.horizon(place.house);
  const day = rawDay(texts.date);
  // A date that cannot be read may still have been offered: among the times shown by default.
  const months =
    day === undefined
      ? monthsOf(readRange({}, today, horizon))
      : isWithin(horizon, day)
        ? [day.slice(0, 7)]
        : [];
  for (const maxAgeMs of [undefined, missingForMs]) {
    for (const name of months) {
      const { month } = await context.calendar.month(place, name, tourType, { maxAgeMs });
      const slot = offeredSlot(month.slots, texts);
      if (slot !== undefined) return hasBegun(slot, context.now()) ? undefined : slot;
    }
  }
  return undefined;
}

/** Whether a tour has begun; one whose texts could not be parsed never has, as far as we can tell. */
export function hasBegun({ startsAt }: { readonly startsAt?: string | undefined }, now: Date): boolean {
  return startsAt !== undefined && Date.parse(startsAt) <= now.getTime();
}
