import { StoreError } from './errors.js';
import type { Instant } from './records.js';

/** The years 1 to 9999: what a four-digit year, and every engine, can say. */
export const earliestMs = Date.parse('0001-01-01T00:00:00.000Z');
export const latestMs = Date.parse('9999-12-31T23:59:59.999Z');

/** Stands where a row must have an instant and what is stored can be read as none. */
export const unreadableInstant: Instant = '1970-01-01T00:00:00.000Z';

/** Milliseconds since 1970 as an instant; undefined when they are no number, or of no year from 1 to 9999. */
export function readInstant(ms: number): Instant | undefined {
  return ms >= earliestMs && ms <= latestMs ? new Date(ms).toISOString() : undefined;
}

/** The clock that a store was given, refusing (`misuse`) what is no instant before it gets near a row. */
export function checkedClock(now: (() => Date) | undefined): () => Date {
  if (now === undefined) return () => new Date();
  if (typeof now !== 'function') throw new StoreError('misuse', 'now is a function that gives a Date');
  return () => {
    // Not instanceof: a Date of another realm is as good.
    const ms: unknown = (now() as Partial<Date> | undefined)?.getTime?.();
    if (typeof ms !== 'number' || readInstant(ms) === undefined)
      throw new StoreError('misuse', 'now() gave no Date of a year from 1 to 9999');
    return new Date(ms);
  };
}
