import type { IlsWire } from '../operations/invented-ils-wire.js';
import type { Calendar, CalendarSlot } from './calendar.js';
import type { SandboxProperty } from './company.js';
import type { LedgerAppointment } from './ledger-entry.js';
import { readDay } from './wall-clock.js';
import { textOf, type WireObject } from './wire-value.js';

/** The slot that an appointment event asks for, and whether it is one of the property's. */
export type RequestedSlot = Pick<
  LedgerAppointment,
  'rawDate' | 'rawTime' | 'carriedAs' | 'matchesOffer' | 'date' | 'start' | 'end'
>;

/** Reads the slot out of an event; undefined when the event carries none. `text` names the verbatim fields. */
export function readRequestedSlot(
  event: WireObject,
  property: SandboxProperty,
  calendar: Calendar,
  text: Pick<IlsWire['sendLeads'], 'slotDateField' | 'slotTimeField'> | undefined,
): RequestedSlot | undefined {
  const raw = rawSlot(event, text);
  if (!raw) return undefined;
  const date = readDay(raw.rawDate);
  const [start, end] = raw.rawTime.split(' - ').map(readClock);
  const offered = date === undefined ? [] : calendar.slotsOn(property, date);
  return {
    ...raw,
    date,
    start,
    end,
    matchesOffer: offered.some((slot) => isSameSlot(raw, slot, start, end)),
  };
}

type RawSlot = Pick<RequestedSlot, 'rawDate' | 'rawTime' | 'carriedAs'>;

function rawSlot(
  event: WireObject,
  text: Pick<IlsWire['sendLeads'], 'slotDateField' | 'slotTimeField'> | undefined,
): RawSlot | undefined {
  const rawTime = text ? textOf(event[text.slotTimeField]) : '';
  if (text && rawTime !== '')
    return { rawDate: textOf(event[text.slotDateField]), rawTime, carriedAs: 'text' };
  const from = textOf(event.timeFrom);
  if (from === '') return undefined;
  const to = textOf(event.timeTo);
  const carriedAs = /[A-Z]{3,4}$/.test(from) && !/[AP]M$/.test(from) ? 'halves' : 'clock';
  return { rawDate: textOf(event.appointmentDate), rawTime: to === '' ? from : `${from} - ${to}`, carriedAs };
}

function isSameSlot(raw: RawSlot, slot: CalendarSlot, start?: string, end?: string): boolean {
  if (raw.carriedAs === 'clock') return slot.start === start && (end === undefined || slot.end === end);
  return raw.rawTime === slot.time && (raw.carriedAs === 'halves' || raw.rawDate === slot.date);
}

/** `10:00 MST`, `10:00:00`, `09:30AM` or `11:00am` to `HH:mm`. */
function readClock(text: string): string | undefined {
  const [, hours, minutes, half] = /^\s*(\d{1,2}):(\d{2})(?::\d{2})?\s*([ap]m)?/i.exec(text) ?? [];
  if (hours === undefined || minutes === undefined) return undefined;
  const hour = half ? (Number(hours) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : Number(hours);
  return hour > 23 || Number(minutes) > 59 ? undefined : `${String(hour).padStart(2, '0')}:${minutes}`;
}
