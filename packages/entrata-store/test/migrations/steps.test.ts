import type { Knex } from 'knex';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dialectOf } from '../../src/knex/dialect-of.js';
import { inspectSchema, migrate } from '../../src/knex/index.js';
import { inspectWith } from '../../src/knex/inspect-schema.js';
import { createKnexStore } from '../../src/knex/knex-store.js';
import { migrateWith } from '../../src/knex/migrate.js';
import { describeOnEachDatabase, type OpenDatabase } from '../support/databases.js';
import { openFirstRelease } from '../support/first-release.js';
import { standsForAll } from '../support/level.js';
import { schemaOf } from '../support/schema-of.js';
import { testCipher } from '../support/subjects.js';
import { laterSteps } from './later-steps.js';

const names = laterSteps.map(({ id }) => id);

/** Lets the n-th writing statement of this instance fail as on a connection that is gone; 0 only counts. */
function failAt(knex: Knex, statement: number): () => number {
  let count = 0;
  knex.on('query', ({ sql }) => {
    if (!/^(create|alter|insert|update)/i.test(sql)) return;
    count += 1;
    if (count === statement) throw Object.assign(new Error('cut'), { code: 'ECONNRESET' });
  });
  return () => count;
}

await describeOnEachDatabase('steps after the first', (database) => {
  let opened: OpenDatabase;
  beforeEach(async () => {
    opened = await openFirstRelease(database);
  });
  afterEach(() => opened.drop());

  async function expectUpgraded(knex: Knex) {
    expect(await inspectWith(knex, {}, laterSteps)).toMatchObject({
      reason: undefined,
      applied: names,
      pending: [],
      statements: [],
    });
    expect(new Set(await knex('entrata_webhooks').pluck('shelf'))).toEqual(new Set(['top']));
    expect(await knex('entrata_webhooks').pluck('id')).toHaveLength(9);
  }

  test('are run in order on a database of the first release, in batches where rows change', async () => {
    const knex = opened.connect();
    const updates: string[] = [];
    knex.on('query', ({ sql }) => /^update .*shelf/.test(sql) && updates.push(sql));
    expect(await migrateWith(knex, {}, laterSteps)).toEqual({ applied: names.slice(1), mended: [] });
    await expectUpgraded(knex);
    // Nine rows, two at a time, and once to see that none is left.
    expect(updates).toHaveLength(6);
    expect(await migrateWith(knex, {}, laterSteps)).toEqual({ applied: [], mended: [] });
  });

  test('make the same tables on an empty database', async () => {
    const knex = opened.connect();
    await migrateWith(knex, {}, laterSteps);
    const fresh = await database.open();
    try {
      const own = fresh.connect();
      await migrateWith(own, {}, laterSteps);
      expect(await schemaOf(own, fresh.address)).toBe(await schemaOf(knex, opened.address));
    } finally {
      await fresh.drop();
    }
  });

  test('go on after a cut at any statement', async () => {
    const whole = opened.connect();
    const counted = failAt(whole, 0);
    await migrateWith(whole, {}, laterSteps);
    const wanted = await schemaOf(whole, opened.address);
    const statements = counted();
    let cuts = 0;
    // On the servers, which take their time to make a database, at some of them; in the long run at every one.
    const stride = standsForAll(database.name) ? 1 : 7;
    for (let statement = 1; statement <= statements; statement += stride) {
      await opened.drop();
      opened = await openFirstRelease(database);
      const cut = opened.connect();
      failAt(cut, statement);
      const end = await migrateWith(cut, {}, laterSteps).then(
        () => 'done',
        () => 'cut',
      );
      expect(end).toBe('cut');
      cuts += 1;
      // Its connections end with a process, and with them what it held.
      await cut.destroy();
      const knex = opened.connect();
      await migrateWith(knex, {}, laterSteps);
      await expectUpgraded(knex);
      expect(await schemaOf(knex, opened.address), `cut at ${statement} of ${statements}`).toBe(wanted);
    }
    expect(cuts).toBe(Math.ceil(statements / stride));
  });

  test('are run once, whoever runs them at the same time', async () => {
    const instances = Array.from({ length: 4 }, () => opened.connect());
    await Promise.all(instances.map((knex) => knex.raw('select 1')));
    const reports = await Promise.all(instances.map((knex) => migrateWith(knex, {}, laterSteps)));
    expect(reports.flatMap(({ applied }) => applied).sort()).toEqual(names.slice(1));
    await expectUpgraded(opened.connect());
  });

  test('leave mapped tables alone, and are run for another choice of names too', async () => {
    const knex = opened.connect();
    await migrateWith(knex, {}, laterSteps);
    await migrateWith(knex, { webhooks: 'log', tasks: 'work' }, laterSteps);
    const dialect = dialectOf(knex);
    expect((await dialect.describeTable(knex, 'log'))?.columns.has('shelf')).toBe(true);
    expect((await dialect.describeTable(knex, 'work'))?.columns.has('mood')).toBe(true);
    expect(await inspectWith(knex, {}, laterSteps)).toMatchObject({ reason: undefined });
    // Its own rows, in a table of its own: the index of 9001 is for tables of ours.
    const tables = { operators: 'companies', users: { name: 'people' } } as const;
    await knex.schema.createTable('companies', (table) => void table.string('id', 64).primary());
    const status = await inspectWith(knex, tables, laterSteps);
    expect(status.statements.filter((sql) => /people/.test(sql))).toEqual([]);
  });

  test('of a newer version that promise to lose nothing let this one go on beside them', async () => {
    const knex = opened.connect();
    await migrateWith(knex, {}, laterSteps);
    await migrate(knex);
    expect((await inspectSchema(knex)).ahead).toHaveLength(3);
    const store = createKnexStore({ knex, cipher: testCipher });
    expect((await store.clients.list()).items).toHaveLength(3);
  });

  test('that were not run yet are printed as SQL, which does the same when run by hand', async () => {
    const knex = opened.connect();
    const before = await schemaOf(knex, opened.address);
    const { statements, pending } = await inspectWith(knex, {}, laterSteps);
    expect(pending).toEqual(names.slice(1));
    expect(await schemaOf(knex, opened.address)).toBe(before);
    for (const sql of statements) {
      // The printed comment says which are to be repeated.
      for (let again = true; again; ) {
        const changed = dialectOf(knex).changedRows(await knex.raw(sql));
        again = sql.startsWith('-- again') && changed > 0;
      }
    }
    await expectUpgraded(knex);
  });

  test('bring back a table that was lost before they change it', async () => {
    const knex = opened.connect();
    await knex.schema.dropTable('entrata_webhooks');
    await migrateWith(knex, {}, laterSteps);
    expect(await inspectWith(knex, {}, laterSteps)).toMatchObject({ reason: undefined });
    expect((await dialectOf(knex).describeTable(knex, 'entrata_webhooks'))?.columns.has('shelf')).toBe(true);
  });
});
