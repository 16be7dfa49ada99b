import { earliestMs, latestMs, readInstant } from '../../core/instants.js';
import type { Dialect, InstantOrder } from './dialect.js';

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
