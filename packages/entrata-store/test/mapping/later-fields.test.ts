import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dialectOf } from '../../src/knex/dialect-of.js';
import type { TableOptions } from '../../src/knex/index.js';
import { leaveOutAbsentFields } from '../../src/knex/mapping/absent-fields.js';
import { bindTables } from '../../src/knex/mapping/bound-table.js';
import { createKnexTable } from '../../src/knex/rows/knex-table.js';
import { OneOf, Within } from '../../src/rows/condition.js';
import type { NewRow, RowTable } from '../../src/rows/row-table.js';
import { schema } from '../../src/tables.js';
import type { ViewingRow } from '../../src/viewings/viewings-table.js';
import { describeOnEachDatabase, type OpenDatabase } from '../support/databases.js';
import { openFirstRelease } from '../support/first-release.js';
import { firstReleaseMapping } from './first-release-mapping.js';

const at = '2026-11-23T12:00:00.000Z';

await describeOnEachDatabase('a field that came after the first release', (database) => {
  let opened: OpenDatabase;
  let knex: Knex;
  /** What every row of this test has, so that it finds its own. */
  let mine: Pick<ViewingRow, 'userId' | 'houseId' | 'rawDate'>;
  beforeAll(async () => {
    opened = await openFirstRelease(database);
    knex = opened.connect();
    const [viewing] = await knex('viewings').limit(1);
    mine = { userId: viewing.user_id, houseId: viewing.house_id, rawDate: 'mine' };
  });
  afterAll(() => opened.drop());

  async function viewingsIn(tables: TableOptions): Promise<RowTable<ViewingRow>> {
    const dialect = dialectOf(knex);
    const bound = bindTables(tables, dialect);
    await leaveOutAbsentFields(knex, dialect, bound);
    const make = createKnexTable<ViewingRow>(bound.viewings, { tables: bound, dialect, newId: randomUUID });
    return make((_, statement) => statement(knex));
  }

  const newRow = (changes: Partial<ViewingRow> = {}): NewRow<ViewingRow> => {
    const fields = Object.keys(schema.viewings.fields).filter((field) => field !== 'id');
    return {
      // All that may be absent is.
      ...(Object.fromEntries(fields.map((field) => [field, undefined])) as unknown as ViewingRow),
      ...mine,
      status: 'pending',
      appointment: 'unverified',
      attempts: 0,
      createdAt: at,
      updatedAt: at,
      ...changes,
    };
  };

  const mappings = {
    'that the mapping says nothing of': firstReleaseMapping,
    'that the mapping gives no column': {
      viewings: { name: 'viewings', columns: { sentEmail: null, cancelRequestedAt: null } },
    },
  } satisfies Record<string, TableOptions>;

  describe.each(Object.entries(mappings))('%s', (_, tables) => {
    let viewings: RowTable<ViewingRow>;
    let id: string;
    beforeAll(async () => {
      viewings = await viewingsIn(tables);
      id = await viewings.insert(newRow({ sentEmail: 'a@example.test', cancelRequestedAt: at }));
    });
    afterAll(() => viewings.remove(mine, 500));

    test('reads as absent, whatever was written', async () => {
      expect(await viewings.first({ id })).toMatchObject({
        sentEmail: undefined,
        cancelRequestedAt: undefined,
      });
    });

    test('finds no row, and is no harm to a condition that asks nothing', async () => {
      expect(await viewings.first({ id, sentEmail: 'a@example.test' })).toBeUndefined();
      expect(await viewings.all({ sentEmail: 'a@example.test' })).toEqual([]);
      expect(await viewings.all({ sentEmail: new OneOf(['a@example.test']) })).toEqual([]);
      const within = new Within({ before: '2027-01-01T00:00:00.000Z' });
      expect(await viewings.remove({ cancelRequestedAt: within }, 10)).toBe(0);
      expect(await viewings.all({ ...mine, cancelRequestedAt: new Within({}) })).toHaveLength(1);
      const changed = await viewings.update({ id, sentEmail: 'a@example.test' }, { note: 'changed' });
      expect(changed).toBe(0);
    });

    test('still tells how many rows matched, where nothing else is set', async () => {
      expect(await viewings.update({ id }, { sentEmail: 'b@example.test' })).toBe(1);
      expect(await viewings.update({ id, status: 'failed' }, { sentEmail: 'b@example.test' })).toBe(0);
    });

    test('orders and counts rows as absent in each', async () => {
      const ids = [id];
      for (let more = 0; more < 4; more += 1) ids.push(await viewings.insert(newRow()));
      expect(await viewings.all(mine, { oldestBy: 'cancelRequestedAt' })).toHaveLength(5);
      const paged: string[] = [];
      let after: string | undefined;
      do {
        const order = { by: 'cancelRequestedAt', direction: 'asc' } as const;
        const page = await viewings.page(
          mine,
          order,
          after === undefined ? { limit: 2 } : { limit: 2, after },
        );
        paged.push(...page.rows.map((row) => row.id));
        after = page.next;
      } while (after !== undefined);
      expect(paged).toEqual([...ids].sort());
      expect(await viewings.countBy(mine, 'sentEmail')).toEqual([{ value: undefined, count: 5 }]);
      expect(await viewings.countBy({ ...mine, rawDate: 'none' }, 'sentEmail')).toEqual([]);
      const byDay = await viewings.countByDay(mine, 'sentEmail', 'createdAt');
      expect(byDay).toEqual([{ day: '2026-11-23', value: undefined, count: 5 }]);
      expect(await viewings.countByDay(mine, 'status', 'cancelRequestedAt')).toEqual([]);
    });
  });

  test('a field of the first release without a column is no condition: it would let two writers both be first', async () => {
    const viewings = await viewingsIn({ viewings: { name: 'viewings', columns: { openKey: null } } });
    await expect(viewings.first({ openKey: 'key' })).rejects.toMatchObject({ code: 'misuse' });
  });

  test('is kept from the next start on once the column is there', async () => {
    await knex.schema.alterTable('viewings', (table) => table.string('sent_email', 320));
    const viewings = await viewingsIn(firstReleaseMapping);
    const id = await viewings.insert(newRow({ sentEmail: 'a@example.test' }));
    expect(await viewings.first({ id, sentEmail: 'a@example.test' })).toMatchObject({ id });
    await viewings.remove(mine, 500);
  });
});
