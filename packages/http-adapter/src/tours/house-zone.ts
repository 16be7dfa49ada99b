import type { HouseRecord } from 'entrata-store';
import type { Context } from '../context.js';

/** Bounds memory; there are about 600 time zones. */
const maxZones = 1_000;

/**
 * Tells a house's time zone, unless nobody knows one of that name: a mapped column may hold `Eastern Time`. Such
 * a house keeps its tours, in the display zone; the log names the first house of each such zone.
 */
export function createZoneReader(context: Context): (house: HouseRecord) => string | undefined {
  const judged = new Map<string, boolean>();
  return ({ id, timeZone }) => {
    if (timeZone === undefined) return undefined;
    let isKnown = judged.get(timeZone);
    if (isKnown === undefined) {
      isKnown = isTimeZone(timeZone);
      if (judged.size >= maxZones) judged.clear();
      judged.set(timeZone, isKnown);
      if (!isKnown) context.logger.warn({ houseId: id }, 'a house has no IANA time zone');
    }
    return isKnown ? timeZone : undefined;
  };
}

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
