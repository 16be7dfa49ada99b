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
  const zoneOf = createZoneReader(context);
  const today = (house: HouseRecord) => dayAt(context.now().getTime(), zoneOf(house) ?? displayTimeZone);
  const calendar = createTourCalendar(context, today, zoneOf);
  return { ...context, calendar, places: createPlaceCache(context), limits, displayTimeZone, today };
}

/**
 * The house's zone, undefined where it is none that exists: the row may be another system's. That is said once a zone, for
 * it is asked at every look at the tour times.
 */
function createZoneReader(context: Context): (house: HouseRecord) => string | undefined {
  const isZone = new Map<string, boolean>();
  return ({ id, timeZone }) => {
    if (timeZone === undefined) return undefined;
    const known = isZone.get(timeZone);
    if (known !== undefined) return known ? timeZone : undefined;
    const exists = isTimeZone(timeZone);
    isZone.set(timeZone, exists);
    if (!exists) context.logger.warn({ houseId: id }, 'a house has no IANA time zone');
    return exists ? timeZone : undefined;
  };
}

function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}

/** An instant `ms` from now. */
export function instantIn(context: Context, ms: number): string {
  return new Date(context.now().getTime() + ms).toISOString();
}

/** Whether the tour has begun; one without a reading never has, as far as we can tell. */
export function hasBegun({ now }: Context, { startsAt }: ViewingRecord): boolean {
  return startsAt !== undefined && startsAt <= now().toISOString();
}
