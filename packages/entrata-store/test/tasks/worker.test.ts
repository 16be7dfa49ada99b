import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { StoreError } from '../../src/core/errors.js';
import { createIdSource } from '../../src/core/id-source.js';
import { createMemoryTaskEngine } from '../../src/memory/memory-task-engine.js';
import { createEngineQueue } from '../../src/tasks/engine-queue.js';
import type { TaskEngine } from '../../src/tasks/task-engine.js';
import type { TaskEvent } from '../../src/tasks/task-queue.js';
import { bundleChild } from '../support/bundle-child.js';
import { createStandingClock } from './support/task-subject.js';

/** A bound for what must come, however busy the machine is. */
const patience = { timeout: 20_000 };

const unavailable = async (): Promise<never> => {
  throw new StoreError('unavailable', 'no database');
};

function queueOn(engine: TaskEngine) {
  const clock = createStandingClock();
  return { clock, queue: createEngineQueue(engine, { now: clock.now, newId: createIdSource(clock.now) }) };
}

test('a worker comes back by itself after the database failed it, and tells', async () => {
  const engine = createMemoryTaskEngine();
  let down = true;
  const { queue } = queueOn({
    ...engine,
    claim: (request) => (down ? unavailable() : engine.claim(request)),
  });
  const events: TaskEvent[] = [];
  let runs = 0;
  const handler = async () => {
    runs += 1;
  };
  queue.work({ a: handler }, { pollMs: 20, onEvent: (event) => events.push(event) });
  await queue.enqueue({ kind: 'a', payload: {} });
  await expect.poll(() => events.length, patience).toBeGreaterThan(1);
  expect(runs).toBe(0);
  expect(events[0]).toMatchObject({ type: 'engine.error', error: { code: 'unavailable' } });
  down = false;
  await expect.poll(() => runs, patience).toBe(1);
  await queue.close();
});

test('a completion that could not be written is written once the database is back', async () => {
  const engine = createMemoryTaskEngine();
  let down = true;
  const { queue } = queueOn({
    ...engine,
    complete: (claims, nowMs) => (down ? unavailable() : engine.complete(claims, nowMs)),
  });
  let runs = 0;
  const handler = async () => {
    runs += 1;
  };
  const worker = queue.work({ a: handler }, { pollMs: 20 });
  await queue.enqueue({ kind: 'a', payload: {} });
  await expect.poll(() => runs, patience).toBe(1);
  down = false;
  await worker.idle();
  expect(runs).toBe(1);
  expect((await queue.list({ status: 'done' })).items).toHaveLength(1);
  await queue.close();
});

test('a handler is told that its lease ended while the database could not renew it', async () => {
  const { queue, clock } = queueOn({ ...createMemoryTaskEngine(), renew: unavailable });
  let signal: AbortSignal | undefined;
  const handler = async (run: { readonly signal: AbortSignal }) => {
    signal = run.signal;
    await delay(60_000, undefined, { signal: run.signal });
  };
  const worker = queue.work({ a: handler }, { leaseMs: 60 });
  await queue.enqueue({ kind: 'a', payload: {} });
  await expect.poll(() => signal?.aborted, patience).toBe(false);
  clock.advance(61);
  await expect.poll(() => signal?.aborted, patience).toBe(true);
  await worker.stop({ drainMs: 0 });
});

test('a handler that goes on after its lease was lost keeps its slot until it ends', async () => {
  const engine = createMemoryTaskEngine();
  let looks = 0;
  const { queue, clock } = queueOn({
    ...engine,
    peek(request) {
      looks += 1;
      return engine.peek(request);
    },
  });
  const signals: AbortSignal[] = [];
  let end: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const handler = async (run: { readonly signal: AbortSignal }) => {
    signals.push(run.signal);
    await ended;
  };
  const worker = queue.work({ a: handler }, { leaseMs: 60, pollMs: 5, concurrency: 1 });
  await queue.enqueue({ kind: 'a', payload: {} });
  await expect.poll(() => signals.length, patience).toBe(1);
  clock.advance(60);
  const nowMs = clock.now().getTime();
  await engine.reclaim({ kinds: ['a'], held: [], nowMs, aheadMs: nowMs + 60 });
  await expect.poll(() => signals[0]?.aborted, patience).toBe(true);
  await queue.enqueue({ kind: 'a', payload: {} });
  const looked = looks;
  await expect.poll(() => looks, patience).toBeGreaterThan(looked + 3);
  expect(signals).toHaveLength(1);
  end();
  await worker.idle();
  expect(signals).toHaveLength(3);
  await queue.close();
});

test('tasks that are done are forgotten after the time they are kept for', async () => {
  const { queue, clock } = queueOn(createMemoryTaskEngine());
  const worker = queue.work({ a: async () => {} }, { keepDoneMs: 3_600_000 });
  await queue.enqueue({ kind: 'a', payload: {} });
  await worker.idle();
  clock.advance(3_600_000);
  await worker.idle();
  expect((await queue.list()).items).toHaveLength(1);
  clock.advance(60_000);
  await worker.idle();
  expect((await queue.list()).items).toHaveLength(0);
  await queue.close();
});

test('tasks that are left to others wait for them, untouched, and are deleted after a day', async () => {
  const { queue, clock } = queueOn(createMemoryTaskEngine());
  const worker = queue.work({ a: async () => {} }, { leaveKinds: ['b'] });
  for (const kind of ['b', 'c']) await queue.enqueue({ kind, payload: {}, openKey: kind });
  const left = async () => (await queue.list({ status: 'waiting' })).items.map(({ kind }) => kind).sort();
  clock.advance(24 * 3_600_000);
  await worker.idle();
  expect(await left()).toEqual(['b', 'c']);
  clock.advance(60_000);
  await worker.idle();
  expect(await left()).toEqual(['c']);
  // Its key is free again.
  await queue.enqueue({ kind: 'b', payload: {}, openKey: 'b' });
  expect(await left()).toEqual(['b', 'c']);
  await queue.close();
});

test('a task whose claim comes back after the stop is given back, not run', async () => {
  const engine = createMemoryTaskEngine();
  let claims = 0;
  let answer: () => void = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const { queue } = queueOn({
    ...engine,
    async claim(request) {
      const claimed = await engine.claim(request);
      claims += claimed.length;
      await answered;
      return claimed;
    },
  });
  let runs = 0;
  const handler = async () => {
    runs += 1;
  };
  const worker = queue.work({ a: handler });
  await queue.enqueue({ kind: 'a', payload: {} });
  await expect.poll(() => claims, patience).toBe(1);
  const stopped = worker.stop();
  answer();
  await stopped;
  expect(runs).toBe(0);
  expect((await queue.list()).items[0]).toMatchObject({ status: 'waiting', attempts: 0 });
});

test('a closed queue starts no worker', async () => {
  const { queue } = queueOn(createMemoryTaskEngine());
  await queue.close();
  expect(() => queue.work({})).toThrow(expect.objectContaining({ code: 'misuse' }));
});

test('a worker with an option that makes no sense is refused', () => {
  const { queue } = queueOn(createMemoryTaskEngine());
  for (const options of [{ concurrency: 0 }, { leaseMs: 0.5 }, { pollMs: Number.NaN }, { keepDoneMs: -1 }])
    expect(() => queue.work({}, options)).toThrow(expect.objectContaining({ code: 'misuse' }));
});

test('a stopped worker does not keep the process alive', async () => {
  const script = bundleChild(new URL('./support/stop-and-end.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script], {
    timeout: 60_000,
  });
  expect(stdout).toBe('ran\nstopped\n');
}, 90_000);

test('what is enqueued wakes the workers of its kind, and no others', async () => {
  const engine = createMemoryTaskEngine();
  const looks: string[] = [];
  const { queue } = queueOn({
    ...engine,
    peek(request) {
      looks.push(...request.kinds);
      return engine.peek(request);
    },
  });
  let runs = 0;
  const handler = async () => {
    runs += 1;
  };
  const a = queue.work({ a: handler }, { pollMs: 60_000 });
  const b = queue.work({ b: handler }, { pollMs: 60_000 });
  await a.idle();
  await b.idle();
  looks.length = 0;
  await queue.enqueue({ kind: 'a', payload: {} });
  await expect.poll(() => runs, patience).toBe(1);
  expect(new Set(looks)).toEqual(new Set(['a']));
  await queue.close();
});
