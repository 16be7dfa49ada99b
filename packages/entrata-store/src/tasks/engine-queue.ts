import { checkOptionalText, checkTextArgument } from '../core/check-option.js';
import { StoreError } from '../core/errors.js';
import type { Gate, Guard } from '../core/guard.js';
import type { Id } from '../core/ids.js';
import { prepareTask } from './prepare-task.js';
import type { TaskEngine } from './task-engine.js';
import type { TaskEnqueuer, TaskQueue } from './task-queue.js';
import { startWorker, type WakeableWorker } from './worker.js';

export interface EngineQueueOptions {
  readonly now: () => Date;
  readonly newId: () => Id;
  /** Of the store that the queue belongs to: closed, or used inside a transaction, it fails at once like the rest. */
  readonly guard?: Pick<Guard, 'enter'>;
  /** Waited for before each call and before a worker's round, unless there is nothing to wait for. */
  readonly ready?: () => Promise<void> | undefined;
  /** From 0 to below 1, for the jitter of backoff. Default `Math.random`. */
  readonly random?: () => number;
}

/** A queue with the hooks that its store needs. */
export interface EngineQueue extends TaskQueue {
  /** Makes the workers of this process that have one of these kinds look for due tasks now. */
  wake(kinds: ReadonlySet<string>): void;
  /** Stops all workers; none can be started afterwards. */
  close(): Promise<void>;
}

const checkTaskId = (id: unknown) => checkTextArgument("A task's id", id);

function checkFilter(filter: Parameters<TaskQueue['list']>[0]): void {
  checkOptionalText('status', filter?.status);
  checkOptionalText('kind', filter?.kind);
  checkOptionalText('requestId', filter?.requestId);
}

/** The queue over an engine: checks what comes in, wakes and stops the workers it started. */
export function createEngineQueue(engine: TaskEngine, options: EngineQueueOptions): EngineQueue {
  const { now, newId, guard, ready, random = Math.random } = options;
  const workers = new Set<WakeableWorker>();
  let closed = false;

  const wake = (kinds: ReadonlySet<string>) => {
    for (const worker of workers) if (worker.kinds.some((kind) => kinds.has(kind))) worker.wake();
  };
  const enter: Gate = async (work) => {
    guard?.enter();
    const pending = ready?.();
    if (pending) await pending;
    return work();
  };

  return {
    wake,
    enqueue: (task) =>
      enter(async () => {
        const prepared = prepareTask(task, newId(), now());
        await engine.enqueue(prepared);
        wake(new Set([prepared.kind]));
      }),
    work(handlers, workerOptions) {
      guard?.enter();
      if (closed) throw new StoreError('misuse', 'The task queue is closed');
      const worker: WakeableWorker = startWorker(
        { engine, now, ready, random, onStopped: () => workers.delete(worker) },
        handlers,
        workerOptions ?? {},
      );
      workers.add(worker);
      return worker;
    },
    find: (id) =>
      enter(async () => {
        checkTaskId(id);
        return engine.find(id);
      }),
    list: (filter, page) =>
      enter(async () => {
        checkFilter(filter);
        return engine.list(filter ?? {}, page);
      }),
    retry: (id) =>
      enter(async () => {
        checkTaskId(id);
        const again = await engine.retry(id, now().getTime());
        if (again) for (const worker of workers) worker.wake();
        return again;
      }),
    async close() {
      closed = true;
      await Promise.all([...workers].map((worker) => worker.stop()));
    },
  };
}

/** A transaction's enqueuer behind its gate; notes the kinds of its tasks, whose workers are woken after the commit. */
export function createInsideEnqueuer(
  enqueuer: TaskEnqueuer,
  gate: Gate,
): TaskEnqueuer & { readonly kinds: ReadonlySet<string> } {
  const kinds = new Set<string>();
  return {
    kinds,
    enqueue: (task) =>
      gate(async () => {
        await enqueuer.enqueue(task);
        kinds.add(task.kind);
      }),
  };
}
