import type { Instant } from '../records.js';

/** The years 1 to 9999: what a four-digit year, and every engine, can say. */
export const earliestMs = Date.parse('0001-01-01T00:00:00.000Z');
export const latestMs = Date.parse('9999-12-31T23:59:59.999Z');

/** Stands where a row must have an instant and what is stored can be read as none. */
export const unreadableInstant: Instant = '1970-01-01T00:00:00.000Z';

/** Milliseconds since 1970 as an instant; undefined when they are no number, or of no year from 1 to 9999. */
export function readInstant(ms: number): Instant | undefined {
  return ms >= earliestMs && ms <= latestMs ? new Date(ms).toISOString() : undefined;
}
