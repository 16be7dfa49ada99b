import type { Knex } from 'knex';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createMemoryStore, type Store } from '../src/index.js';
import { createKnexStore, migrate } from '../src/knex/index.js';
import { newDigest, newViewing } from '../src/testing/cases/samples.js';
import { describeOnEachDatabase, type OpenDatabase } from './support/databases.js';
import { testCipher } from './support/subjects.js';

const hourMs = 3_600_000;
/** More than a question to the database takes on a busy machine. */
const toleranceMs = 20_000;
const after = (store: Store, ms: number) => new Date(store.now().getTime() + ms).toISOString();

/** Puts the process' monotonic clock forward, as if that time had passed. */
function passMonotonic(ms: number): void {
  const real = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => real() + ms);
}

async function leaseEndsWithOffset(store: Store, move: (ms: number) => void): Promise<void> {
  const digest = newDigest();
  await store.oauthCodes.claim(digest, after(store, hourMs));
  const { viewing } = await store.viewings.open(await newViewing(store));
  await store.viewings.startSending(viewing.id, after(store, hourMs));
  const isSwept = async () =>
    (await store.viewings.unfinished({ before: after(store, hourMs) }, { limit: 500 })).items.some(
      ({ id }) => id === viewing.id,
    );
  const ran: string[] = [];
  await store.tasks.enqueue({ kind: digest, payload: {}, runAt: after(store, hourMs) });
  const worker = store.tasks.work({ [digest]: async ({ id }) => void ran.push(id) });
  await worker.idle();
  const early = [
    (await store.oauthCodes.claim(digest, after(store, hourMs))).state,
    await isSwept(),
    ran.length,
  ];
  expect(early).toEqual(['busy', false, 0]);
  move(hourMs + 1_000);
  await worker.idle();
  const late = [
    (await store.oauthCodes.claim(digest, after(store, hourMs))).state,
    await isSwept(),
    ran.length,
  ];
  expect(late).toEqual(['claimed', true, 1]);
  await worker.stop();
}

test('in memory, an offset ends leases and makes tasks due while nobody sleeps', async () => {
  let offsetMs = 0;
  const store = createMemoryStore({ clockOffsetMs: () => offsetMs });
  await leaseEndsWithOffset(store, (ms) => (offsetMs += ms));
  await store.close();
});

await describeOnEachDatabase('the clock of the store', (database) => {
  let opened: OpenDatabase;
  let knex: Knex;
  const open = (clockOffsetMs?: () => number) =>
    createKnexStore({ knex, cipher: testCipher, ...(clockOffsetMs && { clockOffsetMs }) });
  /** How often the database is asked for the time. */
  const listen = () => {
    const asked = { statements: 0, times: 0 };
    const onQuery = ({ sql }: { sql: string }) => {
      asked.statements += 1;
      if (/as ms$/.test(sql)) asked.times += 1;
    };
    knex.on('query', onQuery);
    return asked;
  };
  beforeAll(async () => {
    opened = await database.open();
    knex = opened.connect();
    await migrate(knex);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    knex.removeAllListeners('query');
  });
  afterAll(() => opened.drop());

  test.each([-hourMs, hourMs])('is the same after the process clock was set by %s ms', async (ms) => {
    const store = open();
    await store.users.list();
    const digest = newDigest();
    const before = store.now().getTime();
    await store.oauthCodes.claim(digest, after(store, hourMs / 2));
    const over = newDigest();
    await store.oauthCodes.claim(over, after(store, -toleranceMs));
    const kind = newDigest();
    await store.tasks.enqueue({ kind, payload: {}, runAt: after(store, hourMs / 2) });
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.setSystemTime(Date.now() + ms);
    expect(Math.abs(store.now().getTime() - before)).toBeLessThan(toleranceMs);
    for (const each of [store, open()]) {
      // The first that one of them ever does.
      const { createdAt } = await each.users.insert({ role: 'user', name: 'x' });
      expect(Math.abs(Date.parse(createdAt) - before)).toBeLessThan(toleranceMs);
      expect(await each.oauthCodes.claim(digest, after(each, hourMs))).toMatchObject({ state: 'busy' });
    }
    const ran: string[] = [];
    const worker = open().tasks.work({ [kind]: async ({ id }) => void ran.push(id) });
    await worker.idle();
    await worker.stop();
    expect(ran).toEqual([]);
    expect(await store.oauthCodes.claim(over, after(store, hourMs))).toMatchObject({ state: 'claimed' });
  });

  test('is put forward by an offset, which ends leases and makes tasks due while nobody sleeps', async () => {
    let offsetMs = 0;
    const store = open(() => offsetMs);
    await store.users.list();
    await leaseEndsWithOffset(store, (ms) => (offsetMs += ms));
    await store.close();
  });

  test('that passes a day deletes the tasks of kinds that a worker leaves to others, and no other', async () => {
    let offsetMs = 0;
    const store = open(() => offsetMs);
    await store.users.list();
    const [own, others, foreign] = [newDigest(), newDigest(), newDigest()];
    for (const kind of [others, foreign]) await store.tasks.enqueue({ kind, payload: {} });
    const running = newDigest();
    let end: () => void = () => {};
    const busy = store.tasks.work({ [running]: () => new Promise<void>((resolve) => (end = resolve)) });
    await store.tasks.enqueue({ kind: running, payload: {} });
    await expect
      .poll(async () => (await store.tasks.list({ kind: running })).items[0]?.status)
      .toBe('running');
    const worker = store.tasks.work({ [own]: async () => {} }, { leaveKinds: [others, running] });
    const kept = async () => {
      const lists = [others, foreign, running].map((kind) => store.tasks.list({ kind }));
      return (await Promise.all(lists)).map(({ items }) => items.length);
    };
    await worker.idle();
    expect(await kept()).toEqual([1, 1, 1]);
    offsetMs = 25 * hourMs;
    const keptOnceIdle = async () => {
      await worker.idle();
      return kept();
    };
    // The round under way may have begun before.
    await expect.poll(keptOnceIdle).toEqual([0, 1, 1]);
    end();
    await Promise.all([worker.stop(), busy.stop()]);
    await store.close();
  });

  test.each([Number.NaN, 1e300, '7'])(
    'refuses an offset of %s before anything is written',
    async (offset) => {
      const store = open(() => offset as number);
      await expect(store.users.insert({ role: 'user', name: 'x' })).rejects.toMatchObject({ code: 'misuse' });
    },
  );

  test('asks the database once, however many calls are the first, and no call after pays for it', async () => {
    const store = open();
    const asked = listen();
    const opening = Array.from({ length: 20 }, () => store.users.insert({ role: 'user', name: 'x' }));
    const made = await Promise.all(opening);
    expect(asked.times).toBe(1);
    asked.statements = 0;
    for (const { id } of made) await store.users.find(id);
    expect(asked).toEqual({ statements: made.length, times: 1 });
  });

  test('is asked for again beside the work, twice a minute at most, and mends what is wrong by then', async () => {
    const store = open();
    await store.users.list();
    const asked = listen();
    const right = store.now().getTime();
    for (let use = 0; use < 10; use++) store.now();
    expect(asked.times).toBe(0);
    // No such time has passed at the database.
    passMonotonic(31_000);
    expect(store.now().getTime() - right).toBeGreaterThan(toleranceMs);
    for (let use = 0; use < 10; use++) store.now();
    await expect.poll(() => Math.abs(store.now().getTime() - right)).toBeLessThan(toleranceMs);
    expect(asked.times).toBe(1);
  });

  test('goes on as it was where the database does not answer', async () => {
    const own = opened.connect({ poolSize: 1 });
    const store = createKnexStore({ knex: own, cipher: testCipher });
    await store.users.list();
    const before = store.now().getTime();
    await own.destroy();
    passMonotonic(31_000);
    for (let use = 0; use < 10; use++) {
      expect(store.now().getTime() - before).toBeGreaterThan(30_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
  });

  test('is not asked for where the caller brings a clock', async () => {
    const asked = listen();
    const now = new Date('2001-02-03T04:05:06.789Z');
    const store = createKnexStore({ knex, cipher: testCipher, now: () => now, clockOffsetMs: () => 1_000 });
    const { createdAt } = await store.users.insert({ role: 'user', name: 'x' });
    expect([createdAt, store.now().toISOString()]).toEqual(
      Array.from({ length: 2 }, () => '2001-02-03T04:05:07.789Z'),
    );
    expect(asked.times).toBe(0);
  });
});
