import type { TaskEnqueuer } from 'entrata-store';
import type { Context } from '../context.js';
import { webhookDefaults } from './webhook-defaults.js';

/** The kind of the task that carries a webhook on whose request ended before its work did. */
export const resumeTask = 'webhook.resume';

/**
 * Once its token is kept, a webhook can wait for a database for hours. A code that was not exchanged is refused
 * long before, which ends the task.
 */
const maxAttempts = 50;
/** Beyond the request's own deadline, so that the task does not run beside it. */
const resumeSlackMs = 3_000;

/**
 * Committed together with the claim of a code: from then on the webhook comes to its end whatever happens to
 * the process. When the request ended well, the task finds nothing to do.
 */
export function enqueueResume(
  context: Context,
  tasks: TaskEnqueuer,
  { logId, isSenderVerified }: { readonly logId: string; readonly isSenderVerified: boolean },
): Promise<void> {
  const deadlineMs = context.options.webhook.deadlineMs ?? webhookDefaults.deadlineMs;
  return tasks.enqueue({
    kind: resumeTask,
    payload: { logId, isSenderVerified },
    openKey: `webhook:${logId}`,
    runAt: new Date(context.now().getTime() + deadlineMs + resumeSlackMs).toISOString(),
    traceId: logId,
    maxAttempts,
  });
}
