import { setImmediate as endOfTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createIdSource } from '../../src/core/id-source.js';
import { createMemoryTaskEngine } from '../../src/memory/memory-task-engine.js';
import { createEngineQueue } from '../../src/tasks/engine-queue.js';
import type { TaskEvent, TaskRun } from '../../src/tasks/task-queue.js';
import { createStandingClock } from './support/task-subject.js';

/** A bound for what must come, however busy the machine is. */
const patience = { timeout: 20_000 };
const never = () => new Promise<void>(() => {});
const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve());
  });

function openQueue() {
  const clock = createStandingClock();
  const queue = createEngineQueue(createMemoryTaskEngine(), {
    now: clock.now,
    newId: createIdSource(clock.now),
  });
  const events: TaskEvent[] = [];
  const onEvent = (event: TaskEvent) => void events.push(event);
  return { clock, queue, events, onEvent };
}

test('handlers that never return give their places to others, and their tasks fail with a reason', async () => {
  const { queue, events, onEvent } = openQueue();
  let done = 0;
  const signals: AbortSignal[] = [];
  const worker = queue.work(
    {
      hang: ({ signal }) => {
        signals.push(signal);
        return never();
      },
      good: async () => {
        done += 1;
      },
    },
    { concurrency: 2, timeoutMs: 20, graceMs: 20, onEvent },
  );
  for (const kind of ['hang', 'hang', 'good']) await queue.enqueue({ kind, payload: {} });
  await expect.poll(() => done, patience).toBe(1);
  // The first place that was free was enough for it.
  await expect.poll(() => events.filter(({ type }) => type === 'task.failed').length, patience).toBe(2);
  expect(signals.map(({ reason }) => reason.code)).toEqual(['timed_out', 'timed_out']);
  expect(worker.stuck()).toEqual({ hang: 2 });
  expect((await queue.list({ kind: 'hang' })).items).toMatchObject(
    Array.from({ length: 2 }, () => ({ status: 'waiting', attempts: 1, lastError: 'timed_out' })),
  );
  expect(events.map(({ type }) => type).sort()).toEqual([
    'task.done',
    ...['task.failed', 'task.failed'],
    ...['task.timed_out', 'task.timed_out'],
  ]);
  await queue.close();
});

test('a handler that never returns is dead after its attempts', async () => {
  const { queue, events, onEvent } = openQueue();
  const worker = queue.work({ hang: never }, { concurrency: 1, timeoutMs: 1, graceMs: 0, onEvent });
  await queue.enqueue({ kind: 'hang', payload: {}, maxAttempts: 1 });
  await worker.idle();
  expect((await queue.list()).items).toMatchObject([{ status: 'dead', lastError: 'timed_out' }]);
  expect(events.at(-1)).toMatchObject({ type: 'task.dead', error: { code: 'timed_out' } });
  await queue.close();
});

test('what an abandoned handler returns later changes nothing, also while its task runs again', async () => {
  const { queue, clock, events, onEvent } = openQueue();
  const runs: (TaskRun & { end(error?: Error): void })[] = [];
  const handler = (run: TaskRun) =>
    new Promise<void>((resolve, reject) => {
      runs.push({ ...run, end: (error) => (error === undefined ? resolve() : reject(error)) });
    });
  const first = queue.work({ a: handler }, { concurrency: 1, timeoutMs: 1, graceMs: 1, onEvent });
  await queue.enqueue({ kind: 'a', payload: {} });
  await expect
    .poll(() => events.map(({ type }) => type), patience)
    .toEqual(['task.timed_out', 'task.failed']);
  await first.stop();
  expect(first.stuck()).toEqual({ a: 1 });

  const second = queue.work({ a: handler }, { concurrency: 1, onEvent });
  clock.advance(60_000);
  queue.wake(new Set(['a']));
  await expect.poll(() => runs.length, patience).toBe(2);
  runs[0]?.end();
  await expect.poll(() => first.stuck()).toEqual({});
  expect((await queue.list()).items).toMatchObject([{ status: 'running', attempts: 2, fence: 2 }]);
  runs[1]?.end(new Error('this one counts'));
  await expect.poll(() => events.at(-1)?.type, patience).toBe('task.failed');
  expect((await queue.list()).items).toMatchObject([{ status: 'waiting', attempts: 2, lastError: 'Error' }]);
  await second.stop();
});

test('a handler that ends once its signal aborts is done, or tried again whatever it throws', async () => {
  const { queue, onEvent } = openQueue();
  const worker = queue.work(
    {
      returns: ({ signal }) => aborted(signal),
      throws: async ({ signal }) => {
        await aborted(signal);
        throw Object.assign(new Error('aborted'), { retryable: false });
      },
    },
    { timeoutMs: 1, graceMs: 60_000, onEvent },
  );
  for (const kind of ['returns', 'throws']) await queue.enqueue({ kind, payload: {} });
  await worker.idle();
  expect((await queue.list({ kind: 'returns' })).items).toMatchObject([{ status: 'done', attempts: 1 }]);
  expect((await queue.list({ kind: 'throws' })).items).toMatchObject([
    { status: 'waiting', lastError: 'timed_out' },
  ]);
  expect(worker.stuck()).toEqual({});
  await queue.close();
});

test('a handler that goes on after its lease was lost keeps its place no longer than its time', async () => {
  const engine = createMemoryTaskEngine();
  const clock = createStandingClock();
  const queue = createEngineQueue(engine, { now: clock.now, newId: createIdSource(clock.now) });
  let runs = 0;
  let endFirst: () => void = () => {};
  const handler = async () => {
    runs += 1;
    if (runs === 1)
      return new Promise<void>((resolve) => {
        endFirst = resolve;
      });
    // The first to return is not taken for this one.
    endFirst();
    await endOfTurn();
  };
  const worker = queue.work({ a: handler }, { concurrency: 1, leaseMs: 60, timeoutMs: 200, graceMs: 0 });
  await queue.enqueue({ kind: 'a', payload: {} });
  await expect.poll(() => runs, patience).toBe(1);
  clock.advance(60);
  const nowMs = clock.now().getTime();
  await engine.reclaim({ kinds: ['a'], held: [], nowMs, aheadMs: nowMs + 60 });
  await worker.idle();
  expect((await queue.list()).items).toMatchObject([{ status: 'done', attempts: 2 }]);
  expect(worker.stuck()).toEqual({});
  await queue.close();
});
