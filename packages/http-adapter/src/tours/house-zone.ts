import type { HouseRecord } from 'entrata-store';
import { BoundedMap } from '../core/bounded-map.js';
import type { Context } from '../core/context.js';
import { isTimeZone } from '../core/time-zone.js';

/** Bounds memory; there are about 600 time zones. */
const maxZones = 1_000;

/**
 * Tells a house's time zone, unless nobody knows one of that name: a mapped column may hold `Eastern Time`. Such
 * a house keeps its tours, in the display zone; the log names the first house of each such zone.
 */
export function createZoneReader(context: Context): (house: HouseRecord) => string | undefined {
  const judged = new BoundedMap<boolean>({ maxEntries: maxZones });
  return ({ id, timeZone }) => {
    if (timeZone === undefined) return undefined;
    let isKnown = judged.get(timeZone);
    if (isKnown === undefined) {
      isKnown = isTimeZone(timeZone);
      judged.set(timeZone, isKnown);
      if (!isKnown) context.logger.warn({ houseId: id }, 'a house has no IANA time zone');
    }
    return isKnown ? timeZone : undefined;
  };
}
