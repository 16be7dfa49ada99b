import type { LedgerAppointment, LedgerLead } from '../ledger-entry.js';
import type { Method, MethodCall } from '../method.js';
import { idsOf, textOf } from '../wire-value.js';

const appointmentTypeId = '17';

/** `getLeads`: leads by lead id, e-mail or telephone; events only when `eventTypeIds` asks for them. */
export const getLeads: Method = (call) => {
  const leads = findLeads(call);
  if (leads.length === 0) return { result: 'No records found with mentioned preferences.' };
  const withEvents = idsOf(call.params.eventTypeIds).includes(appointmentTypeId);
  return { result: { prospects: { prospect: leads.map((lead) => renderLead(call, lead, withEvents)) } } };
};

/** `getLeadEvents` r1: the appointments of one lead, or of a property. */
export const getLeadEvents: Method = (call) => {
  const types = idsOf(call.params.eventTypeIds);
  const wanted = types.length === 0 || types.includes(appointmentTypeId);
  const prospect = findLeads(call).flatMap((lead) => {
    const event = wanted ? call.state.ledger.appointmentsOfLead(lead.leadId).map(renderLeadEvent) : [];
    return event.length > 0 ? [{ applicationId: Number(lead.leadId), events: { event } }] : [];
  });
  return prospect.length > 0
    ? { result: { prospects: { prospect } } }
    : { result: 'No records found with mentioned preferences.' };
};

function findLeads({ state, company, params }: MethodCall): readonly LedgerLead[] {
  const property = state.directory.property(company, textOf(params.propertyId));
  const leadId = textOf(params.leadId) || textOf(params.applicationId);
  const email = textOf(params.email).toLowerCase();
  const telephone = textOf(params.telephone);
  return state.ledger
    .leadsOf(property.id)
    .filter(
      (lead) =>
        (leadId === '' || lead.leadId === leadId) &&
        (email === '' || lead.email.toLowerCase() === email) &&
        (telephone === '' || lead.phone === telephone),
    );
}

function renderLead(call: MethodCall, lead: LedgerLead, withEvents: boolean): object {
  const events = withEvents ? call.state.ledger.appointmentsOfLead(lead.leadId) : [];
  return {
    applicationId: lead.leadId,
    applicantId: lead.applicantId,
    propertyId: lead.propertyId,
    createdDate: stamp(call, lead.receivedAt),
    leadSource: { originatingLeadSourceId: lead.leadSourceId },
    customers: {
      customer: [
        {
          applicantId: lead.applicantId,
          name: { firstName: lead.firstName, lastName: lead.lastName },
          phone: { personalPhoneNumber: lead.phone },
          email: lead.email,
        },
      ],
    },
    ...(events.length > 0 ? { events: { event: events.map((event) => renderEvent(call, event)) } } : {}),
  };
}

function renderEvent(call: MethodCall, appointment: LedgerAppointment): object {
  const { slotDateField, slotTimeField } = call.state.ils.sendLeads;
  return {
    ...common(appointment),
    eventReasons: appointment.reason,
    comments: appointment.comments,
    date: stamp(call, appointment.receivedAt),
    ...(call.surface === 'ils' && appointment.carriedAs === 'text'
      ? { [slotDateField]: appointment.rawDate, [slotTimeField]: appointment.rawTime }
      : {}),
  };
}

/** `getLeadEvents` says `eventReason`, in the singular, and has no comments. */
function renderLeadEvent(appointment: LedgerAppointment): object {
  return { ...common(appointment), eventReason: appointment.reason };
}

function common(appointment: LedgerAppointment): object {
  const { date, start, end } = appointment;
  return {
    eventId: appointment.eventId,
    type: 'Appointment',
    typeId: appointmentTypeId,
    applicantId: appointment.applicantId,
    ...(date === undefined ? {} : { appointmentDate: date }),
    ...(start === undefined ? {} : { timeFrom: `${start}:00` }),
    ...(end === undefined ? {} : { timeTo: `${end}:00` }),
  };
}

/** `07/15/2024 00:00:00 MDT`: stamps in replies are Mountain time. */
function stamp(call: MethodCall, instant: string): string {
  const { date, time, label } = call.state.clocks.at(Date.parse(instant), 'America/Denver');
  return `${date.slice(5, 7)}/${date.slice(8, 10)}/${date.slice(0, 4)} ${time} ${label}`;
}
