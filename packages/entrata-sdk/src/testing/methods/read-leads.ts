import { appointmentTypeId, eventResults, leadStatusId } from '../companies/pick-list-data.js';
import type { LedgerAppointment, LedgerLead } from '../ledger/ledger-entry.js';
import { pageOf } from '../protocol/paging.js';
import { Refusal } from '../protocol/refusal.js';
import { idsOf, textOf } from '../protocol/wire-value.js';
import { readDay, usDay } from '../tours/wall-clock.js';
import { type Method, type MethodAnswer, type MethodCall, nothingFound } from './method.js';

/** `getLeads` r1: events only when `eventTypeIds` asks for them. */
export const getLeads: Method = (call) => {
  const leads = findLeads(call);
  if (leads.length === 0) return noLeads(call);
  const prospect = pageOf(leads, call.page).map((lead) =>
    renderLead(call, lead, appointmentsAsked(call, lead)),
  );
  return { result: { prospects: listed(call, prospect) }, total: leads.length };
};

/** The events of a lead that `eventTypeIds` and the days ask for. */
export function appointmentsAsked(call: MethodCall, { leadId }: LedgerLead): readonly LedgerAppointment[] {
  if (!eventTypesOf(call).includes(appointmentTypeId)) return [];
  return call.state.ledger.appointmentsOfLead(leadId).filter(eventRange(call));
}

/** `getLeadEvents` r1: the appointments of one lead, or those of a property that were logged on some days. */
export const getLeadEvents: Method = (call) => {
  const { applicationId, eventDateFrom, eventDateTo } = call.params;
  const types = eventTypesOf(call);
  const isBounded = types.length > 0 && textOf(eventDateFrom) !== '' && textOf(eventDateTo) !== '';
  if (textOf(applicationId) === '' && !isBounded) {
    throw new Refusal(400, 'applicationId is required, or eventTypeIds, eventDateFrom and eventDateTo.');
  }
  const isWanted = eventRange(call);
  const found = types.length === 0 || types.includes(appointmentTypeId) ? findLeads(call) : [];
  const prospects = found.flatMap((lead) => {
    const events = call.state.ledger.appointmentsOfLead(lead.leadId).filter(isWanted);
    if (events.length === 0) return [];
    const event = events.map((appointment) => renderLeadEvent(call, appointment));
    return [{ applicationId: Number(lead.leadId), events: { event } }];
  });
  if (prospects.length === 0) return noLeads(call);
  return { result: { prospects: listed(call, pageOf(prospects, call.page)) }, total: prospects.length };
};

export function listed({ state }: MethodCall, prospect: readonly object[]): object {
  switch (state.quirks.leadContainer) {
    case 'nested':
      return [{ prospect }];
    case 'list':
      return prospect;
    default:
      return { prospect };
  }
}

export function noLeads({ state }: MethodCall): MethodAnswer {
  switch (state.quirks.noLeads) {
    case 'text':
      return nothingFound;
    case 'null':
      return { result: null };
    case 'array':
      return { result: [] };
    case 'object':
      return { result: {} };
    default:
      // Working clients die of a text here.
      return { result: { prospects: [] } };
  }
}

function eventTypesOf({ params }: MethodCall): readonly string[] {
  const types = idsOf(params.eventTypeIds);
  if (types.length > 5) throw new Refusal(400, 'At most 5 eventTypeIds are allowed.');
  return types;
}

export function findLeads(call: MethodCall): readonly LedgerLead[] {
  const { state, company, params } = call;
  const property = state.directory.property(company, textOf(params.propertyId));
  const leadId = textOf(params.leadId) || textOf(params.applicationId);
  const telephone = digits(textOf(params.telephone));
  const name = textOf(params.name).toLowerCase();
  const statuses = idsOf(params.leadStatusIds);
  const isCreatedThen = receivedRange(call, 'createdOnDateFrom', 'createdOnDateTo');
  const isInRange = receivedRange(call, 'fromDate', 'toDate');
  return state.ledger
    .leadsOf(property.id, textOf(params.email))
    .filter(
      (lead) =>
        (leadId === '' || lead.leadId === leadId) &&
        (telephone === '' || digits(lead.phone) === telephone) &&
        (name === '' || `${lead.firstName} ${lead.lastName}`.toLowerCase().includes(name)) &&
        (statuses.length === 0 || statuses.includes(leadStatusId)) &&
        isCreatedThen(lead) &&
        isInRange(lead),
    );
}

/** Whether an event was logged between the two days of the call. */
function eventRange(call: MethodCall): (appointment: LedgerAppointment) => boolean {
  return receivedRange(call, 'eventDateFrom', 'eventDateTo');
}

/** Whether a record came in between two days, both inclusive, Mountain time; a day that is not given is no bound. */
function receivedRange(
  { state, params }: MethodCall,
  fromParam: string,
  toParam: string,
): (record: { readonly receivedAt: string }) => boolean {
  const from = readBound(fromParam, params[fromParam]);
  const to = readBound(toParam, params[toParam]);
  if (from === undefined && to === undefined) return () => true;
  return ({ receivedAt }) => {
    const day = state.clocks.at(Date.parse(receivedAt), 'America/Denver').date;
    return (from === undefined || day >= from) && (to === undefined || day <= to);
  };
}

function readBound(name: string, value: unknown): string | undefined {
  const text = textOf(value);
  if (text === '') return undefined;
  const day = readDay(text);
  if (day === undefined) throw new Refusal(400, `${name} must be in the format MM/DD/YYYY.`);
  return day;
}

function digits(phone: string): string {
  return phone.replace(/\D/g, '');
}

function renderLead(call: MethodCall, lead: LedgerLead, events: readonly LedgerAppointment[]): object {
  const isNested = call.state.quirks.nestedCustomers === true;
  const createdAt = stamp(call, lead.receivedAt);
  return {
    applicationId: lead.leadId,
    applicantId: lead.applicantId,
    propertyId: lead.propertyId,
    currencyCode: 'USD',
    ...(isNested ? { createdDate: createdAt } : { createdOn: createdAt, lastUpdatedDate: createdAt }),
    leadSource: { originatingLeadSourceId: lead.leadSourceId },
    customers: { customer: [isNested ? nestedCustomer(lead) : flatCustomer(lead)] },
    ...(events.length > 0 ? { events: { event: events.map((event) => renderEvent(call, event)) } } : {}),
  };
}

function flatCustomer({ applicantId, firstName, lastName, phone, email }: LedgerLead): object {
  // Nothing public says that the customer's number is the applicant's, so it is another.
  const customerId = String(Number(applicantId) + 40_000_000);
  return { customerId, namePrefix: '', firstName, lastName, personalPhoneNumber: phone, email };
}

function nestedCustomer({ applicantId, firstName, lastName, phone, email }: LedgerLead): object {
  return { applicantId, name: { firstName, lastName }, phone: { personalPhoneNumber: phone }, email };
}

/** Over ILS the profile's slot fields come back too, which is as invented as their going in. */
function renderEvent(call: MethodCall, appointment: LedgerAppointment): object {
  const { slotDateField, slotTimeField } = call.state.wire.ils.sendLeads;
  const { rawDate, rawTime } = appointment;
  return {
    ...renderCommon(call, appointment),
    eventReasons: appointment.reason,
    comments: appointment.comments,
    ...renderResult(call, appointment),
    ...(call.surface === 'ils' && appointment.carriedAs === 'text'
      ? { [slotDateField]: rawDate, [slotTimeField]: rawTime }
      : {}),
  };
}

/** Absent as long as an event has no result; a cancelled appointment is told by this alone. */
function renderResult({ state }: MethodCall, { eventResultId }: LedgerAppointment): object {
  if (eventResultId === undefined) return {};
  const eventResult = eventResults.find(({ id }) => id === eventResultId)?.name;
  if (state.quirks.eventResult === 'id') return { eventResultId };
  return state.quirks.eventResult === 'name' ? { eventResult } : { eventResultId, eventResult };
}

/** `getLeadEvents` says `eventReason`, in the singular, has no comments, and a number for the result. */
function renderLeadEvent(call: MethodCall, appointment: LedgerAppointment): object {
  const { eventResultId } = appointment;
  const isNamed = call.state.quirks.eventResult === 'name';
  return {
    ...renderCommon(call, appointment),
    eventReason: appointment.reason,
    ...(eventResultId === undefined || isNamed ? {} : { eventResultId: Number(eventResultId) }),
    ...(isNamed ? renderResult(call, appointment) : {}),
  };
}

function renderCommon(call: MethodCall, appointment: LedgerAppointment): object {
  const { date, start, end } = appointment;
  return {
    eventId: appointment.eventId,
    type: 'Appointment',
    typeId: appointmentTypeId,
    applicantId: appointment.applicantId,
    date: stamp(call, appointment.receivedAt),
    ...(date === undefined ? {} : { appointmentDate: date }),
    ...(start === undefined ? {} : { timeFrom: `${start}:00` }),
    ...(end === undefined ? {} : { timeTo: `${end}:00` }),
  };
}

/** `07/15/2024 00:00:00 MDT`: stamps in replies are Mountain time. */
export function stamp({ state }: MethodCall, instant: string): string {
  const { date, time, label } = state.clocks.at(Date.parse(instant), 'America/Denver');
  const fraction = state.quirks.stampFractions ? '.123456' : '';
  return `${usDay(date)} ${time}${fraction} ${label}`;
}
