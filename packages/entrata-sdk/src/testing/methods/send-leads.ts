import type { SandboxProperty } from '../company.js';
import type { LedgerLead } from '../ledger-entry.js';
import type { Method, MethodCall } from '../method.js';
import { Refusal } from '../refusal.js';
import { type RequestedSlot, readRequestedSlot } from '../requested-slot.js';
import { listOf, objectOf, textOf, type WireObject } from '../wire-value.js';

/** `sendLeads` r1: a lead and its appointments are taken together or not at all. */
export const sendLeads: Method = (call) => {
  const property = call.state.directory.property(call.company, textOf(call.params.propertyId));
  const prospects = listOf(objectOf(call.params.prospects).prospect);
  if (prospects.length === 0) throw new Refusal(400, 'At least one prospect is required.');
  const records = prospects.map((prospect, index) =>
    takeProspect(call, property, prospect, String(index + 1)),
  );
  const code = records.every((record) => record.status === 'Success') ? 200 : 300;
  return { code, result: { prospects: { prospect: records } } };
};

interface LeadRecord {
  readonly node: string;
  readonly status: 'Success' | 'Failed';
  readonly message: string;
}

function takeProspect(
  call: MethodCall,
  property: SandboxProperty,
  prospect: WireObject,
  node: string,
): LeadRecord {
  const events = readEvents(call, property, prospect);
  const problem = problemOf(call, property, prospect, events);
  if (problem !== undefined) return { node, status: 'Failed', message: problem };
  const lead = readLead(call, property, prospect);
  call.state.ledger.addLead(lead);
  for (const { event, slot } of events) addAppointment(call, lead, event, slot);
  const { leadId, applicantId, firstName, lastName } = lead;
  const applicants = { applicant: [{ id: applicantId, firstName, lastName }] };
  const message = 'Lead inserted successfully.';
  return Object.assign({
    node,
    applicationId: leadId,
    applicantId,
    status: 'Success' as const,
    message,
    applicants,
  });
}

interface RequestedEvent {
  readonly event: WireObject;
  readonly slot: RequestedSlot;
}

/** The appointments among the events. An event that is not under `events.event` is dropped, as users report. */
function readEvents(
  call: MethodCall,
  property: SandboxProperty,
  prospect: WireObject,
): readonly RequestedEvent[] {
  const text = call.surface === 'ils' ? call.state.ils.sendLeads : undefined;
  return listOf(objectOf(prospect.events).event).flatMap((event) => {
    const slot = readRequestedSlot(event, property, call.state.calendar, text);
    return slot ? [{ event, slot }] : [];
  });
}

function problemOf(
  call: MethodCall,
  property: SandboxProperty,
  prospect: WireObject,
  events: readonly RequestedEvent[],
): string | undefined {
  const customer = listOf(objectOf(prospect.customers).customer)[0] ?? {};
  const name = objectOf(customer.name);
  if (textOf(name.firstName) === '' && textOf(name.lastName) === '')
    return 'First name or last name is required.';
  if (textOf(customer.email) === '' && phoneOf(customer) === '') return 'Email or phone number is required.';
  if (events.length > 0 && !property.tours) return 'Tours are not supported for this property.';
  const taken = events.some(({ slot }) => isTaken(call, property, slot));
  return taken ? 'The selected appointment time is no longer available.' : undefined;
}

function isTaken(call: MethodCall, property: SandboxProperty, { date, start }: RequestedSlot): boolean {
  if (date === undefined || start === undefined) return false;
  return call.state.ledger.bookings(property.id, date, start) >= (property.tours?.capacity ?? 0);
}

function readLead(call: MethodCall, property: SandboxProperty, prospect: WireObject): LedgerLead {
  const customer = listOf(objectOf(prospect.customers).customer)[0] ?? {};
  const name = objectOf(customer.name);
  return {
    leadId: String(18_000_000 + call.state.nextId()),
    applicantId: String(20_000_000 + call.state.nextId()),
    subdomain: call.company.subdomain,
    propertyId: property.id,
    firstName: textOf(name.firstName),
    lastName: textOf(name.lastName),
    email: textOf(customer.email),
    phone: phoneOf(customer),
    leadSourceId: textOf(objectOf(prospect.leadSource).originatingLeadSourceId),
    createdDate: textOf(prospect.createdDate),
    comment: textOf(objectOf(prospect.customerPreferences).comment),
    receivedAt: new Date(call.nowMs).toISOString(),
  };
}

function phoneOf(customer: WireObject): string {
  const phone = objectOf(customer.phone);
  return (
    textOf(phone.personalPhoneNumber) || textOf(phone.cellPhoneNumber) || textOf(phone.officePhoneNumber)
  );
}

function addAppointment(call: MethodCall, lead: LedgerLead, event: WireObject, slot: RequestedSlot): void {
  call.state.ledger.addAppointment({
    eventId: String(30_000_000 + call.state.nextId()),
    leadId: lead.leadId,
    applicantId: lead.applicantId,
    subdomain: lead.subdomain,
    propertyId: lead.propertyId,
    email: lead.email,
    ...slot,
    tourType: textOf(event.tourType) || undefined,
    subtypeId: textOf(event.subtypeId) || undefined,
    comments: textOf(event.comments),
    reason: textOf(event.eventReasons),
    status: 'booked',
    receivedAt: lead.receivedAt,
  });
}
