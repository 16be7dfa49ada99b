import { isEntrataError } from 'entrata-sdk';
import type { ViewingRecord } from 'entrata-store';
import { AdapterError, withCause } from '../core/adapter-error.js';
import { isTokenRefusal } from '../core/judge-entrata-error.js';
import type { BookingContext } from './booking-context.js';
import { lookUpViewing, type ViewingLookUp } from './look-up-viewing.js';
import { byUser, isCancelRequested, type NotedChange, type ViewingNote } from './notes.js';
import { isAbsenceProof } from './resolve-unknown-viewing.js';
import { transitionViewing } from './transition-viewing.js';

export interface Finding {
  /** What a person found out at Entrata about an unknown booking. */
  readonly outcome: 'booked' | 'not_booked' | 'send_again';
  /** Entrata's lead id, when it is booked and known. */
  readonly leadId?: string | undefined;
  /** Sends it again although Entrata may have it already. */
  readonly evenIfBookedTwice?: boolean | undefined;
}

const note: ViewingNote = 'settled_by_hand';

/**
 * Resolves an unknown viewing by what a person says; anything else is refused with `state_conflict`. One that is to be
 * sent again is looked up first: when Entrata has it, it is confirmed, and when that cannot be known it is refused with
 * `may_book_twice`, unless the person takes that upon themselves. One that its user has cancelled meanwhile is closed, or
 * cancelled at Entrata once it is confirmed; it is not sent again (`change_under_way`).
 */
export async function resolveManually(
  context: BookingContext,
  viewing: ViewingRecord,
  finding: Finding,
): Promise<ViewingRecord> {
  if (viewing.status !== 'unknown') throw new AdapterError('state_conflict');
  const change = await changeOf(context, viewing, finding);
  const resolved = await transitionViewing(context, viewing, ['unknown'], change);
  if (resolved === undefined) throw new AdapterError('state_conflict');
  return resolved;
}

async function changeOf(
  context: BookingContext,
  viewing: ViewingRecord,
  { outcome, leadId, evenIfBookedTwice = false }: Finding,
): Promise<NotedChange> {
  if (outcome === 'booked') return { status: 'confirmed', note, leadId };
  const isCancelled = isCancelRequested(viewing);
  if (outcome === 'not_booked') return isCancelled ? byUser : { status: 'rejected', note };
  const lookUp = await look(context, viewing, evenIfBookedTwice);
  if (lookUp.answer === 'found') {
    const { lead } = lookUp;
    return { status: 'confirmed', leadId: lead.leadId, applicantId: lead.applicantId };
  }
  const isAbsent = lookUp.answer === 'absent' && isAbsenceProof(context, viewing);
  if (isCancelled && isAbsent) return byUser;
  if (isCancelled) throw new AdapterError('change_under_way');
  if (!isAbsent && !evenIfBookedTwice) throw new AdapterError('may_book_twice');
  return { status: 'pending', note: 'sent_again' };
}

/** While Entrata cannot be asked nothing is changed, but for who does not want to know. */
async function look(
  context: BookingContext,
  viewing: ViewingRecord,
  evenIfBookedTwice: boolean,
): Promise<ViewingLookUp> {
  try {
    return await lookUpViewing(context, viewing);
  } catch (error) {
    if (!isEntrataError(error) || isTokenRefusal(error)) throw error;
    if (evenIfBookedTwice) return { answer: 'ambiguous' };
    throw withCause('unavailable', error);
  }
}
