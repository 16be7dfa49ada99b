import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type {
  NewTask,
  TaskEvent,
  TaskHandler,
  TaskQueue,
  TaskRecord,
  TaskWorker,
  TaskWorkerOptions,
} from '../../tasks/task-queue.js';
import type { TaskQueueCase, TaskQueueSubject } from './task-queue-case.js';

/** A case's own corner of the queue: one kind that nobody else uses, and workers that end with the case. */
export interface Scenario extends TaskQueueSubject {
  readonly kind: string;
  /** A task of this case's kind. */
  task(task?: Partial<NewTask>): NewTask;
  /** Starts a worker for this case's kind; it looks for due tasks often unless told otherwise. */
  work(queue: TaskQueue, handler: TaskHandler, options?: TaskWorkerOptions): TaskWorker;
  /** Waits, within bounds, for something to come true. */
  until(claim: string, holds: () => boolean | Promise<boolean>): Promise<void>;
  /** All tasks of this case, newest first. */
  tasks(): Promise<readonly TaskRecord[]>;
  /** The only task of this case. */
  only(): Promise<TaskRecord>;
  /** What the workers told, in order. */
  readonly events: readonly TaskEvent[];
}

/** Makes a case of a claim and the steps that show it. */
export function taskCase(name: string, steps: (scenario: Scenario) => Promise<void>): TaskQueueCase {
  return {
    name,
    async run(subject) {
      const kind = `case-${randomUUID()}`;
      const { patienceMs = defaultPatienceMs } = subject;
      const workers: TaskWorker[] = [];
      const events: TaskEvent[] = [];
      const tasks = async () => (await subject.queue.list({ kind }, { limit: 500 })).items;
      try {
        await steps({
          ...subject,
          kind,
          events,
          task: (task = {}) => ({ kind, payload: {}, ...task }),
          work(queue, handler, options) {
            const onEvent = (event: TaskEvent) => events.push(event);
            const worker = queue.work({ [kind]: handler }, { pollMs: 25, onEvent, ...options });
            workers.push(worker);
            return { ...worker, idle: () => inTime('the worker is idle', worker.idle(), patienceMs) };
          },
          until: (claim, holds) => waitUntil(claim, holds, patienceMs),
          tasks,
          async only() {
            const [task, ...others] = await tasks();
            assert.ok(task, 'there is a task');
            assert.equal(others.length, 0, 'there is one task');
            return task;
          },
        });
      } finally {
        await Promise.all(workers.map((worker) => worker.stop({ drainMs: 0 })));
      }
    },
  };
}

const defaultPatienceMs = 60_000;

/** An end to a wait that a broken queue would never end. */
async function inTime(claim: string, promise: Promise<void>, patienceMs: number): Promise<void> {
  const giveUp = new AbortController();
  const tooLate = delay(patienceMs, true, { signal: giveUp.signal }).catch(() => false);
  if (await Promise.race([promise, tooLate])) assert.fail(`in time: ${claim}`);
  giveUp.abort();
}

async function waitUntil(
  claim: string,
  holds: () => boolean | Promise<boolean>,
  patienceMs: number,
): Promise<void> {
  const endMs = performance.now() + patienceMs;
  while (!(await holds())) {
    if (performance.now() > endMs) assert.fail(`in time: ${claim}`);
    await delay(5);
  }
}

/** Long enough for a worker that looks often to have looked several times. */
export const severalPolls = () => delay(120);

/** A handler that waits to be let through; `entered` counts the runs that came to it. */
export function createGate(): { readonly entered: number; open(): void; readonly pass: () => Promise<void> } {
  let entered = 0;
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    get entered() {
      return entered;
    },
    open: () => open(),
    pass: () => {
      entered += 1;
      return opened;
    },
  };
}
