import type { TaskHandler } from 'entrata-store';
import type { Context } from './context.js';
import { withinDeadline } from './deadline.js';
import { nameOf } from './describe-error.js';
import type { Notification } from './notifications.js';

const defaultTimeoutMs = 30_000;

/** Delivers a notification to the user's own handler; one that throws, or does not return, is delivered again. */
export function deliverNotification(context: Context): TaskHandler {
  const { onNotification, notificationTimeoutMs = defaultTimeoutMs } = context.options;
  return async ({ payload, signal, traceId }) => {
    if (onNotification === undefined) return;
    // The payload was written by enqueueNotification, which takes nothing but notifications.
    const notification = payload as unknown as Notification;
    await withinDeadline(
      notificationTimeoutMs,
      (deadline) => onNotification(notification, AbortSignal.any([signal, deadline.signal])),
      (late) => context.logger.debug({ logId: traceId, cause: nameOf(late) }, 'a late notification failed'),
    );
  };
}
