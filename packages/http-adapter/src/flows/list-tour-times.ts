import type { TourSlot, TourType } from 'entrata-sdk';
import type { HouseRecord } from 'entrata-store';
import type { Booking } from '../booking.js';
import { hasBegun } from '../tours/offered-tour.js';
import { dayOf, monthsOf, rawDay, readRange } from '../tours/tour-range.js';
import { findPlace } from './find-place.js';

export interface TourTimesRequest {
  readonly houseId: string;
  readonly month?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly tourType: TourType;
}

export interface TourTimes {
  readonly house: HouseRecord;
  readonly supported: boolean;
  /** Entrata could not be asked; this is what it said a while ago. */
  readonly stale: boolean;
  /** Those that have not begun, by time; unreadable ones last. */
  readonly slots: readonly TourSlot[];
}

/** The tour times of a house for a day, a range or a month of the property's own calendar. */
export async function listTourTimes(booking: Booking, request: TourTimesRequest): Promise<TourTimes> {
  const place = await findPlace(booking, request.houseId);
  const now = booking.now();
  const zone = place.house.timeZone ?? booking.options.displayTimeZone ?? 'America/Chicago';
  const range = readRange(request, dayOf(now.getTime(), zone));
  const answers = await Promise.all(
    monthsOf(range).map((month) => booking.calendar.month(place, month, request.tourType)),
  );
  const slots = answers
    .flatMap(({ month }) => month.slots)
    .filter((slot) => isWithin(slot) && !hasBegun(slot, now));
  return {
    house: place.house,
    supported: answers.every(({ month }) => month.supported),
    stale: answers.some(({ stale }) => stale),
    slots: [
      ...slots.filter(({ startsAt }) => startsAt !== undefined),
      ...slots.filter(({ startsAt }) => startsAt === undefined),
    ],
  };

  function isWithin(slot: TourSlot): boolean {
    const day = rawDay(slot.raw.date);
    return day === undefined || (day >= range.from && day <= range.to);
  }
}
