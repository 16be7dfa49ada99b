import type { LeadEvent, LeadSummary } from 'entrata-sdk';
import type { ViewingRecord } from 'entrata-store';
import { referenceOf } from './compose-lead.js';

/** Entrata's stamps have whole seconds, and its clock is not ours. */
const clockToleranceMs = 120_000;

/** Whether an appointment is the viewing's: by our reference, else by the slot's own texts. */
export function isAppointmentOf(viewing: ViewingRecord, event: LeadEvent): boolean {
  if (event.comment?.includes(referenceOf(viewing)) === true) return true;
  return (
    event.rawTime !== undefined && event.rawTime === viewing.rawTime && event.rawDate === viewing.rawDate
  );
}

/**
 * The lead among a person's leads that this viewing became; undefined when none of them can be. `siblings` are
 * the same user's other viewings: what belongs to one of them is not this one's.
 */
export function findLeadOf(
  viewing: ViewingRecord,
  leads: readonly LeadSummary[],
  siblings: readonly ViewingRecord[],
): LeadSummary | undefined {
  const isSibling = (leadId: string, sameSlot: boolean) =>
    siblings.some(
      (other) =>
        other.id !== viewing.id &&
        other.leadId === leadId &&
        (!sameSlot || (other.rawTime === viewing.rawTime && other.rawDate === viewing.rawDate)),
    );
  const reference = referenceOf(viewing);
  return (
    leads.find(({ events }) => events.some(({ comment }) => comment?.includes(reference) === true)) ??
    leads.find(
      ({ leadId, events }) =>
        events.some((event) => isAppointmentOf(viewing, event)) && !isSibling(leadId, true),
    ) ??
    // Entrata may keep a lead and drop its appointment; and an enquiry never had one.
    onlyOne(
      leads.filter(
        ({ leadId, events, createdAt }) =>
          events.length === 0 &&
          createdAt !== undefined &&
          Date.parse(createdAt) >= Date.parse(viewing.createdAt) - clockToleranceMs &&
          !isSibling(leadId, false),
      ),
    )
  );
}

function onlyOne<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}
