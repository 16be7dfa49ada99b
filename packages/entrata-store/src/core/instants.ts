import { StoreError } from './errors.js';
import type { Instant } from './ids.js';

/** The years 1 to 9999: what a four-digit year, and every engine, can say. */
export const earliestMs = Date.parse('0001-01-01T00:00:00.000Z');
export const latestMs = Date.parse('9999-12-31T23:59:59.999Z');

/** Stands where a row must have an instant and what is stored can be read as none. */
export const unreadableInstant: Instant = '1970-01-01T00:00:00.000Z';

/** Milliseconds since 1970 as an instant; undefined when they are no number, or of no year from 1 to 9999. */
export function readInstant(ms: number): Instant | undefined {
  return ms >= earliestMs && ms <= latestMs ? new Date(ms).toISOString() : undefined;
}

const instantShape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

export const isInstant = (value: unknown): value is Instant =>
  typeof value === 'string' &&
  instantShape.test(value) &&
  !Number.isNaN(Date.parse(value)) &&
  new Date(value).toISOString() === value;

/** Refuses what is not UTC with milliseconds: texts that `Date` guesses a zone for, or that sort otherwise. */
export function checkInstant(where: string, value: unknown): asserts value is Instant {
  if (!isInstant(value))
    throw new StoreError('misuse', `${where} is not an instant like 2026-03-08T08:00:00.000Z`);
}
