import type { Context } from '../core/context.js';
import { enqueueResume, resumeAfterMs } from './resume-task.js';

const sweepLimit = 500;

/**
 * Enqueues a task for each webhook that was logged with what the check of its sender said, and whose process died before
 * its event was committed. One page a sweep, round and round: a full page that cannot be resumed yet hides no other.
 */
export function createWebhookSweep(context: Context): () => Promise<void> {
  const { webhooks, tasks } = context.store;
  let after: string | undefined;

  return async () => {
    const before = new Date(context.now().getTime() - resumeAfterMs(context)).toISOString();
    const page = { limit: sweepLimit, ...(after === undefined ? {} : { after }) };
    const { items, next } = await webhooks.interrupted(before, page);
    // A clock that is ahead finds webhooks that another machine has only just taken: the task begins once they, too, must
    // have ended.
    for (const { logId } of items)
      await enqueueResume(context, tasks, { logId, isSenderVerified: false, isSwept: true });
    after = next;
  };
}
