import { BoundedMap } from './bounded-map.js';
import type { LogFields, Logger } from './logger.js';

/** Tells a time zone, unless this system knows none of that name; then the log says so, once, with these fields. */
export type ZoneReader = (timeZone: unknown, about: LogFields) => string | undefined;

/** Bounds memory; there are about 600 time zones. */
const maxZones = 1_000;

/**
 * For names of zones that others wrote: a mapped column, or a mapping of houses, may say `Eastern Time`. Such a house keeps
 * its tours, in the display zone; the log names the first house of each such zone.
 */
export function createZoneReader(logger: Logger): ZoneReader {
  const judged = new BoundedMap<boolean>({ maxEntries: maxZones });
  return (timeZone, about) => {
    if (typeof timeZone !== 'string' || timeZone === '') return undefined;
    let isKnown = judged.get(timeZone);
    if (isKnown === undefined) {
      isKnown = isTimeZone(timeZone);
      judged.set(timeZone, isKnown);
      if (!isKnown) logger.warn(about, 'a house has no IANA time zone');
    }
    return isKnown ? timeZone : undefined;
  };
}

/** Whether this system knows a time zone of that name. */
export function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
