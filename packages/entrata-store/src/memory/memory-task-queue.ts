import { createEngineQueue, type EngineQueue, type EngineQueueOptions } from '../tasks/engine-queue.js';
import { prepareTask } from '../tasks/prepare-task.js';
import type { PreparedTask } from '../tasks/task-engine.js';
import type { TaskEnqueuer } from '../tasks/task-queue.js';
import { createMemoryTaskEngine } from './memory-task-engine.js';

export interface MemoryTaskQueue extends EngineQueue {
  /**
   * An enqueuer for one transaction: its tasks exist from the `wake()` after the commit on, and never when the
   * transaction reverts what it registered through `undo`.
   */
  within(undo: (revert: () => void) => void): TaskEnqueuer;
}

/** A task queue that lives and dies with the process; the reference that the engines are compared with. */
export function createMemoryTaskQueue(options: EngineQueueOptions): MemoryTaskQueue {
  const engine = createMemoryTaskEngine();
  const queue = createEngineQueue(engine, options);
  const uncommitted = new Set<PreparedTask>();

  return {
    ...queue,
    within: (undo) => ({
      async enqueue(task) {
        const prepared = prepareTask(task, options.newId(), options.now());
        uncommitted.add(prepared);
        undo(() => uncommitted.delete(prepared));
      },
    }),
    wake(kinds) {
      // Transactions take turns, so all of these belong to the one that has just committed.
      for (const prepared of uncommitted) void engine.enqueue(prepared);
      uncommitted.clear();
      queue.wake(kinds);
    },
  };
}
