import type { TaskEnqueuer } from 'entrata-store';
import { instantIn } from '../core/context.js';
import type { WebhookContext } from './webhook-context.js';

/** The kind of the task that resumes a webhook whose request ended before its work did. */
export const resumeTask = 'webhook.resume';

/**
 * Once its token is kept, a webhook can wait for a database for hours. A code that was not exchanged is refused
 * long before, which ends the task.
 */
const maxAttempts = 50;
/** Beyond the request's own deadline, so that the task does not run beside it. */
const resumeSlackMs = 3_000;

/** How long after a webhook came nobody works on it any more. */
export const resumeAfterMs = ({ webhook }: WebhookContext): number => webhook.deadlineMs + resumeSlackMs;

export interface Resumption {
  readonly logId: string;
  /** Goes by where the row does not say what the check of the sender said. */
  readonly isSenderVerified: boolean;
  /** Whether the row was found without a task, so that the webhook need not have claimed its code. */
  readonly isSwept?: boolean;
}

/**
 * Committed together with the claim of a code: from then on the webhook comes to its end whatever happens to
 * the process. When the request ended well, the task finds nothing to do. The same for a row that a sweep found.
 */
export function enqueueResume(
  context: WebhookContext,
  tasks: TaskEnqueuer,
  { logId, isSenderVerified, isSwept = false }: Resumption,
): Promise<void> {
  return tasks.enqueue({
    kind: resumeTask,
    payload: { logId, isSenderVerified, ...(isSwept ? { isSwept } : {}) },
    openKey: `webhook:${logId}`,
    runAt: instantIn(context, resumeAfterMs(context)),
    requestId: logId,
    maxAttempts,
  });
}

const sweepLimit = 500;

/**
 * Enqueues a task for each webhook that was logged with what the check of its sender said, and whose process died before
 * its event was committed. One page a sweep, round and round: a full page that cannot be resumed yet hides no other.
 */
export function createWebhookSweep(context: WebhookContext): () => Promise<void> {
  const { webhooks, tasks } = context.store;
  let after: string | undefined;

  return async () => {
    const before = instantIn(context, -resumeAfterMs(context));
    const { items, next } = await webhooks.interrupted(before, { limit: sweepLimit, after });
    // A clock that is ahead finds webhooks that another machine has only just taken: the task begins once they, too, must
    // have ended.
    for (const { logId } of items)
      await enqueueResume(context, tasks, { logId, isSenderVerified: false, isSwept: true });
    after = next;
  };
}
