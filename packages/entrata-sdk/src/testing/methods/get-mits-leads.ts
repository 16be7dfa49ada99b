import type { LedgerAppointment, LedgerLead } from '../ledger/ledger-entry.js';
import { pageOf } from '../protocol/paging.js';
import type { Method, MethodCall } from './method.js';
import { appointmentsAsked, findLeads, noLeads, stamp } from './read-leads.js';

/** `getMitsLeads` r1: what `getLeads` finds, in the tree of MITS. */
export const getMitsLeads: Method = (call) => {
  const leads = findLeads(call);
  if (leads.length === 0) return noLeads(call);
  const Prospect = pageOf(leads, call.page).map((lead) => renderLead(call, lead));
  return {
    result: { CurrencyCode: 'USD', LeadManagement: [{ Prospects: { Prospect } }] },
    total: leads.length,
  };
};

function renderLead(call: MethodCall, lead: LedgerLead): object {
  const events = appointmentsAsked(call, lead);
  return {
    TransactionData: { Identification: [{ ...identified(lead.leadId, 'ApplicationID'), Status: 'Lead' }] },
    LastUpdateDate: stamp(call, lead.receivedAt),
    Customers: {
      Customer: {
        Identification: [identified(lead.applicantId, 'ApplicantID')],
        Name: { FirstName: lead.firstName, LastName: lead.lastName },
        Phone: { PhoneNumber: lead.phone, '@attributes': { PhoneType: 'personal' } },
        Email: lead.email,
      },
    },
    ...(events.length > 0 ? { Events: { Event: events.map((event) => renderEvent(call, event)) } } : {}),
  };
}

function renderEvent(call: MethodCall, appointment: LedgerAppointment): object {
  return {
    EventID: { Identification: [identified(appointment.eventId, 'EventID')] },
    Comments: appointment.comments,
    EventReasons: appointment.reason,
    '@attributes': { EventType: 'Appointment', EventDate: stamp(call, appointment.receivedAt) },
  };
}

function identified(IDValue: string, IDType: string): object {
  return { IDValue, '@attributes': { IDType, IDScopeType: 'sender' } };
}
