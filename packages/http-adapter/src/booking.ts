import type { HouseRecord } from 'entrata-store';
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

/** Bounds of a booking, in milliseconds. */
export interface BookingLimits {
  /** How long Entrata may take to answer a lead. The app gives up after 30 s. Default 10 000. */
  readonly sendDeadlineMs: number;
  /** After this, whoever was sending is taken for dead. Longer than `sendDeadlineMs`. Default 18 000. */
  readonly sendLeaseMs: number;
  /** First wait before a lead that provably did not reach Entrata is sent again; doubles each time, up to 5 minutes. Default 5 000. */
  readonly retryDelayMs: number;
  /** How often a lead is handed to Entrata before the viewing fails. Default 10: about 20 minutes. */
  readonly maxAttempts: number;
  /** First wait before an unknown booking is looked up at Entrata; grows with its age. Default 2 000. */
  readonly lookUpDelayMs: number;
  /** A lead that cannot be found this long after it was sent was not taken. Default 120 000. */
  readonly absenceAfterMs: number;
  /** How long after a confirmation the appointment is looked up. Default 5 000. */
  readonly verifyDelayMs: number;
}

const defaults: BookingLimits = {
  sendDeadlineMs: 10_000,
  sendLeaseMs: 18_000,
  retryDelayMs: 5_000,
  maxAttempts: 10,
  lookUpDelayMs: 2_000,
  absenceAfterMs: 120_000,
  verifyDelayMs: 5_000,
};

export function createBooking(context: Context): Booking {
  const limits = { ...defaults, ...context.options.booking };
  if (limits.sendLeaseMs <= limits.sendDeadlineMs) {
    throw new RangeError('booking.sendLeaseMs must be longer than booking.sendDeadlineMs');
  }
  const displayTimeZone = context.options.displayTimeZone ?? 'America/Chicago';
  const dayAt = createDayReader();
  const today = (house: HouseRecord) => dayAt(context.now().getTime(), house.timeZone ?? displayTimeZone);
  const calendar = createTourCalendar(context, today);
  return { ...context, calendar, places: createPlaceCache(context), limits, displayTimeZone, today };
}

/** An instant `ms` from now. */
export function instantIn(context: Context, ms: number): string {
  return new Date(context.now().getTime() + ms).toISOString();
}
