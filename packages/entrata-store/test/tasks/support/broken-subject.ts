import { createIdSource } from '../../../src/core/id-source.js';
import { createMemoryTaskEngine } from '../../../src/memory/memory-task-engine.js';
import { createEngineQueue } from '../../../src/tasks/engine-queue.js';
import type { TaskEngine } from '../../../src/tasks/task-engine.js';
import type { NewTask, TaskQueue } from '../../../src/tasks/task-queue.js';
import type { TaskQueueSubject } from '../../../src/testing/task-cases/task-queue-case.js';
import { createStandingClock } from './task-subject.js';

/** One way in which a queue could be wrong. */
export interface Breakage {
  readonly engine?: (engine: TaskEngine) => Partial<TaskEngine>;
  readonly queue?: (queue: TaskQueue, engine: TaskEngine) => Partial<TaskQueue>;
  readonly subject?: (subject: TaskQueueSubject) => Partial<TaskQueueSubject>;
}

/** A queue in memory, right except for what is broken. */
export function createBrokenSubject(breakage: Breakage): TaskQueueSubject {
  const clock = createStandingClock();
  const right = createMemoryTaskEngine();
  const engine = { ...right, ...breakage.engine?.(right) };
  const open = () => {
    const queue = createEngineQueue(engine, { now: clock.now, newId: createIdSource(clock.now) });
    return { ...queue, ...breakage.queue?.(queue, engine) };
  };
  const queue = open();
  const subject: TaskQueueSubject = {
    queue,
    other: open(),
    patienceMs: 3_000,
    clock,
    async transaction(work) {
      const uncommitted: NewTask[] = [];
      await work({ enqueue: async (task) => void uncommitted.push(task) });
      for (const task of uncommitted) await queue.enqueue(task);
    },
  };
  return { ...subject, ...breakage.subject?.(subject) };
}
