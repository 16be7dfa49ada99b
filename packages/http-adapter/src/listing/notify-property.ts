import type { PropertyRecord, TaskEnqueuer } from 'entrata-store';
import { enqueueNotification, type PropertyNotificationType } from '../core/notifications.js';

/** Tells of something that happened to a property, once per event and kind. */
export function tellOfProperty(
  tasks: TaskEnqueuer,
  { id, clientId, propertyId, eventSeq, logId }: PropertyRecord,
  type: PropertyNotificationType,
): Promise<void> {
  return enqueueNotification(tasks, { id: `${type}:${id}:${eventSeq}`, type, clientId, propertyId }, logId);
}
