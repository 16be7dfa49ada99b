import createKnex, { type Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkMapping, createKnexStore, migrate, type TableOptions } from '../../src/knex/index.js';
import { describeOnEachDatabase, type OpenDatabase } from '../support/databases.js';

type OperatorMapping = Exclude<NonNullable<TableOptions['operators']>, string>;

const autoId = {
  sqlite: 'integer primary key',
  postgres: 'integer generated always as identity primary key',
  mariadb: 'int auto_increment primary key',
} as const;

await describeOnEachDatabase('checkMapping', (database) => {
  let opened: OpenDatabase;
  let knex: Knex;
  beforeAll(async () => {
    opened = await database.open();
    knex = opened.connect();
  });
  afterAll(() => opened.drop());

  /** What is said of a table made so, mapped so. */
  async function said(columns: string, mapping: Partial<OperatorMapping> = {}, through = knex) {
    await knex.raw('drop table if exists companies');
    await knex.raw(`create table companies (${columns})`);
    const operators: OperatorMapping = { name: 'companies', ids: 'database', ...mapping };
    const problems = await checkMapping(through, { operators });
    return problems.map(({ severity, column, problem }) => `${severity} ${column}: ${problem}`);
  }
  const good = `id ${autoId[database.name]}, name varchar(255) not null, created_at bigint not null`;

  test('finds nothing wrong with a table that fits', async () => {
    expect((await said(good)).filter((line) => line.startsWith('error'))).toEqual([]);
  });

  test('names a table that is not there', async () => {
    const problems = await checkMapping(knex, { operators: { name: 'no_such_table' } });
    expect(problems).toMatchObject([{ table: 'operators', severity: 'error' }]);
  });

  test('names columns that are not there, and the statement that adds them', async () => {
    await said(good);
    const operators: OperatorMapping = {
      name: 'companies',
      ids: 'database',
      columns: { name: 'title' },
      where: { deleted_at: null },
      insert: { kind: 'x' },
    };
    const problems = await checkMapping(knex, { operators });
    const errors = problems.filter(({ severity }) => severity === 'error').map(({ column }) => column);
    expect(errors).toEqual(['title', 'deleted_at', 'kind', 'name']);
    await knex.raw(problems.find(({ column }) => column === 'title')?.alter ?? 'no alter');
    expect(await checkMapping(knex, { operators })).not.toContainEqual(
      expect.objectContaining({ severity: 'error', column: 'title' }),
    );
  });

  test('names a column that every insert would have to fill, unless the mapping fills it', async () => {
    const columns = `${good}, kind varchar(8) not null`;
    expect(await said(columns)).toContainEqual(expect.stringMatching(/^error kind: .*insert/));
    const filled = await said(columns, { insert: { kind: 'x' } });
    expect(filled.filter((line) => line.startsWith('error'))).toEqual([]);
  });

  test('warns of an index that queries need, with the statement that makes it', async () => {
    expect(await said(good)).toContainEqual(expect.stringMatching(/^warning name: has no index/));
    const operators: OperatorMapping = { name: 'companies', ids: 'database' };
    const [warning] = (await checkMapping(knex, { operators })).filter(({ column }) => column === 'name');
    await knex.raw(warning?.alter ?? 'no alter');
    expect((await checkMapping(knex, { operators })).filter(({ column }) => column === 'name')).toEqual([]);
  });

  test('takes an index that begins with what marks our rows', async () => {
    await said(`${good}, crm varchar(16)`);
    await knex.raw('create index companies_by_crm on companies (crm, name)');
    const operators: OperatorMapping = { name: 'companies', ids: 'database', where: { crm: 'entrata' } };
    expect((await checkMapping(knex, { operators })).map(({ column }) => column)).not.toContain('name');
    const others: OperatorMapping = { name: 'companies', ids: 'database' };
    expect((await checkMapping(knex, { operators: others })).map(({ column }) => column)).toContain('name');
  });

  test('takes a unique key that also spans what marks our rows, but not where that is NULL', async () => {
    const columns = `${good}, crm varchar(16), deleted_at bigint, unique (id, crm), unique (id, deleted_at)`;
    const without = columns
      .replace(' primary key', ' not null')
      .replace(/ (auto_increment|generated[a-z ]+)/, '');
    const marked = await said(without, { ids: 'ours', where: { crm: 'entrata' } });
    expect(marked.filter((line) => line.includes('unique'))).toEqual([]);
    const markedByNull = await said(without, { ids: 'ours', where: { deleted_at: null } });
    expect(markedByNull).toContainEqual(expect.stringMatching(/^error id: has no unique index/));
  });

  test('names an id that nobody hands out', async () => {
    const columns = 'id bigint not null, name varchar(255) not null, created_at bigint not null';
    const lines = await said(columns);
    expect(lines).toContainEqual(expect.stringMatching(/^error id: .*AUTO_INCREMENT/));
    expect(lines).toContainEqual(expect.stringMatching(/^error id: has no unique index/));
  });

  if (database.name !== 'sqlite')
    test('names a column that is narrower than the mapping says', async () => {
      const columns = `id ${autoId[database.name]}, name varchar(100) not null, created_at bigint not null`;
      expect(await said(columns)).toContainEqual(
        expect.stringMatching(/^error name: holds 100 characters.*width: 100/),
      );
      const declared = await said(columns, { columns: { name: { column: 'name', width: 100 } } });
      expect(declared.filter((line) => line.startsWith('error'))).toEqual([]);
      const migrated = migrate(knex, { tables: { operators: { name: 'companies', ids: 'database' } } });
      await expect(migrated).rejects.toMatchObject({ code: 'misuse' });
    });

  if (database.name === 'mariadb')
    describe('on MariaDB', () => {
      const dates = `id ${autoId.mariadb}, name varchar(255) not null, created_at timestamp not null`;
      const mapping = { columns: { createdAt: { column: 'created_at', datetime: 0 } } } as const;

      function connectWith(settings: string): Knex {
        if (opened.address.name !== 'mariadb') throw new Error('MariaDB only');
        const url = new URL(opened.address.url);
        url.pathname = `/${opened.address.database}`;
        type Session = { query(sql: string, done: (error: Error | null) => void): void };
        const afterCreate = (session: Session, done: (error: Error | null, session: Session) => void) =>
          session.query(`set session ${settings}`, (error) => done(error, session));
        return createKnex({ client: 'mysql2', connection: url.href, pool: { min: 0, max: 1, afterCreate } });
      }

      test('refuses a session that is not strict, or shifts TIMESTAMP columns', async () => {
        for (const [settings, expected] of [
          ["sql_mode = ''", /strict mode/],
          ["time_zone = '-06:00'", /time zone is not UTC/],
        ] as const) {
          const through = connectWith(settings);
          expect(await said(dates, mapping, through)).toContainEqual(expect.stringMatching(expected));
          await through.destroy();
        }
      });

      test('warns of a charset that cannot hold every text', async () => {
        const columns = `id ${autoId.mariadb}, name varchar(255) character set latin1 not null, created_at bigint not null`;
        expect(await said(columns)).toContainEqual(expect.stringMatching(/^warning name: is in latin1/));
      });

      test('warns of a collation that folds keys', async () => {
        await knex.raw(
          'create table folding (id varchar(64) primary key, digest varchar(128) not null) collate utf8mb4_general_ci',
        );
        const problems = await checkMapping(knex, { oauthCodes: { name: 'folding' } });
        const [warning] = problems.filter(
          ({ severity, column }) => severity === 'warning' && column === 'digest',
        );
        expect(warning?.problem).toMatch(/compared by utf8mb4_general_ci/);
        expect(problems).toContainEqual(
          expect.objectContaining({ column: 'digest', problem: expect.stringMatching(/no unique index/) }),
        );
      });
    });

  test('a mapping that names no field of ours, or leaves out one that is needed, does not make a store', () => {
    const make = (operators: OperatorMapping) =>
      createKnexStore({ knex, cipher: 'plaintext', tables: { operators } });
    expect(() =>
      make({ name: 'companies', columns: { nmae: 'name' } as OperatorMapping['columns'] & object }),
    ).toThrow(expect.objectContaining({ code: 'misuse', message: expect.stringContaining('nmae') }));
    expect(() => make({ name: 'companies', columns: { name: null } })).toThrow(
      expect.objectContaining({ code: 'misuse', message: expect.stringContaining('operators.name') }),
    );
  });
});
