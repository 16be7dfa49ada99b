import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { inspect } from 'node:util';
import createKnex, { type Knex } from 'knex';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { StoreError, secret } from '../src/index.js';
import { createKnexStore, migrate, openSqlite } from '../src/knex/index.js';
import { newDigest, sampleClient, sampleWebhook, soon } from '../src/testing/cases/samples.js';
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
        store.properties.recordEvent({ clientId: canary, propertyId: canary, fingerprint: canary }),
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

  test('a translation of a mapping that throws is named, without the value it threw at', async () => {
    const role = {
      column: 'role',
      write: (): string => {
        throw new RangeError(`no number for ${canary}`);
      },
    };
    const store = createKnexStore({
      knex,
      cipher: testCipher,
      tables: { users: { name: 'users', columns: { role } } },
    });
    const error = await caught(() => store.users.insert({ role: 'user', name: canary }));
    expect(error).toMatchObject({
      code: 'unexpected',
      message: expect.stringMatching(/mapping.*RangeError/),
    });
    expect(everythingOf(error)).not.toContain(canary);
  });

  test('a refused statement outside a transaction leaves nothing half-written', async () => {
    const store = createKnexStore({ knex, cipher: testCipher });
    const input = sampleClient({ agent: { name: 'Example Agent', email: 'x'.repeat(1_000) } });
    expect((await caught(() => store.clients.connect(input))).code).toBe('misuse');
    expect(await store.clients.findByCid(input.cid)).toBeUndefined();
    expect(await store.operators.findByName(input.companyName)).toEqual([]);
  });

  test('a pool with no connection left is unavailable, and heals when one comes back', async () => {
    const tight = opened.connect({ poolSize: 1 });
    const store = createKnexStore({ knex: tight, cipher: testCipher });
    const held = await tight.transaction();
    // The only way to a short wait with an instance that exists; to connect, a busy machine takes longer.
    const pool = tight.client.pool as { acquireTimeoutMillis: number };
    const { acquireTimeoutMillis } = pool;
    pool.acquireTimeoutMillis = 100;
    const error = await caught(() => store.users.find('x'));
    pool.acquireTimeoutMillis = acquireTimeoutMillis;
    expect([error.code, error.retryable]).toEqual(['unavailable', true]);
    await held.rollback();
    expect(await store.users.find('x')).toBeUndefined();
  });

  if (database.name !== 'sqlite') {
    /** A store on one connection, which the server can be asked to end. */
    async function storeToCut() {
      const single = opened.connect({ poolSize: 1 });
      const isPostgres = database.name === 'postgres';
      const answer = await single.raw(
        isPostgres ? 'select pg_backend_pid() as id' : 'select connection_id() as id',
      );
      const [{ id }] = isPostgres ? answer.rows : answer[0];
      const cut = () => knex.raw(isPostgres ? `select pg_terminate_backend(${id})` : `kill ${id}`);
      return { store: createKnexStore({ knex: single, cipher: testCipher }), cut };
    }

    test('a connection that ends inside a transaction is unavailable, and the next call finds another', async () => {
      const { store, cut } = await storeToCut();
      const webhook = sampleWebhook();
      const error = await caught(() =>
        store.transaction(async (tx) => {
          await tx.webhooks.append(webhook);
          await cut();
          await tx.webhooks.append(sampleWebhook());
        }),
      );
      expect([error.code, error.retryable]).toEqual(['unavailable', true]);
      expect(await store.webhooks.find(webhook.logId)).toBeUndefined();
    });

    test('the error of a transaction’s work comes through although its rollback fails', async () => {
      const { store, cut } = await storeToCut();
      const mine = new Error('mine');
      const work = store.transaction(async (tx) => {
        await tx.webhooks.append(sampleWebhook());
        await cut();
        throw mine;
      });
      await expect(work).rejects.toBe(mine);
    });

    const limits = {
      postgres: ['set statement_timeout = 200', 'set lock_timeout = 200'],
      mariadb: ['set session max_statement_time = 0.2', 'set session innodb_lock_wait_timeout = 1'],
    }[database.name];
    test.each(limits)('a statement that the server gives up on is unavailable: %s', async (setting) => {
      const store = createKnexStore({ knex, cipher: testCipher });
      const { client } = await store.clients.connect(sampleClient());
      const single = opened.connect({ poolSize: 1 });
      await single.raw(setting);
      const waiting = createKnexStore({ knex: single, cipher: testCipher });
      const token = { accessToken: secret(canary), expiresAt: undefined };
      await store.transaction(async (tx) => {
        await tx.clients.replaceToken(client.id, 1, token);
        const error = await caught(() => waiting.clients.replaceToken(client.id, 1, token));
        expect([error.code, error.retryable]).toEqual(['unavailable', true]);
        expect(everythingOf(error)).not.toContain(canary);
      });
    });
  }

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
    () => store.oauthCodes.claim(newDigest(), soon(store)),
    () => store.transaction((tx) => tx.webhooks.append(sampleWebhook())),
  ]) {
    const error = await caught(call);
    expect([error.code, error.retryable]).toEqual(['unavailable', true]);
    expect(everythingOf(error)).not.toContain('nobody');
  }
  await store.close();
});

test.each([
  ['pg', 'connectionTimeoutMillis'],
  ['mysql2', 'connectTimeout'],
])('a server that accepts and says nothing is unavailable through %s', async (client, option) => {
  const silentServer = createServer().listen(0, '127.0.0.1');
  await once(silentServer, 'listening');
  const { port } = silentServer.address() as AddressInfo;
  const connection = { host: '127.0.0.1', port, user: 'nobody', [option]: 100 };
  const knex = createKnex({ client, connection, pool: { min: 0, max: 1 }, log: silent });
  const store = createKnexStore({ knex, cipher: testCipher, destroyOnClose: true });
  const error = await caught(() => store.ping());
  expect([error.code, error.retryable]).toEqual(['unavailable', true]);
  await store.close();
  silentServer.close();
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
