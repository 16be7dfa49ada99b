import type { ViewingChange, ViewingOpening, ViewingRecord } from 'entrata-store';
import { AdapterError, type ProblemCode } from '../core/adapter-error.js';
import type { OurMistake } from '../core/judge-entrata-error.js';

/**
 * Why a viewing is as it is: the text in its row. Rows keep these texts, so none is ever renamed. One that could not be
 * prepared carries the code of what was thrown, which may be any: `lead.source` is the deployment's own function.
 */
export type ViewingNote =
  | 'not_sent'
  | 'sent_again'
  | 'house_unavailable'
  | 'slot_passed'
  | 'outcome_unknown'
  | 'lookup_unavailable'
  | 'lookup_ambiguous'
  | 'rejected_by_entrata'
  | 'settled_by_hand'
  | 'cancel_requested'
  | 'cancel_refused'
  | 'cancelled_by_user'
  | 'rescheduled'
  | OurMistake
  | ProblemCode;

/** A change of a viewing as this package writes it: with none but these notes. */
export type NotedChange = Omit<ViewingChange, 'note'> & { readonly note?: ViewingNote | undefined };

/** The end of a viewing that its user cancelled. */
export const byUser: NotedChange = { status: 'cancelled', note: 'cancelled_by_user' };

/** What a viewing that ended is answered with, by the state that it ended in. */
interface Problems {
  readonly rejected: ProblemCode;
  readonly failed: ProblemCode;
}

/** Of a note that says no more than the state does; also of one that we do not know, and where there is none. */
const ofState: Problems = { rejected: 'lead_rejected', failed: 'upstream_error' };
const failed = (code: ProblemCode): Problems => ({ ...ofState, failed: code });

/** What each note means over HTTP. */
const problems: Readonly<Record<ViewingNote, Problems>> = {
  // Of a viewing that may come to something yet, or has.
  sent_again: ofState,
  outcome_unknown: ofState,
  lookup_unavailable: ofState,
  lookup_ambiguous: ofState,
  cancel_requested: ofState,
  cancel_refused: ofState,
  cancelled_by_user: ofState,
  rescheduled: ofState,
  // Of one that Entrata did not take.
  rejected_by_entrata: ofState,
  settled_by_hand: ofState,
  slot_not_offered: { ...ofState, rejected: 'slot_not_offered' },
  // Of one that Entrata never heard of: the same request, made again, is a new one.
  not_sent: failed('unavailable'),
  house_unavailable: failed('not_found'),
  slot_passed: failed('slot_not_offered'),
  reauthorization_required: failed('reauthorization_required'),
  state_conflict: failed('state_conflict'),
  change_under_way: failed('change_under_way'),
  change_not_supported: failed('change_not_supported'),
  invalid_input: failed('lead_rejected'),
  not_configured: failed('not_configured'),
  internal: failed('internal'),
  // Thrown by nothing of ours where a viewing is prepared.
  invalid_request: ofState,
  not_a_webhook: ofState,
  unauthorized: ofState,
  forbidden: ofState,
  not_found: ofState,
  method_not_allowed: ofState,
  client_mismatch: ofState,
  may_book_twice: ofState,
  unreadable: ofState,
  payload_too_large: ofState,
  uri_too_long: ofState,
  unsupported_media_type: ofState,
  contact_missing: ofState,
  code_rejected: ofState,
  idempotency_key_reused: ofState,
  lead_rejected: ofState,
  client_gone: ofState,
  upstream_error: ofState,
  upstream_refused: ofState,
  listing_empty: ofState,
  deadline_exceeded: ofState,
  unavailable: ofState,
  not_ready: ofState,
};

/**
 * How a viewing that came to nothing is answered; undefined for one that stands or is under way. To a request that is
 * repeated a later cancellation is none: what was asked for was done.
 */
export function viewingProblem(
  { status, note }: Pick<ViewingRecord, 'status' | 'note'>,
  opening?: ViewingOpening,
): AdapterError | undefined {
  if (status === 'cancelled') return opening === 'replayed' ? undefined : new AdapterError('state_conflict');
  if (status !== 'rejected' && status !== 'failed') return undefined;
  return new AdapterError((isKnown(note) ? problems[note] : ofState)[status]);
}

/** Another release, or whoever else writes to a mapped table, may have notes that we do not know. */
const isKnown = (note: string | undefined): note is ViewingNote =>
  note !== undefined && Object.hasOwn(problems, note);

/**
 * Whether the cancellation of a viewing is under way, or of an unknown one waits until it is known. Its column says so; of
 * a confirmed one the note alone does where a mapped table has no such column, and in rows of a release before it.
 */
export function isCancelRequested({ status, cancelRequestedAt, note }: ViewingRecord): boolean {
  if (status === 'unknown') return cancelRequestedAt !== undefined;
  return status === 'confirmed' && (cancelRequestedAt !== undefined || hasNote({ note }, 'cancel_requested'));
}

/**
 * Whether a viewing is sent again after an attempt whose outcome was not known. Until it has ended, a refusal of it may
 * mean that Entrata has it already.
 */
export const isSentAgain = (viewing: ViewingRecord): boolean => hasNote(viewing, 'sent_again');

/** Whether another viewing has taken the place of this one. */
export const isRescheduled = (viewing: ViewingRecord): boolean => hasNote(viewing, 'rescheduled');

const hasNote = ({ note }: Pick<ViewingRecord, 'note'>, wanted: ViewingNote): boolean => note === wanted;
