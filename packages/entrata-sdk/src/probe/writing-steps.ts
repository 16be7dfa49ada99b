import { EntrataError, isEntrataError } from '../core/errors.js';
import type { LeadEvent, LeadSummary } from '../leads/lead.js';
import type { Step, StepContext } from './steps.js';

/** A lead to send, with a tour, and to cancel again. */
export interface LeadToSend {
  /** Of the marked person; a fresh one lets the lead be found again. */
  readonly email: string;
  readonly leadSourceId?: string | undefined;
  /** The result that means "cancelled" at this company; by default the first whose name says so. */
  readonly cancelledResultId?: string | undefined;
}

/** Nobody takes it for a visitor. */
const person = { firstName: 'Entrata Probe', lastName: 'Test - please ignore' };
const comment = 'Test of an integration, cancelled at once. Please ignore.';

/** Sends one lead with the last tour that is offered, looks for it, cancels the tour and looks again. */
export function writingSteps(lead: LeadToSend): readonly Step[] {
  return [
    {
      operation: 'sendLead, of a marked person',
      async run({ client, propertyId, options, found }) {
        const slot = found.slots?.findLast(({ startsAt }) => startsAt !== undefined);
        if (slot === undefined) throw notSent('no tour is offered');
        // What cannot be cancelled is not booked.
        if (resultId(lead, found) === undefined) throw notSent('no result of the pick lists means cancelled');
        const request = {
          propertyId,
          slot: slot.raw,
          person: { ...person, email: lead.email },
          comment,
          ...(lead.leadSourceId !== undefined && { leadSource: { id: lead.leadSourceId } }),
        };
        found.sentSlot = slot.raw;
        const { appointmentFailed, ...receipt } = await client.sendLead(request, options()).catch((error) => {
          found.mayBeBooked = isEntrataError(error) && error.outcome === 'unknown';
          throw error;
        });
        found.mayBeBooked = !appointmentFailed;
        return {
          output: { ...receipt, ...(!appointmentFailed && { appointment: true }) },
          counts: { leads: 1, appointments: appointmentFailed ? 0 : 1 },
        };
      },
    },
    {
      operation: 'findLeads, of the marked person',
      async run(context) {
        if (context.found.mayBeBooked === undefined) throw notSent('no lead was sent');
        const { sent, event, leads } = await findSent(context, lead);
        context.found.sent = sent;
        context.found.sentEvent = event;
        const { sentSlot } = context.found;
        const isKept = event?.rawTime === sentSlot?.time && event?.rawDate === sentSlot?.date;
        return {
          output: { ...(event && { appointment: true }), ...(isKept && { slotIsKept: true }) },
          whole: leads,
          counts: { leads: sent ? 1 : 0, appointments: event ? 1 : 0 },
        };
      },
    },
    {
      operation: 'updateLead, to cancel',
      afterFailure:
        'The appointment of the marked person may stand: look for it at Entrata, and cancel it there.',
      async run({ client, propertyId, options, found }) {
        const { sent, sentEvent, mayBeBooked } = found;
        const eventResultId = resultId(lead, found);
        if (!mayBeBooked) throw notSent('no appointment was made');
        if (sent === undefined || sentEvent?.id === undefined || eventResultId === undefined) {
          const details = { outcome: 'not_sent' } as const;
          throw new EntrataError('bad_response', 'the appointment that was sent is not found', details);
        }
        const change = { kind: 'cancel', eventId: sentEvent.id, eventResultId } as const;
        const receipt = await client.updateLead({ propertyId, leadId: sent.leadId, change }, options());
        return { output: receipt, counts: {} };
      },
    },
    {
      operation: 'findLeads, after it was cancelled',
      async run(context) {
        if (context.found.sentEvent === undefined) throw notSent('no appointment was found');
        const { event, leads } = await findSent(context, lead);
        const before = context.found.sentEvent;
        const isCancelled =
          event?.resultId === resultId(lead, context.found) || /cancel/i.test(event?.result ?? '');
        return {
          output: {
            ...(event && isCancelled && { saysCancelled: true }),
            ...(event && event.comment === before?.comment && { commentIsKept: true }),
          },
          whole: leads,
          counts: { appointments: event ? 1 : 0 },
        };
      },
    },
  ];
}

interface SentLead {
  readonly leads: readonly LeadSummary[];
  readonly sent: LeadSummary | undefined;
  readonly event: LeadEvent | undefined;
}

async function findSent(
  { client, propertyId, options }: StepContext,
  { email }: LeadToSend,
): Promise<SentLead> {
  const leads = await client.findLeads({ propertyId, email }, options());
  const sent = leads.find((each) => each.email?.toLowerCase() === email.toLowerCase());
  return { leads, sent, event: sent?.events.at(-1) };
}

function resultId(
  { cancelledResultId }: LeadToSend,
  { pickLists }: StepContext['found'],
): string | undefined {
  return cancelledResultId ?? pickLists?.eventResults.find(({ name }) => /cancel/i.test(name))?.id;
}

/** As if Entrata had no place for it: the step is not asked. */
function notSent(why: string): EntrataError {
  return new EntrataError('not_configured', why, { outcome: 'not_sent' });
}
