import type { LeadEvent, LeadLookUp, LeadSummary } from 'entrata-sdk';
import type { ViewingRecord } from 'entrata-store';
import { rawDay } from '../tours/range.js';
import { isSameSlot, rawSlotOf } from '../tours/raw-slot.js';
import type { EventState } from './cancel-results.js';

/** Entrata's stamps have whole seconds, and its clock is not ours. */
const clockToleranceMs = 120_000;

/** Stands in the lead's comment: `sendLeads` has no idempotency key, so this is how a lost reply is resolved. */
export function referenceOf(viewing: ViewingRecord): string {
  return `[ref ${viewing.id}]`;
}

/** The viewing that a comment names: the last one, since a visitor's own words stand before our reference. */
export function referenceIn(comment: string | undefined): string | undefined {
  return comment
    ?.match(/\[ref [^\]\s]+\]/g)
    ?.at(-1)
    ?.slice('[ref '.length, -1);
}

/**
 * How an event is a viewing's: it carries its reference; it has its slot's own texts, or begins when it does and carries the
 * reference of the viewing that it was moved from (`slot`); or it begins when it does and says no more (`perhaps`). Undefined
 * when it is another's.
 */
export type EventClaim = 'reference' | 'slot' | 'perhaps' | undefined;

export function claimOf(
  viewing: ViewingRecord,
  event: LeadEvent,
  predecessors: readonly string[] = [],
): EventClaim {
  const reference = referenceIn(event.comment);
  if (reference === viewing.id) return 'reference';
  // A moved appointment may keep the comment of a viewing whose place was taken; any other's is never ours.
  if (reference !== undefined && !predecessors.includes(reference)) return undefined;
  const slot = rawSlotOf(viewing);
  if (slot === undefined) return undefined;
  if (event.rawTime !== undefined) return isSameSlot(rawSlotOf(event), slot) ? 'slot' : undefined;
  const isSameStart = event.timeFrom !== undefined && slot.time.trim().startsWith(event.timeFrom);
  if (!isSameStart || event.date !== (rawDay(slot.date) ?? slot.date.trim())) return undefined;
  // It is where its move was to bring it.
  return reference === undefined ? 'perhaps' : 'slot';
}

/** What a look-up proves. Only what is `absent` may be sent again; what is `ambiguous` is for a person to resolve. */
export type LeadMatch =
  | { readonly answer: 'found'; readonly lead: LeadSummary }
  | { readonly answer: 'absent' }
  | { readonly answer: 'ambiguous' };

export interface MatchContext {
  readonly stateOf: (event: LeadEvent) => EventState;
  /** The viewings whose place it took. */
  readonly predecessors: readonly string[];
  /** All the same user's other viewings: what belongs to one of them is not this one's. */
  readonly siblings: readonly ViewingRecord[];
  /** Those of them at this property that were sent too and whose lead is not known either. */
  readonly rivals: readonly ViewingRecord[];
  /** Whether leads of known persons are added to (`lead.existing: 'update'`). */
  readonly reusesLeads: boolean;
}

/** Which of a person's leads an unknown viewing became. */
export function matchLead(
  viewing: ViewingRecord,
  { leads, isComplete }: LeadLookUp,
  context: MatchContext,
): LeadMatch {
  const bySlot = matchBySlot(viewing, leads, context);
  if (bySlot.answer !== 'absent') return bySlot;
  const byTime = viewing.replaces === undefined ? matchByTime(viewing, leads, context) : bySlot;
  // What is not listed may be the very lead that makes this choice a wrong one.
  if (byTime.answer !== 'absent') return isComplete ? byTime : { answer: 'ambiguous' };
  // An enquiry that was added to an old lead leaves no trace there.
  const leavesNoTrace = viewing.rawTime === undefined && context.reusesLeads && leads.length > 0;
  return isComplete && !leavesNoTrace ? { answer: 'absent' } : { answer: 'ambiguous' };
}

/** By its appointment: our own reference wins over equal texts. */
function matchBySlot(
  viewing: ViewingRecord,
  leads: readonly LeadSummary[],
  context: MatchContext,
): LeadMatch {
  const { stateOf, siblings, rivals, predecessors } = context;
  const claims = leads.flatMap((lead) =>
    lead.events.map((event) => ({
      lead,
      claim: claimOf(viewing, event, predecessors),
      state: stateOf(event),
    })),
  );
  const named = claims.filter(({ claim }) => claim === 'reference');
  const standing = named.find(({ state }) => state === 'standing');
  if (standing !== undefined) return { answer: 'found', lead: standing.lead };
  // It was taken, and somebody at Entrata ended it: no reason to book it again.
  if (named.length > 0) return { answer: 'ambiguous' };

  const slot = rawSlotOf(viewing);
  const isOfSlot = (other: ViewingRecord) => isSameSlot(rawSlotOf(other), slot);
  /** Leads once for each appointment of the slot that no other viewing accounts for. */
  const unclaimed = (state: EventState, owner: ViewingRecord['status']) =>
    leads.flatMap((lead) => {
      const found = claims.filter(
        (each) => each.lead === lead && each.claim === 'slot' && each.state === state,
      );
      const owned = siblings.filter(
        (other) => other.leadId === lead.leadId && other.status === owner && isOfSlot(other),
      );
      return Array<LeadSummary>(Math.max(0, found.length - owned.length)).fill(lead);
    });
  const [lead, ...more] = unclaimed('standing', 'confirmed');
  const isUnclear =
    claims.some(({ claim, state }) => claim === 'slot' && state === 'unclear') ||
    claims.some(({ claim, state }) => claim === 'perhaps' && state !== 'cancelled') ||
    unclaimed('cancelled', 'cancelled').length > 0;
  if (lead === undefined) return { answer: isUnclear ? 'ambiguous' : 'absent' };
  const isSure = more.length === 0 && !isUnclear && !rivals.some(isOfSlot);
  return isSure ? { answer: 'found', lead } : { answer: 'ambiguous' };
}

/** By when it came: Entrata may keep a lead and drop its appointment, and an enquiry never had one. */
function matchByTime(
  viewing: ViewingRecord,
  leads: readonly LeadSummary[],
  { siblings, rivals }: MatchContext,
): LeadMatch {
  const candidates = leads.filter(
    ({ leadId, events, createdAt }) =>
      events.length === 0 &&
      !siblings.some((other) => other.leadId === leadId) &&
      // One that does not say when it came may be this one.
      !(createdAt !== undefined && isBefore(createdAt, viewing)),
  );
  const [lead, ...more] = candidates;
  if (lead === undefined) return { answer: 'absent' };
  const isRivals = rivals.some(
    (rival) => lead.createdAt !== undefined && !isBefore(lead.createdAt, rival) && !hasOwnLead(rival, leads),
  );
  const isSure = more.length === 0 && lead.createdAt !== undefined && !isRivals;
  return isSure ? { answer: 'found', lead } : { answer: 'ambiguous' };
}

const isBefore = (instant: string, viewing: ViewingRecord): boolean =>
  Date.parse(instant) < Date.parse(viewing.createdAt) - clockToleranceMs;

const hasOwnLead = (viewing: ViewingRecord, leads: readonly LeadSummary[]): boolean =>
  leads.some(({ events }) => events.some((event) => claimOf(viewing, event) === 'reference'));
