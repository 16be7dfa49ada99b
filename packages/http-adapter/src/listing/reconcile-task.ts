import type { NewTask, PropertyRecord, TaskEnqueuer } from 'entrata-store';

/**
 * Whether a property is where its newest event wants it: the event was carried out, and the state is the one it
 * asks for. A row whose numbers agree and whose states do not was made by hand, or by an older version.
 */
export function hasReached({ desiredState, state, reachedSeq, eventSeq }: PropertyRecord): boolean {
  return reachedSeq === eventSeq && state === desiredState;
}

/** The kind of the task that brings a property to its desired state. */
export const reconcilePropertyTask = 'converge';

/** Entrata's quota may hold a property back for hours; the attempts must outlast that. */
const maxAttempts = 50;

/** One open task per property: enqueued again while it runs, it runs once more. */
export function enqueueReconcile(
  tasks: TaskEnqueuer,
  { clientId, propertyId, logId }: PropertyRecord,
  requestId: string | undefined = logId,
): Promise<void> {
  return tasks.enqueue({
    kind: reconcilePropertyTask,
    payload: { clientId, propertyId },
    openKey: `converge:${clientId}:${propertyId}`,
    group: clientId,
    maxAttempts,
    requestId,
  });
}

/**
 * The kind of the task that enqueues one {@link reconcilePropertyTask} per property of a client that is not where it should be, and a
 * task for each of its viewings that waits.
 */
export const resumeClientTask = 'converge.client';

/**
 * For a client that has a new token, after one that worked or, `isHealed`, after none: properties and viewings may have had
 * to wait for it.
 */
export function enqueueResumeClient(
  tasks: TaskEnqueuer,
  clientId: string,
  { requestId, isHealed, runAt }: Pick<NewTask, 'requestId' | 'runAt'> & { readonly isHealed: boolean },
): Promise<void> {
  return tasks.enqueue({
    kind: resumeClientTask,
    payload: { clientId, isHealed },
    openKey: isHealed ? `healed:${clientId}` : `converge:${clientId}`,
    group: clientId,
    requestId,
    runAt,
  });
}
