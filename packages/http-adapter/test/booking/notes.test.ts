import type { ViewingRecord, ViewingStatus } from 'entrata-store';
import { describe, expect, test } from 'vitest';
import { isCancelRequested, type ViewingNote, viewingProblem } from '../../src/booking/notes.js';

const rejected = '422 lead_rejected';
const failed = '502 upstream_error';
/** What a viewing is answered that was rejected, or failed, under each note. */
type Answers = readonly [rejected: string, failed: string];
const ofState: Answers = [rejected, failed];

const answers: Readonly<Record<ViewingNote, Answers>> = {
  not_sent: [rejected, '503 unavailable'],
  sent_again: ofState,
  house_unavailable: [rejected, '404 not_found'],
  slot_passed: [rejected, '409 slot_not_offered'],
  outcome_unknown: ofState,
  lookup_unavailable: ofState,
  lookup_ambiguous: ofState,
  rejected_by_entrata: ofState,
  settled_by_hand: ofState,
  cancel_requested: ofState,
  cancel_refused: ofState,
  cancelled_by_user: ofState,
  rescheduled: ofState,
  invalid_input: [rejected, '422 lead_rejected'],
  not_configured: [rejected, '500 not_configured'],
  change_under_way: [rejected, '409 change_under_way'],
  change_not_supported: [rejected, '409 change_not_supported'],
  slot_not_offered: ['409 slot_not_offered', failed],
  state_conflict: [rejected, '409 state_conflict'],
  reauthorization_required: [rejected, '503 reauthorization_required'],
  internal: [rejected, '500 internal'],
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

const viewingOf = (status: ViewingStatus, note: string | undefined) =>
  ({ status, note }) as Partial<ViewingRecord> as ViewingRecord;

function answerOf(status: ViewingStatus, note: string | undefined): string | undefined {
  const problem = viewingProblem(viewingOf(status, note));
  return problem && `${problem.status} ${problem.code}`;
}

describe('a viewing', () => {
  test.each(Object.entries(answers))(
    'under the note %s is answered by it once it has ended',
    (note, expected) => {
      expect([answerOf('rejected', note), answerOf('failed', note)]).toEqual(expected);
      expect(answerOf('cancelled', note)).toBe('409 state_conflict');
      expect(viewingProblem(viewingOf('cancelled', note), 'replayed')).toBeUndefined();
      for (const status of ['pending', 'sending', 'unknown', 'confirmed'] as const) {
        expect(answerOf(status, note)).toBeUndefined();
      }
    },
  );

  test.each([undefined, '', 'of_another_release', 'toString', '__proto__'])(
    'under the unknown note %j is answered by its state',
    (note) => {
      expect([answerOf('rejected', note), answerOf('failed', note)]).toEqual(ofState);
    },
  );

  test('waits for its cancellation by the note too, where a table has no column for it, and only while it stands', () => {
    expect(isCancelRequested(viewingOf('confirmed', 'cancel_requested'))).toBe(true);
    expect(isCancelRequested({ ...viewingOf('confirmed', undefined), cancelRequestedAt: '2026-11-23' })).toBe(
      true,
    );
    expect(isCancelRequested(viewingOf('confirmed', 'cancel_refused'))).toBe(false);
    expect(isCancelRequested(viewingOf('cancelled', 'cancel_requested'))).toBe(false);
  });
});
