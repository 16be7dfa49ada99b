import type { TaskEnqueuer } from 'entrata-store';
import type { Context } from '../core/context.js';
import { webhookDefaults } from './webhook-defaults.js';

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
export const resumeAfterMs = ({ options }: Context): number =>
  (options.webhook.deadlineMs ?? webhookDefaults.deadlineMs) + resumeSlackMs;

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
  context: Context,
  tasks: TaskEnqueuer,
  { logId, isSenderVerified, isSwept = false }: Resumption,
): Promise<void> {
  return tasks.enqueue({
    kind: resumeTask,
    payload: { logId, isSenderVerified, ...(isSwept ? { isSwept } : {}) },
    openKey: `webhook:${logId}`,
    runAt: new Date(context.now().getTime() + resumeAfterMs(context)).toISOString(),
    traceId: logId,
    maxAttempts,
  });
}
