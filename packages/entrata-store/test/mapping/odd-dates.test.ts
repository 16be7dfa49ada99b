import type { Knex } from 'knex';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createKnexStore, migrate, type TableOptions } from '../../src/knex/index.js';
import { describeOnEachDatabase, type OpenDatabase } from '../support/databases.js';
import { testCipher } from '../support/subjects.js';

const dateType = { sqlite: 'text', postgres: 'timestamptz', mariadb: 'datetime(6)' } as const;

/** What an old table holds where a date should be. */
const oddDates = {
  sqlite: [null, '', 'yesterday', '0000-00-00 00:00:00'],
  postgres: [null, 'infinity', '-infinity', '0044-03-15 00:00:00+00 BC', '12026-01-01 00:00:00+00'],
  mariadb: [null, '0000-00-00 00:00:00', null, '0000-00-00 00:00:00'],
} as const;

await describeOnEachDatabase('dates of an existing table', (database) => {
  let opened: OpenDatabase;
  let knex: Knex;
  const tables: TableOptions = {
    users: {
      name: 'people',
      columns: { createdAt: { column: 'created_at', datetime: 0 }, operatorId: null, companyName: null },
    },
  };
  const suffix = database.name === 'postgres' ? '+00' : '';
  const precise = (n: number) => `2026-03-08 08:00:00.${String(123_000 + n).padStart(6, '0')}${suffix}`;
  const total = 12 + oddDates[database.name].length;

  beforeAll(async () => {
    opened = await database.open();
    knex = opened.connect({ poolSize: 1 });
    await knex.raw(
      `create table people (id varchar(64) primary key, role varchar(16), name varchar(255), email varchar(320),
        phone varchar(64), created_at ${dateType[database.name]} null)`,
    );
    await migrate(knex, { tables });
    // As an old program wrote them: a session of ours would refuse a zero date.
    if (database.name === 'mariadb') await knex.raw("set session sql_mode = ''");
    // Several within one millisecond, in an order of ids that is not that of time.
    const dates = [...Array.from({ length: 12 }, (_, n) => precise(n * 300)), ...oddDates[database.name]];
    for (const [index, created_at] of dates.entries())
      await knex('people').insert({
        id: `id${(index * 7) % 31}`,
        role: 'user',
        name: index % 5 ? 'x' : null,
        created_at,
      });
    if (database.name === 'mariadb') await knex.raw('set session sql_mode = default');
  });
  afterAll(() => opened.drop());

  test('finer than the mapping, absent or out of all bounds: each row is listed once, whatever the page', async () => {
    const store = createKnexStore({ knex, cipher: testCipher, tables });
    const whole = (await store.users.list({}, { limit: 500 })).items;
    expect(whole).toHaveLength(total);
    for (const limit of [1, 2, 5, 7, total]) {
      const ids: string[] = [];
      let after: string | undefined;
      for (let page = 0; page <= total; page += 1) {
        const { items, next } = await store.users.list({ role: 'user' }, { limit, ...(after && { after }) });
        ids.push(...items.map(({ id }) => id));
        after = next;
        if (next === undefined) break;
      }
      expect(ids, `pages of ${limit}`).toEqual(whole.map(({ id }) => id));
    }
    const odd = whole.slice(12);
    expect(new Set(odd.map(({ createdAt }) => createdAt))).toEqual(new Set(['1970-01-01T00:00:00.000Z']));
    expect(whole[0]).toMatchObject({ name: '', createdAt: '2026-03-08T08:00:00.123Z' });
  });
});
