import type { SandboxProperty } from '../companies/company.js';
import type { LedgerAppointment } from '../ledger/ledger-entry.js';
import { textOf, type WireObject } from '../protocol/wire-value.js';
import { type CalendarSlot, tourZoneOf } from '../tours/calendar.js';
import { readDay } from '../tours/wall-clock.js';
import { instantOfLabelled } from '../tours/zone-offset.js';
import type { MethodCall } from './method.js';

/** The slot that an appointment event asks for, and whether it is one of the property's. */
export type RequestedSlot = Pick<
  LedgerAppointment,
  'rawDate' | 'rawTime' | 'carriedAs' | 'matchesOffer' | 'date' | 'start' | 'end'
>;

type CarriedSlot = Pick<RequestedSlot, 'rawDate' | 'rawTime' | 'carriedAs'>;

/** Reads the slot out of an event; undefined when the event carries none. */
export function readRequestedSlot(
  event: WireObject,
  property: SandboxProperty,
  call: MethodCall,
): RequestedSlot | undefined {
  const raw = carriedSlot(event, call);
  if (!raw) return undefined;
  const day = readDay(raw.rawDate);
  // The one text is known by its bytes; so is an extra time, since reading it would make it another slot's twin.
  if (raw.carriedAs === 'text' || property.tours?.extraTimes?.includes(raw.rawTime)) {
    const offered = day === undefined ? [] : call.state.calendar.slotsOn(property, day);
    const isDay = raw.carriedAs === 'halves' || raw.rawDate === day;
    const slot = isDay ? offered.find(({ time }) => time === raw.rawTime) : undefined;
    return { ...raw, date: day, start: slot?.start, end: slot?.end, matchesOffer: slot !== undefined };
  }
  const [from, to] = raw.rawTime.split(' - ');
  const timeZone = tourZoneOf(property);
  // Stamps are Mountain time; the digits of an appointment are on the clock of the slots.
  const digitsZone = isStamp(event) && raw.carriedAs === 'clock' ? 'America/Denver' : timeZone;
  const start = day === undefined ? undefined : readMoment({ day, text: from, digitsZone, timeZone }, call);
  const end = day === undefined ? undefined : readMoment({ day, text: to, digitsZone, timeZone }, call);
  const read = { date: start?.date ?? day, start: start?.time, end: end?.time };
  const offered = read.date === undefined ? [] : call.state.calendar.slotsOn(property, read.date);
  const matchesOffer = offered.some((slot) => isSameSlot(raw, read, slot));
  // A stamp that is no slot to come says when the event was logged.
  if (isStamp(event) && !(matchesOffer && isLater(read, timeZone, call))) return undefined;
  return { ...raw, ...read, matchesOffer };
}

/** The ILS profile's one text, the two times of the public wire, or the one stamp of a self-guided tour. */
function carriedSlot(event: WireObject, { surface, state }: MethodCall): CarriedSlot | undefined {
  const { slotDateField, slotTimeField } = state.wire.ils.sendLeads;
  const text = surface === 'ils' ? textOf(event[slotTimeField]) : '';
  if (text !== '') return { rawDate: textOf(event[slotDateField]), rawTime: text, carriedAs: 'text' };
  const [from, to] = [textOf(event.timeFrom), textOf(event.timeTo)];
  if (from !== '') {
    const rawTime = to === '' ? from : `${from} - ${to}`;
    return { rawDate: textOf(event.appointmentDate), rawTime, carriedAs: labelOf(from) ? 'halves' : 'clock' };
  }
  if (textOf(event.type) !== 'SelfGuidedTour') return undefined;
  const [rawDate = '', rawTime = ''] = textOf(event.date).split('T');
  return rawTime === '' ? undefined : { rawDate, rawTime, carriedAs: 'clock' };
}

/** Whether an event of a self-guided tour has nothing but the stamp that every event has. */
function isStamp(event: WireObject): boolean {
  return textOf(event.timeFrom) === '';
}

function isLater(
  { date, start }: { readonly date: string | undefined; readonly start: string | undefined },
  timeZone: string,
  { state, nowMs }: MethodCall,
): boolean {
  const now = state.clocks.at(nowMs, timeZone);
  return `${date} ${start}` > `${now.date} ${now.time}`;
}

interface Moment {
  readonly date: string;
  readonly time: string;
}

/** Where a time falls on the wall clock of the slots: a label is taken at its word. */
function readMoment(
  wall: {
    readonly day: string;
    readonly text: string | undefined;
    readonly digitsZone: string;
    readonly timeZone: string;
  },
  { state }: MethodCall,
): Moment | undefined {
  const { day, text = '', digitsZone, timeZone } = wall;
  const time = readClock(text);
  if (time === undefined) return undefined;
  const label = labelOf(text);
  const instant = label === undefined ? undefined : instantOfLabelled(day, time, label);
  if (instant === undefined && digitsZone === timeZone) return { date: day, time };
  const local =
    instant === undefined
      ? state.clocks.convert({ date: day, time }, digitsZone, timeZone)
      : state.clocks.at(instant, timeZone);
  return { date: local.date, time: local.time.slice(0, 5) };
}

function isSameSlot(
  raw: CarriedSlot,
  read: Pick<RequestedSlot, 'start' | 'end'>,
  slot: CalendarSlot,
): boolean {
  const isSameMoment = slot.start === read.start && (read.end === undefined || slot.end === read.end);
  if (raw.carriedAs === 'clock') return isSameMoment;
  const isWindowText = /^\d{2}:\d{2}:\d{2}[A-Z]{3,4}\b/.test(raw.rawTime);
  return isWindowText ? isSameMoment : raw.rawTime === slot.time;
}

/** `MST` of `10:00 MST` and of `10:00:00MST`; undefined for `10:00AM`. */
function labelOf(time: string): string | undefined {
  return /([A-Z]{3,4})$/.exec(time)?.[1];
}

/** `10:00 MST`, `10:00:00`, `09:30AM` or `11:00am` to `HH:mm`. */
function readClock(text: string): string | undefined {
  const [, hours, minutes, half] = /^\s*(\d{1,2}):(\d{2})(?::\d{2})?\s*([ap]m)?/i.exec(text) ?? [];
  if (hours === undefined || minutes === undefined) return undefined;
  const hour = half ? (Number(hours) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : Number(hours);
  return hour > 23 || Number(minutes) > 59 ? undefined : `${String(hour).padStart(2, '0')}:${minutes}`;
}
