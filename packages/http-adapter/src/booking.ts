import type { HouseRecord, ViewingRecord } from 'entrata-store';
import { type BookingLimits, chooseBookingLimits } from './booking-limits.js';
import type { Context } from './context.js';
import { createDayReader } from './tours/local-day.js';
import { createPlaceCache, type PlaceCache } from './tours/place-cache.js';
import { createTourCalendar, type TourCalendar } from './tours/tour-calendar.js';

/** What the flows from tour times to a confirmed booking share. */
export interface Booking extends Context {
  readonly calendar: TourCalendar;
  readonly places: PlaceCache;
  readonly limits: BookingLimits;
  /** The zone tour times are read in for people. */
  readonly displayTimeZone: string;
  /** The day, `YYYY-MM-DD`, it is at the house. */
  today(house: HouseRecord): string;
}

export function createBooking(context: Context): Booking {
  const limits = chooseBookingLimits(context.options.booking);
  const displayTimeZone = context.options.displayTimeZone ?? 'America/Chicago';
  const dayAt = createDayReader();
  const unknownZones = new Set<string>();
  const today = (house: HouseRecord) => {
    const nowMs = context.now().getTime();
    const { timeZone = displayTimeZone } = house;
    try {
      return dayAt(nowMs, unknownZones.has(timeZone) ? displayTimeZone : timeZone);
    } catch (error) {
      // The row may be another system's. Said once: it is asked at every look at the tour times.
      if (!(error instanceof RangeError) || timeZone === displayTimeZone) throw error;
      unknownZones.add(timeZone);
      context.logger.warn({ houseId: house.id }, 'a house has no IANA time zone');
      return dayAt(nowMs, displayTimeZone);
    }
  };
  const calendar = createTourCalendar(context, today);
  return { ...context, calendar, places: createPlaceCache(context), limits, displayTimeZone, today };
}

/** An instant `ms` from now. */
export function instantIn(context: Context, ms: number): string {
  return new Date(context.now().getTime() + ms).toISOString();
}

/** Whether the tour has begun; one without a reading never has, as far as we can tell. */
export function hasBegun({ now }: Context, { startsAt }: ViewingRecord): boolean {
  return startsAt !== undefined && startsAt <= now().toISOString();
}
