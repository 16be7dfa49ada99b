import type { HouseRecord } from 'entrata-store';
import type { Context } from '../core/context.js';
import { horizonAt, type TourHorizon } from './range.js';
import type { TourSettings } from './tour-settings.js';

/** The days of a house's own calendar. */
export interface HouseDays {
  /** The day, `YYYY-MM-DD`, it is at the house. */
  today(house: HouseRecord): string;
  /** The months that its tours may lie in. */
  horizon(house: HouseRecord): TourHorizon;
  /** Its time zone, when it is one. */
  zone(house: HouseRecord): string | undefined;
}

export function createHouseDays(context: Context, settings: TourSettings): HouseDays {
  const zone = ({ id, timeZone }: HouseRecord) => context.readZone(timeZone, { houseId: id });
  const dayAt = createDayReader();
  const today = (house: HouseRecord) =>
    dayAt(context.now().getTime(), zone(house) ?? settings.displayTimeZone);
  return { today, zone, horizon: (house) => horizonAt(today(house), settings.horizonMonths) };
}

interface KnownDay {
  readonly formatter: Intl.DateTimeFormat;
  readonly minute: number;
  readonly day: string;
}

/**
 * Tells which day, `YYYY-MM-DD`, it is somewhere. Making a formatter costs much more than using it, so they are
 * kept; and a day begins on a full minute everywhere, so the day is kept for that long.
 */
export function createDayReader(): (instantMs: number, timeZone: string) => string {
  const days = new Map<string, KnownDay>();
  return (instantMs, timeZone) => {
    const minute = Math.floor(instantMs / 60_000);
    const known = days.get(timeZone);
    if (known?.minute === minute) return known.day;
    const formatter = known?.formatter ?? isoDayFormatter(timeZone);
    const day = formatter.format(instantMs);
    days.set(timeZone, { formatter, minute, day });
    return day;
  };
}

/** Of all locales, Canada's English writes a date as ISO does. */
function isoDayFormatter(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
}
