import { setImmediate as endOfTurn } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { createIdSource } from '../../src/core/id-source.js';
import { createMemoryTaskEngine } from '../../src/memory/memory-task-engine.js';
import { createEngineQueue } from '../../src/tasks/engine-queue.js';
import type { TaskEngine } from '../../src/tasks/task-engine.js';
import type { TaskEvent, TaskWorkerOptions } from '../../src/tasks/task-queue.js';
import { createStandingClock } from './support/task-subject.js';

/** A bound for what must come, however busy the machine is. */
const patience = { timeout: 20_000 };

afterEach(() => {
  vi.restoreAllMocks();
});

/** What a process would die of, and what it was warned of. */
function watchProcess() {
  const rejections: unknown[] = [];
  const onRejection = (reason: unknown) => rejections.push(reason);
  process.on('unhandledRejection', onRejection);
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  return {
    rejections,
    warn,
    async stop() {
      await endOfTurn();
      process.off('unhandledRejection', onRejection);
    },
  };
}

function queueOn(engine: TaskEngine, now = createStandingClock().now) {
  return createEngineQueue(engine, { now, newId: createIdSource(createStandingClock().now) });
}

test('a backlog of tasks that wait for nothing lets the event loop turn between two rounds', async () => {
  const queue = queueOn(createMemoryTaskEngine());
  for (let i = 0; i < 400; i += 1) await queue.enqueue({ kind: 'a', payload: {} });
  let turns = 0;
  let counting = true;
  const count = () => {
    turns += 1;
    if (counting) setImmediate(count);
  };
  setImmediate(count);
  const runsInTurn = new Map<number, number>();
  const handler = async () => {
    runsInTurn.set(turns, (runsInTurn.get(turns) ?? 0) + 1);
  };
  const worker = queue.work({ a: handler }, { concurrency: 4 });
  await worker.idle();
  counting = false;
  await queue.close();
  expect([...runsInTurn.values()].reduce((sum, runs) => sum + runs, 0)).toBe(400);
  // A round claims as many as may run at once.
  expect(Math.max(...runsInTurn.values())).toBeLessThanOrEqual(8);
});

const failures: Readonly<Record<string, NonNullable<TaskWorkerOptions['onEvent']>>> = {
  throws: () => {
    throw new Error('of jane');
  },
  rejects: (async () => {
    throw new Error('of jane');
  }) as () => void,
};

test.each(Object.entries(failures))(
  'an onEvent that %s loses no task, is told once, and not what it threw',
  async (_, onEvent) => {
    const watched = watchProcess();
    const engine = createMemoryTaskEngine();
    let renewals = 0;
    const queue = queueOn({
      ...engine,
      async renew() {
        renewals += 1;
        throw new Error('no database');
      },
    });
    let end: () => void = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const worker = queue.work(
      {
        good: async () => {},
        bad: async () => {
          throw Object.assign(new Error('final'), { retryable: false });
        },
        long: () => ended,
      },
      { onEvent, leaseMs: 15 },
    );
    for (const kind of ['bad', 'good', 'bad', 'good', 'long']) await queue.enqueue({ kind, payload: {} });
    // The heartbeat's trouble is told as well.
    await expect.poll(() => renewals, patience).toBeGreaterThan(1);
    end();
    await worker.idle();
    await queue.close();
    await watched.stop();
    const { items } = await queue.list();
    expect(items.map(({ kind, status, attempts }) => `${kind} ${status} ${attempts}`).sort()).toEqual(
      ['bad dead 1', 'bad dead 1', 'good done 1', 'good done 1', 'long done 1'].sort(),
    );
    expect(watched.rejections).toEqual([]);
    expect(watched.warn).toHaveBeenCalledTimes(1);
    expect(JSON.stringify(watched.warn.mock.calls)).not.toContain('jane');
  },
);

test('a clock that throws ends no process: the worker tells, and works again once the clock does', async () => {
  const watched = watchProcess();
  const clock = createStandingClock();
  let broken = false;
  const queue = queueOn(createMemoryTaskEngine(), () => {
    if (broken) throw new Error('no clock');
    return clock.now();
  });
  const events: TaskEvent[] = [];
  let end: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  let runs = 0;
  const handler = async () => {
    runs += 1;
    await ended;
  };
  const worker = queue.work(
    { a: handler },
    { leaseMs: 15, pollMs: 5, onEvent: (event) => events.push(event) },
  );
  await queue.enqueue({ kind: 'a', payload: {} });
  await expect.poll(() => runs, patience).toBe(1);
  broken = true;
  await expect.poll(() => events.length, patience).toBeGreaterThan(3);
  end();
  broken = false;
  await worker.idle();
  await queue.close();
  await watched.stop();
  expect(watched.rejections).toEqual([]);
  expect((await queue.list()).items).toMatchObject([{ status: 'done' }]);
});

test('whatever a handler throws, its task ends, and the ends of others are written', async () => {
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const thrown: readonly unknown[] = [
    undefined,
    null,
    'a text',
    Symbol('a symbol'),
    revoked.proxy,
    Object.assign(new Error(), { name: { toString: null } }),
    {
      get retryAfterMs(): number {
        throw new Error('of jane');
      },
    },
  ];
  const queue = queueOn(createMemoryTaskEngine());
  const worker = queue.work({
    odd: async ({ payload }) => {
      throw thrown[Number(payload.index)];
    },
    good: async () => {},
  });
  for (const index of thrown.keys()) {
    await queue.enqueue({ kind: 'odd', payload: { index }, maxAttempts: 1 });
    await queue.enqueue({ kind: 'good', payload: {} });
  }
  await worker.idle();
  const dead = (await queue.list({ status: 'dead' })).items;
  expect(dead.map(({ lastError }) => lastError).filter((name) => name !== 'thrown')).toEqual(['Error']);
  expect(dead).toHaveLength(thrown.length);
  expect((await queue.list({ status: 'done' })).items).toHaveLength(thrown.length);
  await queue.close();
});

test('an end that the database refuses does not keep those after it from being written', async () => {
  const engine = createMemoryTaskEngine();
  const queue = queueOn({
    ...engine,
    fail: async (claim, failure) => {
      if (failure.error === 'refused') throw new Error('a trigger said no');
      return engine.fail(claim, failure);
    },
  });
  queue.work({
    a: async ({ payload }) => {
      throw Object.assign(new Error('no'), { retryable: false, code: payload.code });
    },
  });
  for (const code of ['refused', 'one', 'two']) await queue.enqueue({ kind: 'a', payload: { code } });
  const dead = async () => (await queue.list({ status: 'dead' })).items.map(({ lastError }) => lastError);
  await expect.poll(async () => (await dead()).sort(), patience).toEqual(['one', 'two']);
  await queue.close();
}, 30_000);
