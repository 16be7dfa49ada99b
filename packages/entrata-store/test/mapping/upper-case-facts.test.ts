import type { Knex } from 'knex';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkMapping, createKnexStore, migrate, type TableOptions } from '../../src/knex/index.js';
import { describeOnEachDatabase, type OpenDatabase } from '../support/databases.js';

type RawAnswer = readonly [readonly Readonly<Record<string, unknown>>[], unknown];

/** Heads the columns of `information_schema` that have no alias in upper case, as MySQL does and MariaDB does not. */
function asMysqlNames(knex: Knex): Knex {
  const raw = async (sql: string, bindings?: readonly string[]) => {
    const answer: RawAnswer = await knex.raw(sql, bindings ?? []);
    if (!sql.includes('information_schema')) return answer;
    const aliases = new Set([...sql.matchAll(/\bas `?(\w+)`?/g)].map(([, alias]) => alias));
    const rename = (row: Readonly<Record<string, unknown>>) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [aliases.has(name) ? name : name.toUpperCase(), value]),
      );
    return [answer[0].map(rename), answer[1]];
  };
  return new Proxy(knex, {
    get: (target, name, receiver) => (name === 'raw' ? raw : Reflect.get(target, name, receiver)),
  });
}

await describeOnEachDatabase(
  'columns of information_schema named as MySQL names them',
  (database) => {
    let opened: OpenDatabase;
    let knex: Knex;
    beforeAll(async () => {
      opened = await database.open();
      knex = opened.connect();
    });
    afterAll(() => opened.drop());

    test('a table with AUTO_INCREMENT fits, and so does one that others number', async () => {
      await knex.raw(
        `create table companies (id int auto_increment primary key, name varchar(255) not null,
          created_at bigint not null, key (name))`,
      );
      await knex.raw(
        `create table numbered (id varchar(64) primary key, digest varchar(128) not null unique,
          number int not null auto_increment unique, state varchar(32) not null, lease_until bigint not null,
          fence bigint not null, access_token mediumtext, token_expires_at bigint, created_at bigint not null,
          updated_at bigint not null)`,
      );
      const tables: TableOptions = {
        operators: { name: 'companies', ids: 'database' },
        oauthCodes: { name: 'numbered' },
      };
      const problems = await checkMapping(asMysqlNames(knex), tables);
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      await migrate(asMysqlNames(knex), { tables });
      const store = createKnexStore({ knex, cipher: 'plaintext', tables });
      expect(await store.operators.find('1')).toBeUndefined();
    });
  },
  ['mariadb'],
);
