import type { TaskEvent } from 'entrata-store';
import { toAdapterError } from '../core/adapter-error.js';
import type { Context } from '../core/context.js';
import { describeError } from '../core/describe-error.js';
import { enqueueNotification, notifyTask } from '../core/notifications.js';

export interface DeadTasks {
  /** Sees to it that somebody is notified of a task that was given up. */
  notifyOf(task: Exclude<TaskEvent, { readonly type: 'engine.error' }>): void;
  /** Resolves when no such notification is on its way to the database. */
  written(): Promise<void>;
}

/** The death of a task is committed by then: a process that ends in this moment notifies nobody, and the task stays listed. */
export function createDeadTasks({ store, logger, newId }: Context): DeadTasks {
  const writing = new Set<Promise<void>>();

  async function write(taskId: string, kind: string, requestId: string | undefined): Promise<void> {
    try {
      // An administrator may have it tried again, and it may die again.
      const notification = { id: `task.dead:${taskId}:${newId()}`, type: 'task.dead', taskId, kind } as const;
      await enqueueNotification(store.tasks, notification, requestId);
    } catch (error) {
      const fields = { taskId, kind, code: toAdapterError(error).code, ...describeError(error) };
      logger.error(fields, 'nobody could be notified of a dead task');
    }
  }

  return {
    notifyOf({ id, kind, requestId }) {
      // Of a notification that cannot be delivered none can be.
      if (kind === notifyTask) return;
      const written = write(id, kind, requestId).finally(() => writing.delete(written));
      writing.add(written);
    },
    async written() {
      await Promise.all(writing);
    },
  };
}
