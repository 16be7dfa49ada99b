import type { ViewingRecord } from 'entrata-store';

/** The note of a confirmed viewing whose cancellation has not reached Entrata yet: what the app is shown. */
export const cancelRequested = 'cancel_requested';

/**
 * Whether the cancellation of a viewing is under way. Its column says so; the note alone does where a mapped table has no
 * such column, and in rows of a release before it.
 */
export function isCancelRequested({ status, cancelRequestedAt, note }: ViewingRecord): boolean {
  return status === 'confirmed' && (cancelRequestedAt !== undefined || note === cancelRequested);
}
