import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import createKnex, { type Knex } from 'knex';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createKnexStore, migrate, openSqlite } from '../src/knex/index.js';
import { sampleClient, sampleWebhook } from '../src/testing/cases/samples.js';
import { bundleChild } from './support/bundle-child.js';
import { testCipher } from './support/subjects.js';

let folder: string;
let filename: string;
const instances: Knex[] = [];
const open = () => {
  const knex = openSqlite(filename);
  instances.push(knex);
  return knex;
};
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'entrata store '));
  filename = join(folder, 'store.db');
});
afterEach(async () => {
  await Promise.all(instances.splice(0).map((knex) => knex.destroy()));
  await rm(folder, { recursive: true, force: true });
});

const pragma = async (knex: Knex, name: string) => Object.values((await knex.raw(`pragma ${name}`))[0])[0];

test('openSqlite sets WAL, synchronous FULL and foreign keys, on one connection', async () => {
  const knex = open();
  expect(await pragma(knex, 'journal_mode')).toBe('wal');
  expect(await pragma(knex, 'synchronous')).toBe(2);
  expect(await pragma(knex, 'foreign_keys')).toBe(1);
  expect(knex.client.pool.max).toBe(1);
});

test('synchronous is still FULL after the first writes', async () => {
  const knex = open();
  await migrate(knex);
  const store = createKnexStore({ knex, cipher: testCipher });
  await store.webhooks.append(sampleWebhook());
  expect(await pragma(knex, 'synchronous')).toBe(2);
});

test('a statement that was run before sees what the table has become since', async () => {
  const knex = open();
  const read = () => knex('things').select('*');
  await knex.raw('create table things (one integer)');
  await knex('things').insert({ one: 1 });
  expect(await read()).toEqual([{ one: 1 }]);
  await knex.raw(`alter table things add column two text default 'new'`);
  expect(await read()).toEqual([{ one: 1, two: 'new' }]);
  await knex.raw('drop table things');
  await knex.raw('create table things (three integer)');
  await knex('things').insert({ three: 3 });
  expect(await read()).toEqual([{ three: 3 }]);
});

test('statements are prepared once, and no more than a bounded number is kept', async () => {
  const knex = open();
  const connection = await knex.client.acquireConnection();
  const one = connection.prepare('select 1');
  expect(connection.prepare('select 1')).toBe(one);
  for (let n = 2; n <= 600; n += 1) connection.prepare(`select ${n}`);
  expect(connection.prepare('select 600')).toBe(connection.prepare('select 600'));
  expect(connection.prepare('select 1')).not.toBe(one);
  await knex.client.releaseConnection(connection);
});

test('a loop over statements lets the rest of the process have its turn', async () => {
  const knex = open();
  await migrate(knex);
  const store = createKnexStore({ knex, cipher: testCipher });
  let turns = 0;
  let isLooping = true;
  const count = () => {
    turns += 1;
    if (isLooping) setImmediate(count);
  };
  for (const [name, work] of Object.entries({
    'tasks.enqueue': () => store.tasks.enqueue({ kind: 'x', payload: {} }),
    'clients.list': () => store.clients.list({ limit: 100 }),
    transaction: () =>
      store.transaction((tx) => tx.users.insert({ role: 'user', name: 'x', email: 'x@example.test' })),
  })) {
    [turns, isLooping] = [0, true];
    setImmediate(count);
    const until = performance.now() + 200;
    while (performance.now() < until) await work();
    isLooping = false;
    expect(turns, name).toBeGreaterThan(5);
  }
});

test('a pool of more than one connection is refused', async () => {
  const knex = createKnex({
    client: 'better-sqlite3',
    connection: { filename },
    useNullAsDefault: true,
    pool: { min: 0, max: 4 },
  });
  instances.push(knex);
  expect(() => createKnexStore({ knex, cipher: testCipher })).toThrow(/max 1/);
});

test('close destroys the pool when it is the store’s to destroy, and leaves yours alone', async () => {
  const yours = open();
  await migrate(yours);
  await createKnexStore({ knex: yours, cipher: testCipher }).close();
  expect(await pragma(yours, 'foreign_keys')).toBe(1);
  const own = open();
  const store = createKnexStore({ knex: own, cipher: testCipher, destroyOnClose: true });
  await store.ping();
  await store.close();
  expect(own.client.pool).toBeUndefined();
});

test('close waits for the log’s writes that were begun, and they are kept', async () => {
  const knex = open();
  await migrate(knex);
  const store = createKnexStore({ knex: open(), cipher: testCipher, destroyOnClose: true });
  const known = Array.from({ length: 50 }, () => sampleWebhook());
  await Promise.all(known.map((webhook) => store.webhooks.append(webhook)));
  const end = { outcome: 'accepted', httpStatus: 200, durationMs: 1 } as const;
  const writes = [
    ...Array.from({ length: 500 }, () => store.webhooks.append(sampleWebhook())),
    ...known.map(({ logId }) => store.webhooks.recordOutcome(logId, end)),
  ];
  await store.close();
  await Promise.all(writes);
  expect(await knex('entrata_webhooks').count({ n: '*' })).toEqual([{ n: 550 }]);
  expect(await knex('entrata_webhooks').where('outcome', 'accepted').count({ n: '*' })).toEqual([{ n: 50 }]);
});

test.each([
  ['a file', () => filename],
  ['memory', () => ':memory:'],
])('a process that forgets to close a store on %s ends by itself', { timeout: 200_000 }, async (_, place) => {
  const child = bundleChild(new URL('./processes/forgetful-child.ts', import.meta.url));
  const env = { ...process.env, NODE_OPTIONS: '' };
  const run = promisify(execFile)(process.execPath, [child, place()], {
    env,
    // One that hangs does so for ever; a busy machine is only slow.
    timeout: 180_000,
  });
  expect((await run).stdout.trim()).toBe('2');
});

test('a connection that finds the database locked waits without stopping the event loop', async () => {
  const [first, second] = [open(), open()];
  await migrate(first);
  const [holder, waiter] = [first, second].map((knex) => createKnexStore({ knex, cipher: testCipher }));
  if (!holder || !waiter) throw new Error('two stores');
  let turns = 0;
  let appended = false;
  let append: Promise<void> | undefined;
  await holder.transaction(async (tx) => {
    await tx.webhooks.append(sampleWebhook());
    append = waiter.webhooks.append(sampleWebhook()).then(() => {
      appended = true;
    });
    for (; turns < 10; turns += 1) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(appended).toBe(false);
  });
  await append;
  expect(turns).toBe(10);
});

test('a transaction that reads first does not lose to one that writes meanwhile', async () => {
  const [first, second] = [open(), open()];
  await migrate(first);
  const [one, two] = [first, second].map((knex) => createKnexStore({ knex, cipher: testCipher }));
  if (!one || !two) throw new Error('two stores');
  let writing: Promise<unknown> | undefined;
  await one.transaction(async (tx) => {
    await tx.clients.list();
    writing = two.webhooks.append(sampleWebhook());
    await new Promise((resolve) => setTimeout(resolve, 5));
    await tx.clients.connect(sampleClient());
  });
  await writing;
});

test('of the ends of a webhook that arrive together, the last stays', async () => {
  const knex = open();
  await migrate(knex);
  const store = createKnexStore({ knex, cipher: testCipher });
  const webhook = sampleWebhook();
  await store.webhooks.append(webhook);
  const end = (durationMs: number) => ({ outcome: 'refused', httpStatus: 403, durationMs }) as const;
  await Promise.all(
    [1, 2, 3].map((durationMs) => store.webhooks.recordOutcome(webhook.logId, end(durationMs))),
  );
  expect((await store.webhooks.find(webhook.logId))?.durationMs).toBe(3);
});

test('the log’s writes that arrive together share commits, appends and ends alike', async () => {
  const knex = open();
  await migrate(knex);
  const store = createKnexStore({ knex, cipher: testCipher });
  const known = sampleWebhook();
  await store.webhooks.append(known);
  let commits = 0;
  knex.on('query', ({ sql }: { sql: string }) => {
    if (sql === 'begin immediate') commits += 1;
  });
  await Promise.all([
    ...Array.from({ length: 3_000 }, () => store.webhooks.append(sampleWebhook())),
    store.webhooks.recordOutcome(known.logId, { outcome: 'accepted', httpStatus: 200, durationMs: 1 }),
  ]);
  expect(commits).toBe(8);
  expect(await knex('entrata_webhooks').count({ n: '*' })).toEqual([{ n: 3_001 }]);
});

test('a write of the log that is refused takes none of its companions with it', async () => {
  const knex = open();
  await migrate(knex);
  const store = createKnexStore({ knex, cipher: testCipher });
  const known = sampleWebhook();
  await store.webhooks.append(known);
  const added = sampleWebhook();
  const writes = await Promise.allSettled([
    store.webhooks.append(added),
    store.webhooks.append(known),
    store.webhooks.recordOutcome(known.logId, { outcome: 'ignored', httpStatus: 200, durationMs: 1 }),
  ]);
  expect(writes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(writes[1]).toMatchObject({ reason: { code: 'conflict' } });
  expect(await store.webhooks.find(added.logId)).toBeDefined();
  expect((await store.webhooks.find(known.logId))?.outcome).toBe('ignored');
});
