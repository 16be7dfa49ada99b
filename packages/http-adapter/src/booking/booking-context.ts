import type { HouseRecord, ViewingRecord } from 'entrata-store';
import type { Context } from '../core/context.js';
import { createTourCalendar, type HouseDays, type TourCalendar } from '../tours/calendar.js';
import { createZoneReader } from '../tours/house-zone.js';
import { createDayReader } from '../tours/local-day.js';
import { createPlaceCache, type PlaceCache } from '../tours/place-cache.js';
import { defaultHorizonMonths, horizonAt } from '../tours/range.js';
import { type BookingLimits, chooseBookingLimits } from './booking-limits.js';

/** What the flows from tour times to a confirmed booking share. */
export interface Booking extends Context, HouseDays {
  readonly calendar: TourCalendar;
  readonly places: PlaceCache;
  readonly limits: BookingLimits;
  /** The zone tour times are read in for people. */
  readonly displayTimeZone: string;
}

export function createBooking(context: Context): Booking {
  const limits = chooseBookingLimits(context.options.booking);
  const displayTimeZone = context.options.displayTimeZone ?? 'America/Chicago';
  const dayAt = createDayReader();
  const horizonMonths = context.options.tourHorizonMonths ?? defaultHorizonMonths;
  const zone = createZoneReader(context);
  const today = (house: HouseRecord) => dayAt(context.now().getTime(), zone(house) ?? displayTimeZone);
  const days: HouseDays = { today, zone, horizon: (house) => horizonAt(today(house), horizonMonths) };
  const calendar = createTourCalendar(context, days);
  return { ...context, ...days, calendar, places: createPlaceCache(context), limits, displayTimeZone };
}

/** An instant `ms` from now. */
export function instantIn(context: Context, ms: number): string {
  return new Date(context.now().getTime() + ms).toISOString();
}

/** Whether the tour has begun; one without a reading never has, as far as we can tell. */
export function hasBegun({ now }: Context, { startsAt }: ViewingRecord): boolean {
  return startsAt !== undefined && startsAt <= now().toISOString();
}
