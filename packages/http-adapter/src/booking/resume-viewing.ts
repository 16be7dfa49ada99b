import type { ViewingRecord } from 'entrata-store';
import type { Booking } from './booking-context.js';
import { sendViewing } from './send-viewing.js';
import { settleViewing } from './transition-viewing.js';
import { enqueueViewingTask, sendViewingTask } from './viewing-tasks.js';

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
