import type { SandboxProperty } from '../companies/company.js';
import type { LedgerAppointment, LedgerLead } from '../ledger/ledger-entry.js';
import { Refusal } from '../protocol/refusal.js';
import { listOf, objectOf, textOf, type WireObject } from '../protocol/wire-value.js';
import { phoneOf, problemOfAppointment, problemOfProspect, type RequestedEvent } from './lead-rules.js';
import type { Method, MethodCall } from './method.js';
import { listed } from './read-leads.js';
import { readRequestedSlot } from './requested-slot.js';

/** `sendLeads` r1: a lead and its appointments are taken together or not at all. */
export const sendLeads: Method = (call) => {
  const { code, records } = takeProspects(call, listOf(objectOf(call.params.prospects).prospect));
  return { code, result: { prospects: listed(call, records) } };
};

/** What became of one prospect; a failed one has no ids. */
interface LeadRecord {
  readonly node: string;
  readonly applicationId?: string;
  readonly applicantId?: string;
  readonly status: 'Success' | 'Failed' | 1;
  readonly message: string;
  readonly applicants?: object;
}

/** Takes each of them or says why not; the code is 300 when one failed. */
export function takeProspects(
  call: MethodCall,
  prospects: readonly WireObject[],
): { readonly code: number; readonly records: readonly LeadRecord[] } {
  const property = call.state.directory.property(call.company, textOf(call.params.propertyId));
  if (prospects.length === 0) throw new Refusal(400, 'At least one prospect is required.');
  const records = prospects.map((prospect, index) =>
    takeProspect(call, property, prospect, String(index + 1)),
  );
  return { code: records.every((record) => record.status !== 'Failed') ? 200 : 300, records };
}

function takeProspect(
  call: MethodCall,
  property: SandboxProperty,
  prospect: WireObject,
  node: string,
): LeadRecord {
  const customer = listOf(objectOf(prospect.customers).customer)[0] ?? {};
  const events = readEvents(call, property, prospect);
  const problem =
    problemOfProspect(call, prospect, customer) ??
    problemOfEvents(call, property, events) ??
    problemOfKnownPerson(call, property, customer);
  if (problem !== undefined) return { node, status: 'Failed', message: problem };
  const lead = readLead(call, property, prospect, customer);
  call.state.ledger.addLead(lead);
  const { failedEvents, numericStatus } = call.state.quirks;
  const taken = failedEvents ? [] : events;
  for (const event of taken) call.state.ledger.addAppointment(makeAppointment(call, lead, event));
  const { leadId, applicantId, firstName, lastName } = lead;
  return {
    node,
    applicationId: leadId,
    applicantId,
    status: numericStatus ? 1 : 'Success',
    message: `Lead inserted successfully.${taken.length < events.length ? ' Event failed.' : ''}`,
    applicants: { applicant: [{ id: applicantId, firstName, lastName }] },
  };
}

/** The appointments among the events. An event that is not under `events.event` is dropped, as users report. */
function readEvents(
  call: MethodCall,
  property: SandboxProperty,
  prospect: WireObject,
): readonly RequestedEvent[] {
  return listOf(objectOf(prospect.events).event).flatMap((event) => {
    const slot = readRequestedSlot(event, property, call);
    return slot ? [{ event, slot }] : [];
  });
}

function problemOfEvents(
  call: MethodCall,
  property: SandboxProperty,
  events: readonly RequestedEvent[],
): string | undefined {
  for (const event of events) {
    const problem = problemOfAppointment(call, property, event);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function problemOfKnownPerson(
  { state }: MethodCall,
  property: SandboxProperty,
  customer: WireObject,
): string | undefined {
  const email = textOf(customer.email);
  const isKnown = email !== '' && state.ledger.leadsOf(property.id, email).length > 0;
  return state.quirks.refuseKnownPeople && isKnown ? 'Lead already exists.' : undefined;
}

function readLead(
  call: MethodCall,
  property: SandboxProperty,
  prospect: WireObject,
  customer: WireObject,
): LedgerLead {
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

/** A new appointment of a lead. */
export function makeAppointment(
  call: MethodCall,
  lead: LedgerLead,
  { event, slot }: RequestedEvent,
): LedgerAppointment {
  return {
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
    eventResultId: undefined,
    earlierSlots: [],
    receivedAt: new Date(call.nowMs).toISOString(),
  };
}
