import { offeredSlot, type TourSlot, type TourTimeText, type TourType } from 'entrata-sdk';
import type { Booking } from '../booking/booking-context.js';
import type { TourPlace } from './calendar.js';
import { isWithin, monthsOf, rawDay, readRange } from './range.js';

/** A slot that is missing in older times than these may have become free since they were fetched. */
const missingForMs = 1_000;

/**
 * The offered slot with exactly these two texts, byte for byte, that has not begun yet; undefined when there is
 * none. What the cache does not have is looked for in fresh tour times: another process may have shown it.
 */
export async function findOfferedTour(
  booking: Booking,
  place: TourPlace,
  texts: TourTimeText,
  tourType: TourType,
): Promise<TourSlot | undefined> {
  const today = booking.today(place.house);
  const horizon = booking.horizon(place.house);
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
      const { month } = await booking.calendar.month(place, name, tourType, { maxAgeMs });
      const slot = offeredSlot(month.slots, texts);
      if (slot !== undefined) return hasBegun(slot, booking.now()) ? undefined : slot;
    }
  }
  return undefined;
}

export function hasBegun(slot: TourSlot, now: Date): boolean {
  return slot.startsAt !== undefined && Date.parse(slot.startsAt) <= now.getTime();
}
