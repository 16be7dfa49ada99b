import type { TourSlot, TourTimeText } from './slot.js';

/** The slot whose texts are exactly these, byte for byte; undefined when it is not (or no longer) offered. */
export function offeredSlot(slots: Iterable<TourSlot>, { date, time }: TourTimeText): TourSlot | undefined {
  for (const slot of slots) {
    if (slot.raw.time === time && slot.raw.date === date) return slot;
  }
  return undefined;
}
