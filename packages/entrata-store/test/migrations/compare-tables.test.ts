import type { Knex } from 'knex';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dialectOf } from '../../src/knex/dialect-of.js';
import { createKnexStore, inspectSchema, migrate } from '../../src/knex/index.js';
import { findOwnTables, type NeededTable } from '../../src/knex/migrations/own-tables.js';
import { connectedClient } from '../../src/testing/cases/samples.js';
import { describeOnEachDatabase, type OpenDatabase } from '../support/databases.js';
import { sampleOn } from '../support/level.js';
import { testCipher } from '../support/subjects.js';

await describeOnEachDatabase('our own tables', (database) => {
  let opened: OpenDatabase;
  let knex: Knex;
  let needed: readonly NeededTable[];
  beforeAll(async () => {
    opened = await database.open();
    knex = opened.connect({ poolSize: 1 });
    await migrate(knex);
    ({ needed } = await findOwnTables(knex, dialectOf(knex), {}));
    // One connection, so that what is dropped here is dropped whatever refers to it.
    if (database.name === 'mariadb') await knex.raw('set foreign_key_checks = 0');
    if (database.name === 'sqlite') await knex.raw('pragma foreign_keys = off');
  });
  afterAll(() => opened.drop());

  const quote = (name: string) => dialectOf(knex).quote(name);
  const isSound = async () =>
    expect(await inspectSchema(knex)).toMatchObject({ reason: undefined, problems: [] });

  /** A new store refuses to work, and names what is wrong with what would mend it. */
  async function expectRefused(where: string, statement: RegExp) {
    const store = createKnexStore({ knex, cipher: testCipher });
    const error = await store.users.list().catch((thrown: unknown) => thrown);
    expect(error, where).toMatchObject({ code: 'misuse', reason: 'schema_differs' });
    const { message } = error as Error;
    expect(message).toContain(`- ${where} `);
    expect(message).toMatch(statement);
  }

  test('that are as they should be are found so', isSound);

  test('that lack a table are refused by name, and mended', async () => {
    for (const { name } of sampleOn(database.name, needed, 3)) {
      await knex.raw(`drop table ${quote(name)} ${database.name === 'postgres' ? 'cascade' : ''}`);
      await expectRefused(name, new RegExp(`create table if not exists .${name}.`));
      expect((await migrate(knex)).mended[0]).toContain(name);
      await isSound();
    }
  });

  test('that lack an index are refused by name, and mended', async () => {
    const indexes = needed.flatMap(({ name, indexes: [, ...others] }) =>
      others.map((index) => [name, index] as const),
    );
    expect(indexes.length).toBeGreaterThan(30);
    for (const [table, { name, columns, unique }] of sampleOn(database.name, indexes, 6)) {
      await knex.raw(`drop index ${quote(name)} ${database.name === 'mariadb' ? `on ${quote(table)}` : ''}`);
      const create = new RegExp(`create ${unique ? 'unique ' : ''}index .${name}.`);
      await expectRefused(`${table}.${columns.join(', ')}`, create);
      expect((await migrate(knex)).mended).toEqual([expect.stringMatching(create)]);
    }
    await isSound();
  });

  test('that lack a column are refused by name', async () => {
    const columns = needed.flatMap(({ name, columns: all }) =>
      all.map((column) => [name, column.name] as const),
    );
    expect(columns.length).toBeGreaterThan(120);
    for (const [table, column] of sampleOn(database.name, columns, 6)) {
      const rename = (from: string, to: string) =>
        knex.raw(`alter table ${quote(table)} rename column ${quote(from)} to ${quote(to)}`);
      await rename(column, 'gone');
      const { reason, problems } = await inspectSchema(knex);
      expect(reason, `${table}.${column}`).toBe('schema_differs');
      const found = problems.find((problem) => problem.name === table && problem.column === column);
      expect(found?.mend.join(), `${table}.${column}`).toMatch(/^alter table .* add column /);
      await rename('gone', column);
    }
    await isSound();
  });

  test('that lack a column which may be absent get it back; one that every row needs is not made up', async () => {
    await knex.raw(`alter table entrata_webhooks drop column error_code`);
    await expectRefused(
      'entrata_webhooks.error_code',
      /alter table .entrata_webhooks. add column .error_code./,
    );
    expect((await migrate(knex)).mended).toHaveLength(1);
    await isSound();
    await knex.raw(`alter table entrata_webhooks drop column method`);
    const refusal = {
      code: 'misuse',
      reason: 'schema_differs',
      message: expect.stringContaining('restore a backup'),
    };
    await expect(migrate(knex)).rejects.toMatchObject(refusal);
    await expectRefused('entrata_webhooks.method', /alter table .entrata_webhooks. add column .method./);
    await knex.raw(`drop table entrata_webhooks`);
    await migrate(knex);
    await isSound();
  });

  test('with a column of others that nothing writes are refused, and those that may be left out are not', async () => {
    await knex.raw('alter table users add column nickname varchar(20)');
    await knex.raw(
      "alter table users add column rank varchar(20) not null default 'none'".replace('rank', quote('rank')),
    );
    await isSound();
    if (database.name === 'sqlite') return;
    await knex.raw('alter table users add column badge varchar(20) not null');
    await expectRefused('users.badge', /NOT NULL without a default, and nothing writes it/);
    await knex.raw('alter table users drop column badge');
    await isSound();
  });

  test('with two rows that a lost unique index would have kept apart say so, instead of failing without a name', async () => {
    await knex.raw(
      `drop index entrata_clients_cid_key ${database.name === 'mariadb' ? 'on entrata_clients' : ''}`,
    );
    const row = {
      subdomain: 'x',
      company_name: 'X',
      token_version: 1,
      status: 'active',
      created_at: 1,
      updated_at: 1,
    };
    const operator = { id: 'o', name: 'O', created_at: 1 };
    await knex('property_operators').insert(operator);
    await knex('users').insert({ id: 'u', role: 'agent', name: 'A', created_at: 1 });
    for (const id of ['1', '2'])
      await knex('entrata_clients').insert({ id, cid: 'same', operator_id: 'o', agent_user_id: 'u', ...row });
    await expect(migrate(knex)).rejects.toMatchObject({
      code: 'misuse',
      message: expect.stringMatching(/entrata_clients\.cid has no unique index.*\n.*create unique index/),
    });
    await knex('entrata_clients').delete();
    await migrate(knex);
    await isSound();
  });
});

await describeOnEachDatabase('tables that were ours before one was mapped', (database) => {
  const tables = { users: { name: 'people' } } as const;

  test('keep a foreign key that is refused by name, until the statements given have removed it', async () => {
    const opened = await database.open();
    const knex = opened.connect({ poolSize: 1 });
    try {
      await migrate(knex);
      const old = createKnexStore({ knex, cipher: testCipher });
      await connectedClient(old);
      // A table of theirs; the rows of ours that the trial left refer to people who are in both.
      await knex.schema.createTable('people', (table) => {
        table.string('id', 64).primary();
        table.string('role', 32);
        table.string('name', 255);
        table.string('email', 320);
        table.string('phone', 64);
        table.string('company_name', 255);
        table.string('operator_id', 64);
        table.bigInteger('created_at');
      });
      const refusal = {
        code: 'misuse',
        reason: 'schema_differs',
        message: expect.stringMatching(/foreign key to users/),
      };
      await expect(migrate(knex, { tables })).rejects.toMatchObject(refusal);
      const store = createKnexStore({ knex, cipher: testCipher, tables });
      await expect(store.clients.list()).rejects.toMatchObject(refusal);

      const { problems } = await inspectSchema(knex, { tables });
      expect(problems.map(({ name, column }) => `${name}.${column}`).sort()).toEqual([
        'entrata_clients.agent_user_id',
        'houses.agent_user_id',
        'viewings.user_id',
      ]);
      for (const { mend } of problems) for (const sql of mend) await knex.raw(sql);
      await migrate(knex, { tables });
      expect(await inspectSchema(knex, { tables })).toMatchObject({ reason: undefined });
      const mapped = createKnexStore({ knex, cipher: testCipher, tables });
      expect((await mapped.clients.list()).items).toHaveLength(1);
      expect((await connectedClient(mapped)).status).toBe('active');
      expect(await knex('people').pluck('name')).toEqual(['Example Agent']);
    } finally {
      await opened.drop();
    }
  });
});
