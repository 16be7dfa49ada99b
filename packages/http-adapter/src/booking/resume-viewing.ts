import type { ViewingRecord } from 'entrata-store';
import type { BookingContext } from './booking-context.js';
import { sendViewing } from './send-viewing.js';
import { settleViewing } from './transition-viewing.js';
import { enqueueViewingTask, sendViewingTask } from './viewing-tasks.js';

/**
 * Carries a viewing on whose request was cut off: what was not handed to Entrata is sent; what was being
 * handed over when the lease ran out may or may not have arrived, so it becomes unknown.
 */
export async function resumeViewing(context: BookingContext, viewing: ViewingRecord): Promise<void> {
  if (viewing.status === 'pending') {
    await sendViewing(context, viewing);
    return;
  }
  if (viewing.status !== 'sending') return;
  const leftMs = Date.parse(viewing.sendingUntil ?? viewing.updatedAt) - context.now().getTime();
  if (leftMs < 0) {
    await settleViewing(context, viewing, ['sending'], { status: 'unknown', note: 'outcome_unknown' });
  } else {
    await enqueueViewingTask(context, context.store.tasks, sendViewingTask, viewing.id, leftMs + 1);
  }
}
