import type { ViewingRecord } from 'entrata-store';
import type { BookingContext } from './booking-context.js';
import { lookUpViewing, unresolvedBy } from './look-up-viewing.js';
import { byUser, isCancelRequested, type NotedChange } from './notes.js';
import { transitionViewing } from './transition-viewing.js';
import { enqueueViewingTask, lookUpDelayMs, resolveViewingTask } from './viewing-tasks.js';

/**
 * Looks an unknown viewing up at Entrata: its lead is there (confirmed), provably absent (sent again), or nothing can
 * be said yet (looked up again later). One that its user has cancelled meanwhile is not sent again: it is closed, or as
 * soon as it is confirmed cancelled at Entrata. Where leads cannot be read, or several might be it, it stays unknown until a
 * person resolves it; it is never sent again blindly.
 */
export async function resolveUnknownViewing(context: BookingContext, viewing: ViewingRecord): Promise<void> {
  const { store } = context;
  if (viewing.status !== 'unknown') return;
  const lookUp = await lookUpViewing(context, viewing);
  context.logger.info({ viewingId: viewing.id, answer: lookUp.answer }, 'viewing looked up');
  if (lookUp.answer === 'found') {
    await context.atStep('viewing.found');
    const { leadId, applicantId } = lookUp.lead;
    await transitionViewing(context, viewing, ['unknown'], { status: 'confirmed', leadId, applicantId });
    return;
  }
  if (lookUp.answer === 'absent' && isAbsenceProof(context, viewing)) {
    const isOver = viewing.attempts >= context.booking.maxAttempts;
    const next: NotedChange = isOver
      ? { status: 'failed', note: 'not_sent' }
      : { status: 'pending', note: 'sent_again' };
    if (isCancelRequested(viewing)) await transitionViewing(context, viewing, ['unknown'], byUser);
    else await transitionViewing(context, viewing, ['unknown'], next);
    return;
  }
  const isOpen = lookUp.answer === 'absent';
  const shown = unresolvedBy(lookUp);
  // Written once: how long it has been unknown is counted from the row's last change.
  if (!isOpen && viewing.note !== shown.note) await store.viewings.transition(viewing.id, ['unknown'], shown);
  const delayMs = lookUpDelayMs(context, viewing, isOpen ? 'soon' : 'rarely');
  await enqueueViewingTask(context, store.tasks, resolveViewingTask, viewing, delayMs);
}

/** A lead may still be on its way: only after a while does its absence prove anything. */
export function isAbsenceProof({ now, booking }: BookingContext, viewing: ViewingRecord): boolean {
  return now().getTime() - Date.parse(viewing.updatedAt) >= booking.absenceAfterMs;
}
