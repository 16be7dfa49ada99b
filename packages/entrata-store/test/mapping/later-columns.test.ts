import type { Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../src/index.js';
import {
  checkMapping,
  createKnexStore,
  migrate,
  sealSecrets,
  type TableOptions,
} from '../../src/knex/index.js';
import { fullCapabilities } from '../../src/testing/cases/contract-case.js';
import { storedUser } from '../../src/testing/cases/samples.js';
import { storeContract } from '../../src/testing/store-contract.js';
import { describeOnEachDatabase, type OpenDatabase } from '../support/databases.js';
import { openFirstRelease } from '../support/first-release.js';
import { sampleOn, standsForAll } from '../support/level.js';
import { testCipher as cipher } from '../support/subjects.js';
import { laterFields, firstReleaseMapping as tables } from './first-release-mapping.js';

await describeOnEachDatabase('a mapping that was written for the first release', (database) => {
  let opened: OpenDatabase;
  let knex: Knex;
  const stores: Store[] = [];
  const open = (): Store => {
    const store = createKnexStore({ knex: opened.connect(), cipher, tables, destroyOnClose: true });
    stores.push(store);
    return store;
  };
  beforeAll(async () => {
    opened = await openFirstRelease(database);
    knex = opened.connect();
  });
  afterAll(async () => {
    for (const store of stores) await store.close();
    await opened.drop();
  });

  const withViewings = (viewings: Partial<Exclude<TableOptions['viewings'], string>>): TableOptions => ({
    ...tables,
    viewings: { name: 'viewings', ...viewings },
  });
  const saidOfSentEmail = async (options: TableOptions) =>
    (await checkMapping(knex, options)).filter(({ column }) => column === 'sent_email');

  test('is warned of every later column, with what is off without it and the ALTER', async () => {
    const problems = await checkMapping(knex, tables);
    expect(laterFields).not.toEqual([]);
    expect(problems).toEqual(
      problems.map(() => expect.objectContaining({ severity: 'warning', alter: expect.any(String) })),
    );
    expect(problems.map(({ table, column }) => `${table}.${column}`).sort()).toEqual(
      laterFields.map(({ table, column }) => `${table}.${column}`).sort(),
    );
    for (const { column, feature } of laterFields)
      expect(problems.find((problem) => problem.column === column)?.problem).toContain(feature);
  });

  test('says nothing of a field that the mapping gives no column', async () => {
    expect(await saidOfSentEmail(withViewings({ columns: { sentEmail: null } }))).toEqual([]);
  });

  test('names a column as wrong that the mapping names and the table lacks', async () => {
    const options = withViewings({ columns: { sentEmail: 'sent_email' } });
    expect(await saidOfSentEmail(options)).toMatchObject([
      { severity: 'error', alter: expect.stringMatching(/^alter table .*add column/) },
    ]);
    await expect(migrate(knex, { tables: options })).rejects.toMatchObject({ code: 'misuse' });
  });

  describe('without the later columns', () => {
    test('goes on at its start', async () => {
      await migrate(knex, { tables });
      const store = open();
      expect((await store.clients.findByCid('1001'))?.accessToken?.reveal()).toBe('token-1');
      await store.ping();
      expect(await sealSecrets(knex, { cipher, tables })).toMatchObject({ rewritten: 0 });
    });

    test('looks at a mapped table once, not before every statement', async () => {
      const watched = opened.connect();
      const described: unknown[] = [];
      watched.on('query', ({ sql, bindings }: { sql: string; bindings?: readonly unknown[] }) => {
        if (/table_info|information_schema.columns/.test(sql) && bindings?.[0] === 'viewings')
          described.push(sql);
      });
      const store = createKnexStore({ knex: watched, cipher, tables });
      await Promise.all([store.clients.list(), store.viewings.find('1'), store.transaction(async () => {})]);
      await store.ping();
      await store.viewings.find('1');
      expect(described).toHaveLength(1);
    });

    describe('keeps the store contract', () => {
      for (const { name, run } of sampleOn(database.name, storeContract, 3))
        test(name, () =>
          run({
            store: stores[0] ?? open(),
            other: stores[1] ?? open(),
            open: async () => open(),
            capabilities: { ...fullCapabilities, keepsLaterFields: false },
          }),
        );
    });
  });

  describe('once the ALTERs were run', () => {
    let store: Store;
    let other: Store;

    test('is warned of nothing any more, and the stores in use go on', async () => {
      // An index on a new column is named when the column is there.
      for (let round = 0; round < 2; round += 1)
        for (const { alter } of await checkMapping(knex, tables)) await knex.raw(alter ?? 'no alter');
      expect(await checkMapping(knex, tables)).toEqual([]);
      expect(stores[0] && (await storedUser(stores[0])).role).toBe('user');
      await migrate(knex, { tables });
      [store, other] = [open(), open()];
    });

    // SQLite numbers no column but the key: there, `seq` stays empty unless its owner writes a trigger.
    const capabilities = { ...fullCapabilities, keepsLaterFields: database.name !== 'sqlite' };

    if (standsForAll(database.name))
      describe('keeps the store contract', () => {
        for (const { name, run } of storeContract)
          test(name, () => run({ store, other, open: async () => open(), capabilities }));
      });

    test('leaves a column alone that the mapping uses for something else', async () => {
      for (const options of [
        withViewings({ columns: { note: 'sent_email' } }),
        withViewings({ insert: { sent_email: 'theirs' } }),
      ]) {
        expect(await saidOfSentEmail(options)).toMatchObject([
          { severity: 'warning', problem: expect.stringMatching(/for something else/) },
        ]);
      }
    });

    test('names a later column that cannot hold its field', async () => {
      await knex.schema.alterTable('viewings', (table) => table.dropColumn('sent_email'));
      await knex.raw("alter table viewings add column sent_email varchar(320) default '' not null");
      await knex.schema.alterTable('viewings', (table) => table.dropIndex(['cancel_requested_at', 'id']));
      await knex.schema.alterTable('viewings', (table) => table.dropColumn('cancel_requested_at'));
      await knex.raw(
        `alter table viewings add column cancel_requested_at ${database.name === 'postgres' ? 'timestamptz' : 'datetime'}`,
      );
      const errors = (await checkMapping(knex, tables)).filter(({ severity }) => severity === 'error');
      expect(errors.map(({ column, problem }) => `${column} ${problem}`).sort()).toEqual([
        expect.stringMatching(/^cancel_requested_at .*say datetime/),
        expect.stringMatching(/^sent_email is NOT NULL/),
      ]);
    });
  });
});
