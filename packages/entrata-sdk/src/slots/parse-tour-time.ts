import type { RawSlot, TourSlot } from './slot.js';
import { TourTimeReader } from './slot-reader.js';

/** The zone of `slot.display` when none is asked for. */
export const defaultDisplayZone = 'America/Chicago';

// A memo, not state: the same zone always gives the same times, and making a reader costs as much as
// parsing a hundred slots. Bounded, since zones may come from requests.
const readers = new Map<string, TourTimeReader>();
const maxReaders = 64;

/** How `parseTourTime` shows and judges a slot. */
export interface TourTimeOptions {
  /**
   * IANA zone for `slot.display`.
   * @defaultValue `America/Chicago`
   */
  readonly timeZone?: string;
  /** The property's own IANA zone, when you know it: sharpens `slot.zone.contradictsSeason`. */
  readonly propertyTimeZone?: string;
}

/** The reader for these zones. Throws `invalid_input` for a zone that does not exist. */
export function tourTimeReader({
  timeZone = defaultDisplayZone,
  propertyTimeZone,
}: TourTimeOptions = {}): TourTimeReader {
  const key = propertyTimeZone === undefined ? timeZone : `${timeZone} ${propertyTimeZone}`;
  let reader = readers.get(key);
  if (!reader) {
    reader = new TourTimeReader(timeZone, propertyTimeZone);
    if (readers.size >= maxReaders) readers.clear();
    readers.set(key, reader);
  }
  return reader;
}

/**
 * Parses a slot's two texts, wherever they were kept. Never throws for a text: a slot that cannot be parsed
 * keeps its raw texts, says why in `problem`, and can still be booked.
 *
 * @example
 * ```ts
 * const { startsAt, display } = parseTourTime({ date: '2026-12-01', time: '10:00 MST - 10:30 MST' });
 * console.log(startsAt, display?.label); // 2026-12-01T17:00:00.000Z 11:00 CST - 11:30 CST
 * ```
 * @throws EntrataError `invalid_input` for a time zone that does not exist.
 * @see docs/tours-and-time-zones.md of this package
 */
export function parseTourTime(text: RawSlot, options?: TourTimeOptions): TourSlot {
  return tourTimeReader(options).read(text);
}
