import type { TaskEvent } from 'entrata-store';
import { toAdapterError } from '../core/adapter-error.js';
import type { Context } from '../core/context.js';
import { describeError } from '../core/describe-error.js';
import { enqueueNotification, notifyTask } from '../core/notifications.js';

type EndedTask = Exclude<TaskEvent, { readonly type: 'engine.error' }>;

export interface DeadTasks {
  /** Sees to it that somebody is notified of a task that was given up. */
  notifyOf(task: EndedTask): void;
  /** Resolves when no such notification is on its way to the database. */
  written(): Promise<void>;
}

/** The death of a task is committed by then: a process that ends in this moment notifies nobody, and the task stays listed. */
export function createDeadTasks({ store, logger, newId }: Context): DeadTasks {
  const writing = new Set<Promise<void>>();

  async function write({ id: taskId, kind, payload, requestId }: EndedTask): Promise<void> {
    const viewingId = payload?.viewingId;
    const about = { taskId, kind, ...(viewingId === undefined ? {} : { viewingId: String(viewingId) }) };
    try {
      // An administrator may have it tried again, and it may die again.
      const id = `task.dead:${taskId}:${newId()}`;
      await enqueueNotification(store.tasks, { id, type: 'task.dead', ...about }, requestId);
    } catch (error) {
      const fields = { ...about, code: toAdapterError(error).code, ...describeError(error) };
      logger.error(fields, 'nobody could be notified of a dead task');
    }
  }

  return {
    notifyOf(task) {
      // Of a notification that cannot be delivered none can be.
      if (task.kind === notifyTask) return;
      const written = write(task).finally(() => writing.delete(written));
      writing.add(written);
    },
    async written() {
      await Promise.all(writing);
    },
  };
}
