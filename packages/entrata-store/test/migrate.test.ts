import { afterEach, beforeEach, expect, test } from 'vitest';
import { dialectOf } from '../src/knex/dialect-of.js';
import { createKnexStore, migrate } from '../src/knex/index.js';
import { steps } from '../src/knex/migrations/steps.js';
import { schema } from '../src/tables.js';
import { connectedClient } from '../src/testing/cases/samples.js';
import { migrateInChild } from './processes/migrate-in-child.js';
import { describeOnEachDatabase, type OpenDatabase } from './support/databases.js';
import { sampleOn } from './support/level.js';
import { testCipher } from './support/subjects.js';

await describeOnEachDatabase('migrate', (database) => {
  let opened: OpenDatabase;
  beforeEach(async () => {
    opened = await database.open();
  });
  afterEach(() => opened.drop());

  /** Every table with its columns and unique keys, to compare two databases. */
  async function shape(): Promise<unknown> {
    const knex = opened.connect();
    const tables = [...Object.values(schema).map(({ name }) => name), 'entrata_tasks'];
    const shapes = [];
    for (const table of tables) {
      const facts = await dialectOf(knex).describeTable(knex, table);
      shapes.push([
        table,
        [...(facts?.columns.values() ?? [])],
        (facts?.indexes ?? []).map((index) => JSON.stringify(index)).sort(),
      ]);
    }
    return shapes;
  }

  async function works() {
    const store = createKnexStore({ knex: opened.connect(), cipher: testCipher });
    expect((await connectedClient(store)).status).toBe('active');
    await store.close();
  }

  test('from empty, and again without changing anything', async () => {
    const knex = opened.connect();
    await migrate(knex);
    const first = await shape();
    await works();
    await migrate(knex);
    expect(await shape()).toEqual(first);
    expect(await knex('entrata_migrations').select('id')).toHaveLength(steps.length);
  });

  test('from two processes and this one at once', async () => {
    const ends = await Promise.all([
      migrateInChild(opened),
      migrateInChild(opened),
      migrate(opened.connect()).then(() => ({ count: 1 })),
    ]);
    expect(ends.every(({ count }) => count !== undefined && count > 0)).toBe(true);
    await works();
    expect(await opened.connect()('entrata_migrations').select('id')).toHaveLength(steps.length);
  });

  test('from six instances in the same moment', async () => {
    const instances = Array.from({ length: 6 }, () => opened.connect());
    // Connected first, so that none waits for a handshake while another is done.
    await Promise.all(instances.map((knex) => knex.raw('select 1')));
    await Promise.all(instances.map((knex) => migrate(knex)));
    await works();
    expect(await opened.connect()('entrata_migrations').select('id')).toHaveLength(steps.length);
  });

  test('after being killed at its first, at a middle, and at its last statement', async () => {
    await migrate(opened.connect());
    const whole = await shape();
    await opened.drop();
    opened = await database.open();
    const { count = 0 } = await migrateInChild(opened);
    const places = [Math.floor(count / 2), 2, count - 1];
    for (const killAfter of sampleOn(database.name, places, places.length)) {
      await opened.drop();
      opened = await database.open();
      expect(
        await migrateInChild(opened, { statement: killAfter, of: 'all' }),
        `killed at ${killAfter} of ${count}`,
      ).toEqual({
        signal: 'SIGKILL',
      });
      await migrate(opened.connect());
      expect(await shape()).toEqual(whole);
      await works();
    }
  });

  test('with table names of your own, beside the default ones', async () => {
    const knex = opened.connect();
    await migrate(knex);
    const tables = Object.fromEntries(
      [...Object.keys(schema), 'tasks'].map((key) => [key, `my_${key.toLowerCase()}`]),
    );
    await migrate(knex, { tables });
    const store = createKnexStore({ knex, cipher: testCipher, tables });
    const { id } = await connectedClient(store);
    expect(await knex('my_clients').pluck('id')).toEqual([id]);
    expect(await knex('entrata_clients').pluck('id')).toEqual([]);
  });

  test('beside a table of others with a name of ours: refuses, says so, and creates nothing', async () => {
    const knex = opened.connect();
    await knex.raw('create table houses (id integer primary key, title varchar(50), created_at bigint)');
    await expect(migrate(knex)).rejects.toMatchObject({
      code: 'misuse',
      message: expect.stringMatching(/^A table houses exists and is not the store's .*tables\.houses$/),
    });
    expect(await knex.schema.hasTable('users')).toBe(false);
    await migrate(knex, { tables: { houses: 'entrata_houses' } });
    const store = createKnexStore({ knex, cipher: testCipher, tables: { houses: 'entrata_houses' } });
    expect((await store.houses.list()).items).toEqual([]);
  });

  test('a store without migration says so, and what to run; once that was done it works', async () => {
    const knex = opened.connect();
    const store = createKnexStore({ knex, cipher: testCipher });
    const refused = {
      code: 'misuse',
      reason: 'not_migrated',
      message: expect.stringMatching(/^The database is not migrated: run .*entrata migrate/),
    };
    await expect(store.users.find('x')).rejects.toMatchObject(refused);
    await expect(store.tasks.enqueue({ kind: 'x', payload: {} })).rejects.toMatchObject(refused);
    await expect(store.transaction(async () => {})).rejects.toMatchObject(refused);
    await migrate(knex);
    await expect.poll(() => store.users.find('x').catch(() => 'refused')).toBeUndefined();
  });

  test('a store looks at the schema once, however many begin to use it at the same time', async () => {
    const knex = opened.connect();
    await migrate(knex);
    const store = createKnexStore({ knex, cipher: testCipher });
    let looks = 0;
    knex.on('query', ({ sql }) => {
      if (/entrata_migrations.*applied_at|applied_at.*entrata_migrations/s.test(sql)) looks += 1;
    });
    await Promise.all(Array.from({ length: 20 }, () => store.users.find('x')));
    await store.transaction(async (tx) => tx.users.find('x'));
    expect(looks).toBe(1);
  });
});
