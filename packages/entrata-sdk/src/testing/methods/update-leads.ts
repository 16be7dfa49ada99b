import type { SandboxProperty } from '../companies/company.js';
import { cancelledResultId, eventResults } from '../companies/pick-list-data.js';
import type { LedgerAppointment, LedgerLead } from '../ledger/ledger-entry.js';
import { listOf, objectOf, textOf, type WireObject } from '../protocol/wire-value.js';
import { problemOfAppointment } from './lead-rules.js';
import type { Method, MethodCall } from './method.js';
import { readRequestedSlot } from './requested-slot.js';
import { makeAppointment } from './send-leads.js';

/**
 * `updateLeads` r1 and r2: adds an appointment to a lead, reschedules one (`eventId` and a slot), or gives it a
 * result (`eventResultId`), which is how one is cancelled. Fields stand in the events, the prospect, or the params.
 */
export const updateLeads: Method = (call) => {
  const property = call.state.directory.property(call.company, textOf(call.params.propertyId));
  const { prospects, ...direct } = call.params;
  const given = listOf(objectOf(prospects).prospect);
  const records = (given.length > 0 ? given : [{}]).map((prospect, index) =>
    updateProspect(call, property, { ...direct, ...prospect }, String(index + 1)),
  );
  const code = records.every((record) => record.status === 'Success') ? 200 : 300;
  if (call.version === 'r1') {
    return {
      code,
      result: { Prospects: { Prospect: records.map((record) => ({ '@attributes': record })) } },
    };
  }
  return {
    code,
    result: { prospects: records.map(({ node, status, message }) => ({ node, status, message })) },
  };
};

interface UpdateRecord {
  readonly node: string;
  readonly reference_id: string;
  readonly applicant_id: string;
  readonly status: 'Success' | 'Failed';
  readonly message: string;
}

function updateProspect(
  call: MethodCall,
  property: SandboxProperty,
  prospect: WireObject,
  node: string,
): UpdateRecord {
  const leadId = textOf(prospect.applicationId);
  const lead = call.state.ledger.lead(leadId);
  const record = { node, reference_id: leadId, applicant_id: lead?.applicantId ?? '' };
  const failed = (message: string) => ({ ...record, status: 'Failed' as const, message });
  if (leadId === '') return failed('applicationId is required.');
  if (!lead || lead.propertyId !== property.id) return failed('applicationId is not valid.');
  const { events, ...direct } = prospect;
  const wrapped = listOf(objectOf(events).event);
  const changes = wrapped.length > 0 ? wrapped.map((event) => ({ ...direct, ...event })) : [direct];
  for (const event of changes) {
    const problem = applyEvent(call, property, lead, event);
    if (problem !== undefined) return failed(problem);
  }
  return { ...record, status: 'Success', message: 'Lead updated successfully.' };
}

/** Changes the ledger; the text is why it did not. */
function applyEvent(
  call: MethodCall,
  property: SandboxProperty,
  lead: LedgerLead,
  event: WireObject,
): string | undefined {
  const { ledger } = call.state;
  const resultId = textOf(event.eventResultId);
  const slot = readRequestedSlot(event, property, call);
  if (resultId === '' && !slot) return undefined;
  if (textOf(event.comments) === '') return 'comments is required.';
  if (call.version !== 'r1' && textOf(event.typeId) === '') return 'typeId is required.';
  const eventId = textOf(event.eventId);
  const before = eventId === '' ? latestBooked(call, lead) : ledger.appointment(eventId);
  if (eventId !== '' && before?.leadId !== lead.leadId) return 'eventId is not valid.';
  const comments = textOf(event.comments);
  if (resultId !== '') return giveResult(call, before, { resultId, comments });
  if (!slot) return undefined;
  const replaced = eventId === '' ? undefined : before;
  const problem = problemOfAppointment(call, property, { event, slot }, replaced);
  if (problem !== undefined) return problem;
  if (!replaced) ledger.addAppointment(makeAppointment(call, lead, { event, slot }));
  else {
    const { rawDate, rawTime } = replaced;
    const earlierSlots = [...replaced.earlierSlots, { rawDate, rawTime }];
    ledger.replaceAppointment({
      ...replaced,
      ...slot,
      ...(call.state.quirks.replaceComments ? { comments } : {}),
      status: 'booked',
      eventResultId: undefined,
      earlierSlots,
    });
  }
  return undefined;
}

function giveResult(
  { state }: MethodCall,
  appointment: LedgerAppointment | undefined,
  { resultId: eventResultId, comments }: { readonly resultId: string; readonly comments: string },
): string | undefined {
  if (!appointment) return 'The lead has no appointment.';
  if (!eventResults.some(({ id }) => id === eventResultId)) return 'eventResultId is not valid.';
  const status = eventResultId === cancelledResultId ? 'cancelled' : appointment.status;
  state.ledger.replaceAppointment({
    ...appointment,
    ...(state.quirks.replaceComments ? { comments } : {}),
    eventResultId,
    status,
  });
  return undefined;
}

/** Which appointment a result without `eventId` (r1 has none) is about. */
function latestBooked({ state }: MethodCall, lead: LedgerLead): LedgerAppointment | undefined {
  return state.ledger.appointmentsOfLead(lead.leadId).findLast(({ status }) => status === 'booked');
}
