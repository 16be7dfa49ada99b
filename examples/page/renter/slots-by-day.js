/** @import { SlotResponse } from 'entrata-http-adapter' */

/**
 * Tells the slots of a house apart.
 *
 * @param {SlotResponse} slot
 */
export function slotKey({ rawDate, rawTime }) {
  return `${rawDate} ${rawTime}`;
}

/** Stands for the day of slots whose text cannot be read. */
export const unreadDay = 'unread';

/**
 * The slots of each day, in the time zone of their answer.
 *
 * @param {readonly SlotResponse[]} slots
 */
export function groupByDay(slots) {
  /** @type {Map<string, SlotResponse[]>} */
  const days = new Map();
  for (const slot of slots) {
    const day = slot.date ?? unreadDay;
    days.set(day, [...(days.get(day) ?? []), slot]);
  }
  return days;
}
