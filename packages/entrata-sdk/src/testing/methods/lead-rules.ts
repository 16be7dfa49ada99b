import type { SandboxProperty } from '../companies/company.js';
import { demoLeadSources } from '../companies/pick-list-data.js';
import type { LedgerAppointment } from '../ledger/ledger-entry.js';
import { objectOf, textOf, type WireObject } from '../protocol/wire-value.js';
import { tourZoneOf } from '../tours/calendar.js';
import { readDay } from '../tours/wall-clock.js';
import type { MethodCall } from './method.js';
import type { RequestedSlot } from './requested-slot.js';

/** An event that asks for an appointment. */
export interface RequestedEvent {
  readonly event: WireObject;
  readonly slot: RequestedSlot;
}

/** Why a prospect is refused; undefined when it is not. */
export function problemOfProspect(
  call: MethodCall,
  prospect: WireObject,
  customer: WireObject,
): string | undefined {
  const name = objectOf(customer.name);
  if (textOf(name.firstName) === '' && textOf(name.lastName) === '')
    return 'First name or last name is required.';
  if (textOf(customer.email) === '' && phoneOf(customer) === '') return 'Email or phone number is required.';
  const created = textOf(prospect.createdDate);
  if (created === '') return 'createdDate is required.';
  const stamp = readStamp(created);
  if (stamp === undefined) return 'createdDate is not valid.';
  if (isFuture(call, stamp)) return 'createdDate should not be in the future.';
  const source = textOf(objectOf(prospect.leadSource).originatingLeadSourceId);
  const sources = call.company.leadSources ?? demoLeadSources;
  const isKnown = source === '' || sources.some(({ id }) => id === source);
  return isKnown ? undefined : 'originatingLeadSourceId is not valid.';
}

/** Why an appointment is refused; `before` is the appointment that it takes the place of. */
export function problemOfAppointment(
  call: MethodCall,
  property: SandboxProperty,
  { event, slot }: RequestedEvent,
  before?: LedgerAppointment,
): string | undefined {
  if (!property.tours) return 'Tours are not supported for this property.';
  const { date, start, rawTime, carriedAs, matchesOffer } = slot;
  if (carriedAs === 'text' && !matchesOffer) {
    return 'The appointment time is not one that was offered: send date and time back byte for byte.';
  }
  if (!matchesOffer && (date === undefined || start === undefined)) {
    return 'appointmentDate or timeFrom is not valid.';
  }
  if (carriedAs === 'clock' && !/^\d{2}\/\d{2}\/\d{4}$/.test(slot.rawDate)) {
    return 'appointmentDate must be in the format MM/DD/YYYY.';
  }
  const logged = readStamp(textOf(event.date));
  if (textOf(event.type) !== 'SelfGuidedTour' && logged !== undefined && isFuture(call, logged)) {
    return 'Event date should not be in the future.';
  }
  if (date === undefined) return undefined;
  const key = start ?? rawTime;
  const isOwn =
    before?.status === 'booked' && before.date === date && (before.start ?? before.rawTime) === key;
  const taken = call.state.ledger.bookingsOn(property.id, date)?.get(key) ?? 0;
  const bookings = taken - (isOwn ? 1 : 0);
  const isFree =
    bookings < property.tours.capacity && !(carriedAs === 'text' && hasBegun(call, property, slot));
  return isFree ? undefined : 'The selected appointment time is no longer available.';
}

/** Whether the slot's start is past on the wall clock of the slots. */
function hasBegun({ state, nowMs }: MethodCall, property: SandboxProperty, slot: RequestedSlot): boolean {
  if (slot.date === undefined || slot.start === undefined) return false;
  const now = state.clocks.at(nowMs, tourZoneOf(property));
  return `${slot.date} ${slot.start}` <= `${now.date} ${now.time.slice(0, 5)}`;
}

export function phoneOf(customer: WireObject): string {
  const phone = objectOf(customer.phone);
  return (
    textOf(phone.personalPhoneNumber) || textOf(phone.cellPhoneNumber) || textOf(phone.officePhoneNumber)
  );
}

/** `MM/DD/YYYYTHH:mm:ss` (or ISO) to `YYYY-MM-DDTHH:mm:ss`. */
function readStamp(text: string): string | undefined {
  const [date = '', clock = ''] = text.split(/[T ]/);
  const day = readDay(date);
  const time = /^\d{2}:\d{2}:\d{2}/.exec(clock)?.[0];
  return day === undefined || time === undefined ? undefined : `${day}T${time}`;
}

/** Stamps are read on Denver's wall clock, whatever they say about zones. */
function isFuture({ state, nowMs }: MethodCall, stamp: string): boolean {
  const now = state.clocks.at(nowMs, 'America/Denver');
  return stamp > `${now.date}T${now.time}`;
}
