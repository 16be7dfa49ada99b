import { offeredSlot, type TourSlot, type TourTimeText, type TourType } from 'entrata-sdk';
import type { Context } from '../context.js';
import type { TourCalendar, TourPlace } from './tour-calendar.js';
import { addDays, dayOf, monthsOf, rawDay } from './tour-range.js';

/** The offered slot with exactly these two texts, byte for byte, that has not begun yet; undefined when there is none. */
export async function findOfferedTour(
  context: Context,
  calendar: TourCalendar,
  place: TourPlace,
  texts: TourTimeText,
  tourType: TourType,
): Promise<TourSlot | undefined> {
  const now = context.now();
  const today = dayOf(now.getTime(), place.house.timeZone ?? 'America/Chicago');
  const day = rawDay(texts.date);
  // A date that cannot be read may still have been offered: among the times shown by default.
  const months = day === undefined ? monthsOf({ from: today, to: addDays(today, 30) }) : [day.slice(0, 7)];
  for (const name of months) {
    const { month } = await calendar.month(place, name, tourType);
    const slot = offeredSlot(month.slots, texts);
    if (slot !== undefined) return hasBegun(slot, now) ? undefined : slot;
  }
  return undefined;
}

export function hasBegun(slot: TourSlot, now: Date): boolean {
  return slot.startsAt !== undefined && Date.parse(slot.startsAt) <= now.getTime();
}
