import type { TaskEnqueuer, ViewingRecord, ViewingStatus } from 'entrata-store';
import { enqueueNotification, type ViewingNotificationType } from '../core/notifications.js';
import type { BookingContext } from './booking-context.js';
import type { NotedChange } from './notes.js';
import {
  cancelViewingTask,
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
 * verified, or cancelled if that was asked for meanwhile, an unknown one looked up, one that never reached Entrata sent again. Undefined when somebody else
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
    await notify(tx.tasks, row, context.requestId);
    if (row.status === 'confirmed' && row.replaces !== undefined) {
      const closing: NotedChange = { status: 'cancelled', note: 'rescheduled' };
      const before = await tx.viewings.transition(row.replaces, ['confirmed'], closing);
      if (before !== undefined) await notify(tx.tasks, before, context.requestId);
    }
    const next = (kind: Parameters<typeof enqueueViewingTask>[2], delayMs: number) =>
      enqueueViewingTask(context, tx.tasks, kind, row, delayMs);
    if (row.status === 'confirmed' && row.cancelRequestedAt !== undefined) {
      await next(cancelViewingTask, 0);
    } else if (row.status === 'confirmed' && row.rawTime !== undefined) {
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
      {
        viewingId: moved.id,
        status: moved.status,
        note: moved.note,
        attempt: moved.attempts,
        replaces: moved.replaces,
      },
      'viewing moved on',
    );
  }
  return moved;
}

async function notify(
  tasks: TaskEnqueuer,
  { id: viewingId, status, attempts, requestId }: ViewingRecord,
  underRequest: string | undefined,
): Promise<void> {
  const type = notificationOf[status];
  if (type === undefined) return;
  const notification = { id: `${type}:${viewingId}:${attempts}`, type, viewingId };
  await enqueueNotification(tasks, notification, underRequest ?? requestId);
}
