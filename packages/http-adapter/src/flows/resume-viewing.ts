import type { ViewingRecord } from 'entrata-store';
import type { Booking } from '../booking.js';
import { sendViewing } from './send-viewing.js';
import { settleViewing } from './settle-viewing.js';
import { enqueueViewingTask, lookUpDelayMs, reconcileViewingTask, sendViewingTask } from './viewing-tasks.js';

/** Rows younger than this are still carried by the request or the task that made them. */
const sweepAfterMs = 60_000;

/**
 * Carries a viewing on whose request was cut off: what was not handed to Entrata is sent; what was being
 * handed over when the lease ran out may or may not have arrived, so it becomes unknown.
 */
export async function resumeViewing(booking: Booking, viewing: ViewingRecord): Promise<void> {
  if (viewing.status === 'pending') {
    await sendViewing(booking, viewing);
    return;
  }
  if (viewing.status !== 'sending') return;
  const leftMs = Date.parse(viewing.sendingUntil ?? viewing.updatedAt) - booking.now().getTime();
  if (leftMs < 0) {
    await settleViewing(booking, viewing, ['sending'], { status: 'unknown', note: 'outcome_unknown' });
  } else {
    await enqueueViewingTask(booking, booking.store.tasks, sendViewingTask, viewing.id, leftMs + 1);
  }
}

/** Enqueues a task for each viewing that has not reached its end and that no task carries any more. */
export async function sweepViewings(booking: Booking): Promise<void> {
  const before = new Date(booking.now().getTime() - sweepAfterMs).toISOString();
  for (const viewing of await booking.store.viewings.unsettled(before, 500)) {
    const isUnknown = viewing.status === 'unknown';
    const kind = isUnknown ? reconcileViewingTask : sendViewingTask;
    const delayMs = isUnknown ? lookUpDelayMs(booking, viewing, 'soon') : 0;
    await enqueueViewingTask(booking, booking.store.tasks, kind, viewing.id, delayMs);
  }
}
