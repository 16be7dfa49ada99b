import type { RawSlot, TourSlot } from './slot.js';

/**
 * The slot whose texts are exactly these, byte for byte; undefined when it is not (or no longer) offered.
 *
 * @example
 * ```ts
 * const chosen = offeredSlot(slots, { date: '12/01/2026', time: '10:00 MST - 10:30 MST' });
 * if (chosen === undefined) console.log('that time is no longer offered');
 * ```
 */
export function offeredSlot(slots: Iterable<TourSlot>, { date, time }: RawSlot): TourSlot | undefined {
  for (const slot of slots) {
    if (slot.raw.time === time && slot.raw.date === date) return slot;
  }
  return undefined;
}
