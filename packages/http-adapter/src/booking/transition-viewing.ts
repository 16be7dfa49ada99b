import type { TaskEnqueuer, ViewingRecord, ViewingStatus } from 'entrata-store';
import { enqueueNotification, type ViewingNotificationType } from '../core/notifications.js';
import type { BookingContext } from './booking-context.js';
import type { NotedChange } from './notes.js';
import {
  enqueueViewingTask,
  resolveViewingTask,
  sendViewingTask,
  verifyAppointmentTask,
} from './viewing-tasks.js';

const notificationOf: Partial<Record<ViewingStatus, ViewingNotificationType>> = {
  confirmed: 'viewing.confirmed',
  rejected: 'viewing.rejected',
  failed: 'viewing.failed',
  unknown: 'viewing.unknown',
  cancelled: 'viewing.cancelled',
};

const longestRetryDelayMs = 300_000;

/**
 * Moves a viewing on, and with it, in one transaction, who is notified and what happens next: a confirmed tour is
 * verified, an unknown one looked up, one that never reached Entrata sent again. Undefined when somebody else
 * moved it first.
 */
export async function transitionViewing(
  context: BookingContext,
  viewing: ViewingRecord,
  from: readonly ViewingStatus[],
  change: NotedChange,
): Promise<ViewingRecord | undefined> {
  const { booking: limits, store } = context;
  const moved = await store.transaction(async (tx) => {
    const row = await tx.viewings.transition(viewing.id, from, change);
    if (row === undefined) return undefined;
    await notify(tx.tasks, row);
    if (row.status === 'confirmed' && row.replaces !== undefined) {
      const closing: NotedChange = { status: 'cancelled', note: 'rescheduled' };
      const before = await tx.viewings.transition(row.replaces, ['confirmed'], closing);
      if (before !== undefined) await notify(tx.tasks, before);
    }
    const next = (kind: Parameters<typeof enqueueViewingTask>[2], delayMs: number) =>
      enqueueViewingTask(context, tx.tasks, kind, row.id, delayMs);
    if (row.status === 'confirmed' && row.rawTime !== undefined) {
      await next(verifyAppointmentTask, limits.verifyDelayMs);
    }
    if (row.status === 'unknown') await next(resolveViewingTask, limits.lookUpDelayMs);
    if (row.status === 'pending') {
      const delayMs = limits.retryDelayMs * 2 ** Math.max(0, row.attempts - 1);
      await next(sendViewingTask, Math.min(delayMs, longestRetryDelayMs));
    }
    return row;
  });
  if (moved !== undefined) {
    await context.atStep('viewing.transitioned');
    context.logger.info(
      { viewingId: moved.id, status: moved.status, note: moved.note, attempt: moved.attempts },
      'viewing moved on',
    );
  }
  return moved;
}

async function notify(
  tasks: TaskEnqueuer,
  { id: viewingId, status, attempts }: ViewingRecord,
): Promise<void> {
  const type = notificationOf[status];
  if (type === undefined) return;
  await enqueueNotification(tasks, { id: `${type}:${viewingId}:${attempts}`, type, viewingId });
}
