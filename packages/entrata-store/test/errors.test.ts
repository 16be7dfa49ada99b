import { inspect } from 'node:util';
import createKnex, { type Knex } from 'knex';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { StoreError, secret } from '../src/index.js';
import { createKnexStore, migrate, openSqlite } from '../src/knex/index.js';
import { newDigest, sampleClient, sampleWebhook, soon } from '../src/testing/samples.js';
import { describeOnEachDatabase, type OpenDatabase } from './support/databases.js';
import { testCipher } from './support/subjects.js';

const canary = 'canary-7c1e9';
// Knex prints every failed connection; that it fails is the point here.
const silent = { warn() {}, error() {}, deprecate() {}, debug() {} };

async function caught(work: () => Promise<unknown>): Promise<StoreError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw new Error(`not a StoreError: ${inspect(error)}`);
  }
  throw new Error('nothing was thrown');
}

/** Everything that a log line or an error tracker might print of it. */
const everythingOf = (error: StoreError) =>
  [
    inspect(error, { depth: 10, showHidden: true }),
    JSON.stringify(error),
    String(error.stack),
    error.message,
  ].join();

await describeOnEachDatabase('errors', (database) => {
  let opened: OpenDatabase;
  let knex: Knex;
  beforeAll(async () => {
    opened = await database.open();
    knex = opened.connect();
    await migrate(knex);
  });
  afterAll(() => opened.drop());

  test('what the driver says leaves the store without SQL, values or the driver’s error', async () => {
    const missing = createKnexStore({ knex, cipher: testCipher, tables: { users: 'no_such_table' } });
    const column = createKnexStore({
      knex,
      cipher: 'plaintext',
      tables: { webhooks: { name: 'entrata_webhooks', columns: { rawQuery: 'no_such_column' } } },
    });
    const store = createKnexStore({ knex, cipher: 'plaintext' });
    const webhook = sampleWebhook({ logId: canary, rawQuery: canary });
    await store.webhooks.append(webhook);
    const errors = [
      await caught(() => store.webhooks.append(webhook)),
      await caught(() => store.transaction((tx) => tx.webhooks.append(webhook))),
      await caught(() => missing.users.insert({ role: 'user', name: canary })),
      await caught(() => missing.users.find(canary)),
      await caught(() => column.webhooks.append(sampleWebhook({ rawQuery: canary }))),
      await caught(() =>
        store.properties.want({ clientId: canary, propertyId: canary, fingerprint: canary }),
      ),
      await caught(() => store.users.insert({ role: 'user', name: canary.repeat(1_000) })),
    ];
    expect(errors.map(({ code }) => code)).toEqual([
      'conflict',
      'conflict',
      'misuse',
      'misuse',
      'misuse',
      'misuse',
      'misuse',
    ]);
    for (const error of errors) {
      expect(everythingOf(error)).not.toContain(canary);
      expect(everythingOf(error)).not.toMatch(/insert into|select .* from|values \(/i);
      expect(error.cause).toBeUndefined();
    }
  });

  test('a refused statement outside a transaction leaves nothing half-written', async () => {
    const store = createKnexStore({ knex, cipher: testCipher });
    const wish = sampleClient({ agent: { name: 'Example Agent', email: 'x'.repeat(1_000) } });
    expect((await caught(() => store.clients.connect(wish))).code).toBe('misuse');
    expect(await store.clients.findByCid(wish.cid)).toBeUndefined();
    expect(await store.operators.findByName(wish.companyName)).toEqual([]);
  });

  test('a pool with no connection left is unavailable, and heals when one comes back', async () => {
    const tight = opened.connect({ poolSize: 1 });
    // The only way to a short wait with an instance that exists.
    (tight.client.pool as { acquireTimeoutMillis: number }).acquireTimeoutMillis = 100;
    const store = createKnexStore({ knex: tight, cipher: testCipher });
    const held = await tight.transaction();
    const error = await caught(() => store.users.find('x'));
    expect([error.code, error.retryable]).toEqual(['unavailable', true]);
    await held.rollback();
    expect(await store.users.find('x')).toBeUndefined();
  });

  test('a Knex instance destroyed behind the store’s back is misuse', async () => {
    const gone = opened.connect();
    const store = createKnexStore({ knex: gone, cipher: testCipher });
    await gone.destroy();
    expect((await caught(() => store.users.find('x'))).code).toBe('misuse');
  });
});

test.each([
  ['pg', 'postgres://nobody@127.0.0.1:1/none'],
  ['mysql2', 'mysql://nobody@127.0.0.1:1/none'],
])('a server that is away is unavailable through %s', async (client, connection) => {
  const knex = createKnex({ client, connection, pool: { min: 0, max: 1 }, log: silent });
  const store = createKnexStore({ knex, cipher: testCipher, destroyOnClose: true });
  for (const call of [
    () => store.ping(),
    () => store.webhooks.append(sampleWebhook()),
    () => store.oauthCodes.claim(newDigest(), soon()),
    () => store.transaction((tx) => tx.webhooks.append(sampleWebhook())),
  ]) {
    const error = await caught(call);
    expect([error.code, error.retryable]).toEqual(['unavailable', true]);
    expect(everythingOf(error)).not.toContain('nobody');
  }
  await store.close();
});

test('a SQLite file in a folder that is not there is misuse', async () => {
  const knex = openSqlite('/nonexistent-folder/store.db');
  const store = createKnexStore({ knex, cipher: testCipher, destroyOnClose: true });
  expect((await caught(() => store.ping())).code).toBe('misuse');
  await store.close();
});

test('a secret prints as [secret] in every form', () => {
  const hidden = secret(canary);
  const shown = [
    String(hidden),
    `${hidden}`,
    JSON.stringify({ hidden }),
    inspect({ hidden }, { showHidden: true }),
  ];
  for (const text of shown) expect(text).not.toContain(canary);
  expect(hidden.reveal()).toBe(canary);
});
