import { earliestMs, latestMs, readInstant } from '../instants.js';
import type { DatabaseValue, Dialect } from './dialect.js';

/**
 * How rows are paged by an instant's column. The cursor is the stored value itself, not the instant that we make of
 * it: cut to our digits, it would stand before or behind rows that the column tells apart.
 */
export interface InstantOrder {
  /** SQL of the stored value as the cursor carries it. */
  readonly selectCursor: string;
  /** SQL that holds for rows whose instant can be read. NULL, a zero date and the like have no place among them. */
  readonly isReadable: string;
  /** What the column is compared with; undefined for a text that is no such cursor. */
  readCursor(at: string): DatabaseValue | undefined;
}

export function orderByInstant(column: string, isDatetime: boolean, dialect: Dialect): InstantOrder {
  if (isDatetime) return dialect.orderByDatetime(column);
  return {
    selectCursor: column,
    isReadable: `${column} between ${earliestMs} and ${latestMs}`,
    readCursor: (at) => (/^-?\d{1,16}$/.test(at) ? Number(at) : undefined),
  };
}

/** For engines that count microseconds. */
export const orderByMicroseconds = (
  selectMicroseconds: string,
  isReadable: string,
  suffix: string,
): InstantOrder => ({
  selectCursor: selectMicroseconds,
  isReadable,
  readCursor(at) {
    if (!/^-?\d{1,18}$/.test(at)) return undefined;
    const us = BigInt(at);
    const ms = us / 1_000n - (us % 1_000n < 0n ? 1n : 0n);
    const instant = readInstant(Number(ms));
    if (instant === undefined) return undefined;
    const rest = String(us - ms * 1_000n).padStart(3, '0');
    return `${instant.slice(0, 23).replace('T', ' ')}${rest}${suffix}`;
  },
});
