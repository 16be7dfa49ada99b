import type { Gate, Guard } from './core/guard.js';
import type { TaskEnqueuer, TaskQueue } from './tasks/task-queue.js';

/** The queue behind the store's guard: closed, or used inside a transaction, it fails at once like the rest. */
export function guardTasks(queue: TaskQueue, guard: Guard, enter: Gate): TaskQueue {
  return {
    enqueue: (task) => enter(() => queue.enqueue(task)),
    work(handlers, options) {
      guard.enter();
      return queue.work(handlers, options);
    },
    find: (id) => enter(() => queue.find(id)),
    list: (filter, page) => enter(() => queue.list(filter, page)),
    retry: (id) => enter(() => queue.retry(id)),
  };
}

/** A transaction's enqueuer behind its gate; notes that it was used, so that workers are woken after the commit. */
export function guardEnqueuer(enqueuer: TaskEnqueuer, gate: Gate): TaskEnqueuer & { readonly used: boolean } {
  let used = false;
  return {
    get used() {
      return used;
    },
    enqueue(task) {
      used = true;
      return gate(() => enqueuer.enqueue(task));
    },
  };
}
