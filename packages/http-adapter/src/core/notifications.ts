import type { PropertyRecord, TaskEnqueuer, TaskHandler, TaskPayload } from 'entrata-store';
import type { Context } from './context.js';

/** What happened to a booking. */
export type ViewingNotificationType =
  | 'viewing.requested'
  | 'viewing.confirmed'
  | 'viewing.rejected'
  | 'viewing.failed'
  | 'viewing.unknown'
  | 'viewing.cancelled'
  | 'viewing.cancel_refused'
  | 'viewing.appointment_missing';
/** What happened to a client. */
export type ClientNotificationType = 'client.connected' | 'client.reauthorization_required';
/** What happened to a property. */
export type PropertyNotificationType =
  | 'property.activated'
  | 'property.suspended'
  | 'property.listing_empty'
  | 'property.failed';

/**
 * Something the user's own system may want to act on: a push, an e-mail, a counter. Delivered at least once. Each has an
 * id of its own, also where the same happens twice, that stays the same when it is delivered again. Holds ids; read the
 * rows for the rest. `task.dead`: a task was given up, and waits for an administrator; `kind` is the task's.
 */
export type Notification = { readonly id: string } & (
  | { readonly type: ViewingNotificationType; readonly viewingId: string }
  | { readonly type: ClientNotificationType; readonly clientId: string }
  | { readonly type: PropertyNotificationType; readonly clientId: string; readonly propertyId: string }
  | {
      readonly type: 'task.dead';
      readonly taskId: string;
      readonly kind: string;
      /** Of a task about a booking. */
      readonly viewingId?: string;
    }
);

/** Your handler. It may be called more than once for a notification; what it throws has it delivered again. */
export type NotificationHandler = (notification: Notification, signal: AbortSignal) => Promise<void>;

/** The kind of the task that delivers notifications. */
export const notifyTask = 'notify';

type Unsent = Notification extends infer N ? (N extends { id: string } ? Omit<N, 'id'> : never) : never;

/** About a day of ever longer waits. After that it stays among the dead tasks, which an administrator may retry. */
export const patientAttempts = 300;

/** Enqueues a notification beside the rows it is about; `id` makes a repeated delivery recognisable. */
export function enqueueNotification(
  tasks: TaskEnqueuer,
  notification: { readonly id: string } & Unsent,
  requestId?: string,
): Promise<void> {
  const payload: TaskPayload = { ...notification };
  return tasks.enqueue({ kind: notifyTask, payload, maxAttempts: patientAttempts, requestId });
}

/** Enqueues a notification of what happened to a property; `incident` tells what may happen several times in one event apart. */
export function notifyOfProperty(
  tasks: TaskEnqueuer,
  { id: property, clientId, propertyId, eventSeq, logId }: PropertyRecord,
  type: PropertyNotificationType,
  incident?: string,
): Promise<void> {
  const id = [type, property, eventSeq, ...(incident === undefined ? [] : [incident])].join(':');
  return enqueueNotification(tasks, { id, type, clientId, propertyId }, logId);
}

export interface NotificationSettings {
  /** Undefined: this process delivers none; they wait for one that does. */
  readonly handler: NotificationHandler | undefined;
}

/**
 * Delivers a notification to the user's own handler; one that throws is delivered again, and so is one that the handler
 * does not return from in the time that its worker gives it.
 */
export function deliverNotification({ logger }: Context, handler: NotificationHandler): TaskHandler {
  return async ({ payload, signal, requestId }) => {
    // The payload was written by enqueueNotification, which takes nothing but notifications.
    const notification = payload as unknown as Notification;
    await handler(notification, signal);
    const { id: _, ...about } = notification;
    logger.info({ ...about, ...(requestId === undefined ? {} : { requestId }) }, 'notification delivered');
  };
}
