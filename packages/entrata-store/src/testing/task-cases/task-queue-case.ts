import type { TaskEnqueuer, TaskQueue } from '../../tasks/task-queue.js';

/** What a case is given. Cases use kinds of their own, so several may run on one set of tasks at the same time. */
export interface TaskQueueSubject {
  readonly queue: TaskQueue;
  /** A second queue on the same tasks, through a connection of its own. The same queue where there is only one. */
  readonly other: TaskQueue;
  /**
   * How long a case waits for something that must come, in milliseconds; less where brokenness is expected.
   * @defaultValue 60,000
   */
  readonly patienceMs?: number;
  /** The clock that both queues read; it moves only when a case moves it. */
  readonly clock: { now(): Date; advance(ms: number): void };
  /**
   * Runs `work` in a transaction of the database of `queue`, as a store does.
   * @throws What `work` threw.
   * @example
   * await subject.transaction((tasks) => tasks.enqueue({ kind: 'viewing.send', payload: { viewing: id } }));
   */
  transaction(work: (tasks: TaskEnqueuer) => Promise<void>): Promise<void>;
}

/** One promise of a task queue, as data: run it with any test runner. Throws an AssertionError when it is broken. */
export interface TaskQueueCase {
  readonly name: string;
  /**
   * Runs the case.
   * @throws AssertionError when the promise is broken, and what the queue threw.
   * @example
   * for (const { name, run } of taskQueueContract) test(name, () => run(subject));
   */
  run(subject: TaskQueueSubject): Promise<void>;
}
