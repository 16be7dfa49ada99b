import { setImmediate } from 'node:timers/promises';
import type { Knex } from 'knex';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { optionSpecs } from '../src/core/settings.js';
import {
  type AesGcmOptions,
  aesGcmCipher,
  createMemoryStore,
  type MemoryStoreOptions,
  secret,
} from '../src/index.js';
import {
  createKnexStore,
  type KnexStoreOptions,
  migrate,
  openSqlite,
  rotateSecrets,
  type SecretsOptions,
  sealSecrets,
} from '../src/knex/index.js';
import type { ColumnOptions, TableMapping, TableOptions } from '../src/knex/mapping/table-mapping.js';
import type { NewTask, TaskWorkerOptions } from '../src/tasks/task-queue.js';
import { testDatabases } from './support/databases.js';
import { testCipher } from './support/subjects.js';

const misuse = (name: string | RegExp) =>
  expect.objectContaining({ name: 'StoreError', code: 'misuse', message: expect.stringMatching(name) });

/** All optional names of a type, each as `undefined`; the compiler refuses a list that lacks one. */
type Undefined<T> = { readonly [K in keyof T as undefined extends T[K] ? K : never]-?: undefined };

let knex: Knex;
let drop: () => Promise<void>;
beforeAll(async () => {
  const [sqlite] = await testDatabases();
  const opened = await sqlite?.open();
  if (opened === undefined) throw new Error('no SQLite');
  knex = opened.connect();
  drop = opened.drop;
  await migrate(knex);
});
afterAll(() => drop());

const storeOptions: Undefined<KnexStoreOptions> = {
  unsealed: undefined,
  tables: undefined,
  now: undefined,
  clockOffsetMs: undefined,
  newId: undefined,
  onUnreadable: undefined,
  destroyOnClose: undefined,
};
const memoryOptions: Undefined<MemoryStoreOptions> = {
  now: undefined,
  clockOffsetMs: undefined,
  newId: undefined,
};
const secretsOptions: Undefined<SecretsOptions> = {
  tables: undefined,
  batchSize: undefined,
  onProgress: undefined,
  signal: undefined,
};
const workerOptions: Undefined<TaskWorkerOptions> = {
  concurrency: undefined,
  leaseMs: undefined,
  pollMs: undefined,
  keepDoneMs: undefined,
  timeoutMs: undefined,
  graceMs: undefined,
  leaveKinds: undefined,
  onEvent: undefined,
};
const taskOptions: Undefined<NewTask> = {
  openKey: undefined,
  runAt: undefined,
  group: undefined,
  requestId: undefined,
  maxAttempts: undefined,
};
const tableNames: Undefined<TableOptions> = {
  users: undefined,
  operators: undefined,
  clients: undefined,
  properties: undefined,
  houses: undefined,
  viewings: undefined,
  webhooks: undefined,
  oauthCodes: undefined,
  tasks: undefined,
};
const mappingOptions: Undefined<TableMapping<'operators'>> = {
  ids: undefined,
  columns: undefined,
  where: undefined,
  insert: undefined,
  mirror: undefined,
};
const columnOptions: Undefined<ColumnOptions> = {
  read: undefined,
  write: undefined,
  width: undefined,
  datetime: undefined,
};

/** Past the compiler, which refuses an explicit `undefined` in some of them. */
const loose = <T>(value: unknown) => value as T;

test('an option given as undefined is one left out: of a store, its tables and their mappings', async () => {
  const memory = createMemoryStore(loose<MemoryStoreOptions>(memoryOptions));
  const plain = createKnexStore(loose<KnexStoreOptions>({ knex, cipher: testCipher, ...storeOptions }));
  await migrate(knex, loose({ tables: undefined }));
  await migrate(knex, loose({ tables: tableNames }));
  const named = createKnexStore(loose<KnexStoreOptions>({ knex, cipher: testCipher, tables: tableNames }));
  const operators = {
    name: 'property_operators',
    ...mappingOptions,
    columns: { name: { column: 'name', ...columnOptions }, createdAt: undefined },
    where: { name: undefined },
    insert: { no_such_column: undefined },
    mirror: { no_such_column: undefined },
  };
  const mapped = createKnexStore(
    loose<KnexStoreOptions>({ knex, cipher: testCipher, tables: { operators } }),
  );
  for (const store of [memory, plain, named, mapped]) {
    const { client } = await store.clients.connect({
      cid: String(Math.random()),
      subdomain: 'example',
      companyName: 'Example Homes',
      token: { accessToken: { reveal: () => 'token' }, expiresAt: undefined },
      agent: { name: 'Example Agent', email: undefined, phone: undefined },
    });
    expect((await store.operators.find(client.operatorId))?.name).toBe('Example Homes');
    // As texts: a secret equals no other.
    expect(JSON.stringify(await store.clients.list(loose({ limit: undefined, after: undefined })))).toBe(
      JSON.stringify(await store.clients.list()),
    );
    expect(
      await store.tasks.list(loose({ status: undefined, kind: undefined, requestId: undefined })),
    ).toEqual(await store.tasks.list());
  }
});

test('an option given as undefined is one left out: of keys, secrets, tasks, workers and SQLite', async () => {
  const cipher = aesGcmCipher(
    loose<AesGcmOptions>({ keys: { test: '42'.repeat(32), gone: undefined }, activeKeyId: 'test' }),
  );
  const store = createKnexStore({ knex, cipher });
  for (const rewrite of [sealSecrets, rotateSecrets])
    expect(await rewrite(knex, loose<SecretsOptions>({ cipher, ...secretsOptions }))).toMatchObject({
      left: 0,
    });
  await store.tasks.enqueue(loose<NewTask>({ kind: 'a', payload: {}, ...taskOptions }));
  const handlers = { a: async () => {}, b: undefined };
  const worker = store.tasks.work(loose(handlers), loose<TaskWorkerOptions>(workerOptions));
  await worker.idle();
  await worker.stop(loose({ drainMs: undefined }));
  expect((await store.tasks.list({ kind: 'a' })).items).toMatchObject([{ status: 'done', maxAttempts: 10 }]);
  await openSqlite(':memory:', loose({ busyTimeoutMs: undefined })).destroy();
});

/** Starts what takes options of each kind, with those that it cannot do without. */
const starters: Readonly<Record<keyof typeof optionSpecs, (options: object) => unknown>> = {
  createMemoryStore: (options) => createMemoryStore(loose(options)),
  createKnexStore: (options) => createKnexStore(loose({ knex, cipher: testCipher, ...options })),
  migrate: (options) => migrate(knex, loose(options)),
  openSqlite: (options) => openSqlite(':memory:', loose(options)).destroy(),
  rewriteSecrets: (options) => sealSecrets(knex, loose({ cipher: testCipher, ...options })),
  aesGcmCipher: (options) =>
    aesGcmCipher(loose({ keys: { test: '42'.repeat(32) }, activeKeyId: 'test', ...options })),
  taskWorker: (options) => createMemoryStore().tasks.work({}, loose(options)).stop(),
  stopWorker: (options) => createMemoryStore().tasks.work({}).stop(loose(options)),
  tableMapping: (options) => starters.createKnexStore(mappedOperators(options)),
  columnMapping: (options) =>
    starters.createKnexStore(mappedOperators({ columns: { name: { column: 'name', ...options } } })),
};
const mappedOperators = (mapping: object) => ({
  tables: { operators: { name: 'property_operators', ...mapping } },
});
const everyOption = Object.entries(optionSpecs).flatMap(([kind, specs]) =>
  // The kinds are those of the table.
  Object.keys(specs).map((name) => [kind as keyof typeof optionSpecs, name] as const),
);

test.each(everyOption)('%s refuses a senseless %s at once, by name', async (kind, name) => {
  await expect((async () => starters[kind]({ [name]: 7n }))()).rejects.toEqual(misuse(name));
});

test.each(everyOption)('%s takes an undefined %s for one left out', async (kind, name) => {
  const needed = name === 'knex' || name === 'cipher' || name === 'keys' || name === 'activeKeyId';
  const started = (async () => starters[kind]({ [name]: undefined }))();
  if (needed) await expect(started).rejects.toEqual(misuse(name));
  else await started;
});

test.each(Object.keys(optionSpecs) as (keyof typeof optionSpecs)[])(
  '%s refuses an option that it does not have, by name, and says which there are',
  async (kind) => {
    const [known = ''] = Object.keys(optionSpecs[kind]);
    const refused = misuse(new RegExp(`"misspelt".*${known}`));
    await expect((async () => starters[kind]({ misspelt: 1 }))()).rejects.toEqual(refused);
  },
);

const senseless = [Number.NaN, Number.POSITIVE_INFINITY, -1, 1.5, 2 ** 31, 1e300, '7', null, {}];

test('a number that makes no sense is refused at once, by the name of its option', async () => {
  const store = createMemoryStore();
  for (const name of ['concurrency', 'leaseMs', 'pollMs', 'timeoutMs'] as const)
    for (const value of [0, ...senseless])
      expect(() => store.tasks.work({}, loose({ [name]: value })), `${name} ${value}`).toThrow(misuse(name));
  for (const value of senseless.filter((one) => one !== 2 ** 31))
    expect(() => store.tasks.work({}, loose({ keepDoneMs: value })), `${value}`).toThrow(
      misuse('keepDoneMs'),
    );
  for (const value of senseless)
    expect(() => store.tasks.work({}, loose({ graceMs: value })), `${value}`).toThrow(misuse('graceMs'));
  const worker = store.tasks.work({});
  for (const value of senseless)
    await expect(worker.stop(loose({ drainMs: value })), `${value}`).rejects.toEqual(misuse('drainMs'));
  await store.close();
  for (const value of senseless)
    expect(() => openSqlite(':memory:', loose({ busyTimeoutMs: value })), `${value}`).toThrow(
      misuse('busyTimeoutMs'),
    );
  for (const value of [0, ...senseless])
    for (const rewrite of [sealSecrets, rotateSecrets])
      await expect(rewrite(knex, loose({ cipher: testCipher, batchSize: value }))).rejects.toEqual(
        misuse('batchSize'),
      );
  for (const value of [0, ...senseless]) {
    const operators = { name: 'property_operators', columns: { name: { column: 'name', width: value } } };
    expect(() => createKnexStore(loose({ knex, cipher: testCipher, tables: { operators } }))).toThrow(
      misuse('width of name'),
    );
  }
});

test('anything else that makes no sense is refused at once, by name', async () => {
  const make = (options: object) => () => createKnexStore(loose({ knex, cipher: testCipher, ...options }));
  expect(() => createKnexStore(loose(undefined))).toThrow(misuse('options'));
  expect(make({ knex: undefined })).toThrow(misuse('knex'));
  for (const cipher of [undefined, null, 'clear', {}, { seal() {} }])
    expect(make({ cipher })).toThrow(misuse('cipher'));
  expect(make({ unsealed: 'maybe' })).toThrow(misuse('unsealed'));
  expect(make({ now: 7 })).toThrow(misuse('now'));
  expect(make({ clockOffsetMs: 7 })).toThrow(misuse('clockOffsetMs'));
  expect(make({ newId: 'x' })).toThrow(misuse('newId'));
  expect(make({ onUnreadable: 7 })).toThrow(misuse('onUnreadable'));
  expect(make({ tables: { user: 'people' } })).toThrow(misuse('tables.user'));
  const mapped = (mapping: object) =>
    make({ tables: { operators: { name: 'property_operators', ...mapping } } });
  expect(mapped({ ids: 'auto' })).toThrow(misuse('ids of operators'));
  expect(mapped({ columns: { createdAt: { column: 'created_at', datetime: 6 } } })).toThrow(
    misuse('datetime'),
  );
  expect(mapped({ columns: { name: { column: 'name', read: 'x' } } })).toThrow(misuse('read of name'));
  for (const keys of [undefined, null, { test: 7 }, { test: null }, { test: 'zz'.repeat(32) }])
    expect(() => aesGcmCipher(loose({ keys, activeKeyId: 'test' }))).toThrow(misuse(/keys|Key/));
  expect(() => createMemoryStore().tasks.work(loose({ a: 7 }))).toThrow(misuse('handler of a'));
});

test('a clock or an id source that gives nonsense is misuse, and nothing is written', async () => {
  for (const odd of [undefined, null, 7, '2026', new Date(Number.NaN), new Date(8.64e15)])
    for (const store of [
      createMemoryStore(loose({ now: () => odd })),
      createKnexStore(loose({ knex, cipher: testCipher, now: () => odd })),
    ]) {
      const before = await knex('users').count({ count: '*' });
      await expect(store.users.insert({ role: 'user', name: 'x' })).rejects.toEqual(misuse('now'));
      await expect(store.tasks.enqueue({ kind: 'x', payload: {} })).rejects.toEqual(misuse('now'));
      expect(await knex('users').count({ count: '*' })).toEqual(before);
    }
  for (const odd of [undefined, null, 7, '', 'x'.repeat(65), 'a\0b', '\ud83c'])
    for (const store of [
      createMemoryStore(loose({ newId: () => odd })),
      createKnexStore(loose({ knex, cipher: testCipher, newId: () => odd })),
    ]) {
      await expect(store.users.insert({ role: 'user', name: 'x' })).rejects.toEqual(misuse('newId'));
      await expect(store.tasks.enqueue({ kind: 'x', payload: {} })).rejects.toEqual(misuse('newId'));
    }
});

test('an async function, where the result is used at once, is an error at the call and ends no process', async () => {
  const rejections: unknown[] = [];
  const note = (error: unknown) => rejections.push(error);
  process.on('unhandledRejection', note);
  const rejecting = async () => {
    throw new Error('later');
  };
  const cipher = { seal: rejecting, open: rejecting, isCurrent: rejecting };
  const column = { column: 'name', read: rejecting, write: rejecting };
  const tables = { users: { name: 'users', columns: { name: column } } };
  try {
    for (const [name, options] of Object.entries({
      now: { now: rejecting },
      clockOffsetMs: { clockOffsetMs: rejecting },
      newId: { newId: rejecting },
      write: { tables },
    })) {
      const user = { role: 'user', name: 'x' } as const;
      if (!('tables' in options))
        await expect(createMemoryStore(loose(options)).users.insert(user), name).rejects.toEqual(
          misuse(name),
        );
      const store = createKnexStore(loose({ knex, cipher: testCipher, ...options }));
      await expect(store.users.insert(user), name).rejects.toEqual(misuse(name));
    }
    const store = createKnexStore(loose({ knex, cipher }));
    const token = { accessToken: secret('token'), expiresAt: undefined };
    const client = { cid: '1', subdomain: 'demo', companyName: 'Demo', token, agent: { name: 'Agent' } };
    await expect(store.clients.connect(client)).rejects.toEqual(misuse('cipher.seal'));
    await setImmediate();
    expect(rejections).toEqual([]);
  } finally {
    process.off('unhandledRejection', note);
  }
});
