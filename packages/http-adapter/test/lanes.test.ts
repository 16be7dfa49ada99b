import { setImmediate as endOfTurn } from 'node:timers/promises';
import { createMemoryStore } from 'entrata-store';
import { afterEach, expect, test } from 'vitest';
import { type LaneName, type Lanes, startWorkers, type Workers } from '../src/app/start-workers.js';

const patience = { timeout: 20_000 };
const names: readonly LaneName[] = ['webhooks', 'properties', 'refreshes', 'bookings', 'notifications'];
const never = () => new Promise<void>(() => {});

let workers: Workers | undefined;
afterEach(() => workers?.stop({ drainMs: 0 }));

/** Lanes of one kind each, named after them, with two places each. */
function work(handlerOf: (lane: LaneName) => () => Promise<void>) {
  const store = createMemoryStore();
  const of = <T>(make: (name: LaneName) => T) =>
    // All of the names.
    Object.fromEntries(names.map((name) => [name, make(name)])) as Record<LaneName, T>;
  const lanes: Lanes = of((name) => ({ [name]: handlerOf(name) }));
  const enqueue = (kind: string) => store.tasks.enqueue({ kind, payload: {} });
  const start = () => {
    workers = startWorkers(store.tasks, lanes, {
      settings: of(() => ({ concurrency: 2 })),
      onEvent: () => {},
      sweeps: [],
      onSweepFailure: () => {},
    });
    return workers;
  };
  return { store, enqueue, start };
}

test.each(names)('a backlog of %s, each of which hangs, keeps no other task waiting', async (hanging) => {
  const done: LaneName[] = [];
  const { enqueue, start } = work((lane) => async () => {
    if (lane === hanging) return never();
    done.push(lane);
  });
  for (let n = 0; n < 50; n += 1) await enqueue(hanging);
  const others = names.filter((name) => name !== hanging);
  for (const name of others) await enqueue(name);
  start();
  await expect.poll(() => [...done].sort(), patience).toEqual([...others].sort());
});

test('is idle only once what the tasks of one lane enqueued in another is done too', async () => {
  const chain: LaneName[] = ['notifications', 'bookings', 'refreshes', 'properties', 'webhooks'];
  const { enqueue, start } = work((lane) => async () => {
    // Long enough for the other lanes to have been idle meanwhile.
    for (let turn = 0; turn < 200; turn += 1) await endOfTurn();
    const next = chain[chain.indexOf(lane) + 1];
    if (next === undefined) reached += 1;
    else await enqueue(next);
  });
  let reached = 0;
  await enqueue('notifications');
  await start().idle();
  expect(reached).toBe(1);
});
