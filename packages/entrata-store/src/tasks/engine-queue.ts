import { StoreError } from '../core/errors.js';
import type { Id } from '../records.js';
import { checkTaskFilter, checkTaskId } from './check-task-filter.js';
import { prepareTask } from './prepare-task.js';
import type { TaskEngine } from './task-engine.js';
import type { TaskQueue } from './task-queue.js';
import { startWorker, type WakeableWorker } from './worker.js';

export interface EngineQueueOptions {
  readonly now: () => Date;
  readonly newId: () => Id;
  /** Waited for before a worker's round, unless there is nothing to wait for. */
  readonly ready?: () => Promise<void> | undefined;
  /** From 0 to below 1, for the jitter of backoff. Default `Math.random`. */
  readonly random?: () => number;
}

/** A queue with the hooks that its store needs. */
export interface EngineQueue extends TaskQueue {
  /** Makes the workers of this process look for due tasks now. */
  wake(): void;
  /** Stops all workers; none can be started afterwards. */
  close(): Promise<void>;
}

/** The queue over an engine: checks what comes in, wakes and stops the workers it started. */
export function createEngineQueue(engine: TaskEngine, options: EngineQueueOptions): EngineQueue {
  const { now, newId, ready, random = Math.random } = options;
  const workers = new Set<WakeableWorker>();
  let closed = false;

  const wake = () => {
    for (const worker of workers) worker.wake();
  };

  return {
    wake,
    async enqueue(task) {
      await engine.enqueue(prepareTask(task, newId(), now()));
      wake();
    },
    work(handlers, workerOptions) {
      if (closed) throw new StoreError('misuse', 'The task queue is closed');
      const worker: WakeableWorker = startWorker(
        { engine, now, ready, random, onStopped: () => workers.delete(worker) },
        handlers,
        workerOptions ?? {},
      );
      workers.add(worker);
      return worker;
    },
    async find(id) {
      checkTaskId(id);
      return engine.find(id);
    },
    async list(filter, page) {
      checkTaskFilter(filter);
      return engine.list(filter ?? {}, page);
    },
    async retry(id) {
      checkTaskId(id);
      const again = await engine.retry(id, now().getTime());
      if (again) wake();
      return again;
    },
    async close() {
      closed = true;
      await Promise.all([...workers].map((worker) => worker.stop()));
    },
  };
}
