import type { TaskHandler } from 'entrata-store';
import type { Context } from '../context.js';
import type { Notification } from '../notifications.js';

/** Delivers a notification to the user's own handler; one that throws is delivered again. */
export function deliverNotification(context: Context): TaskHandler {
  return async ({ payload, signal }) => {
    // The payload was written by enqueueNotification, which takes nothing but notifications.
    await context.options.onNotification?.(payload as unknown as Notification, signal);
  };
}
