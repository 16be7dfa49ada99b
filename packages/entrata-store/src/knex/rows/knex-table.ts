import type { Knex } from 'knex';
import { readInstant, unreadableInstant } from '../../core/instants.js';
import type { Id } from '../../records.js';
import type { Where } from '../../rows/condition.js';
import type { NewRow, RowTable } from '../../rows/row-table.js';
import type { Dialect } from '../dialect/dialect.js';
import type { BoundTable, BoundTables } from '../mapping/bound-table.js';
import { applyWhere } from './apply-where.js';
import { pageRows } from './page-rows.js';
import { createPointStatements } from './point-statements.js';

/** Runs one statement on the connection it belongs to, translating what the driver throws. */
export type RunStatement = <T>(table: string, statement: (query: Knex) => Promise<T>) => Promise<T>;

/** One table of the schema over Knex: made once, then bound to whatever runs its statements. */
export function createKnexTable<R extends { readonly id: Id }>(
  table: BoundTable,
  options: { readonly tables: BoundTables; readonly dialect: Dialect; readonly newId: () => Id },
): (run: RunStatement) => RowTable<R> {
  const { tables, dialect, newId } = options;
  const idColumn = table.column('id').column;

  const point = createPointStatements(table, dialect);
  const search = (query: Knex, where: Where<R>) => applyWhere(query(table.name), table, where, tables);
  // The columns were selected under the names of the fields, and each was read by its own kind.
  const toRow = (stored: Readonly<Record<string, unknown>>) => table.decode(stored) as unknown as R;
  // Read by the field's own kind.
  const readValue = <K extends keyof R & string>(field: K, stored: Readonly<Record<string, unknown>>) =>
    table.readValue(field, stored[field]) as R[K];
  const encodeNew = (values: NewRow<R>) => table.encodeNew(values, newId);

  return (run) => ({
    insert: (values) =>
      run(table.name, async (query) =>
        String(await dialect.insertReturningId(query, table.name, encodeNew(values), idColumn)),
      ),

    insertIfAbsent: (values) =>
      run(table.name, async (query) => {
        const id = await dialect.insertIfAbsent(query, table.name, encodeNew(values), idColumn);
        return id === undefined ? undefined : String(id);
      }),

    update: (match, set) => run(table.name, (query) => point.update(query, match, table.encode(set))),

    remove: (where, limit) =>
      run(table.name, async (query) => {
        const ids: unknown[] = await search(query, where).limit(limit).pluck(idColumn);
        let removed = 0;
        for (let start = 0; start < ids.length; start += 500)
          // Once more by all of the conditions: a row may have been touched since it was found.
          removed += await search(query, where)
            .whereIn(idColumn, ids.slice(start, start + 500) as string[])
            .delete();
        return removed;
      }),

    first: (match, lock) =>
      run(table.name, async (query) => {
        const row = await point.read(query, match, lock);
        return row && toRow(row);
      }),

    all: (where, { oldestBy, limit, lock } = {}) =>
      run(table.name, async (query) => {
        const found = search(query, where).select(query.raw(table.selection));
        const oldest = oldestBy && table.findColumn(oldestBy);
        if (oldest) found.orderBy(oldest.column);
        if (limit !== undefined) found.limit(limit);
        if (lock && dialect.locksRows) found.forUpdate();
        const rows = await found;
        return rows.map(toRow);
      }),

    page: (where, { by, direction }, request) =>
      run(table.name, async (query) => {
        const order = { query, dialect, by, direction, request };
        const { rows, next } = await pageRows(() => search(query, where), table, order);
        return { rows: rows.map(toRow), next };
      }),

    countBy: (where, field) =>
      run(table.name, async (query) => {
        const column = table.findColumn(field)?.column;
        const found = search(query, where).count({ count: '*' });
        if (column !== undefined) found.select({ [field]: column }).groupBy(column);
        const rows: readonly Record<string, unknown>[] = await found;
        const counts = rows.map((row) => ({ value: readValue(field, row), count: Number(row.count) }));
        // Where there is nothing to group by, no rows are one count of zero.
        return counts.filter(({ count }) => count > 0);
      }),

    countByDay: (where, field, at) =>
      run(table.name, async (query) => {
        const instant = table.findColumn(at);
        if (instant === undefined) return [];
        const column = table.findColumn(field)?.column;
        const day = query.raw(dialect.dayNumber(instant.selectMs));
        const found = search(query, where)
          .select({ day })
          .count({ count: '*' })
          .groupByRaw(day)
          .orderBy('day', 'desc');
        if (column !== undefined)
          found
            .select({ [field]: column })
            .groupBy(column)
            .orderBy(column);
        const rows: readonly Record<string, unknown>[] = await found;
        return rows.map((row) => ({
          day: (readInstant(Number(row.day) * 86_400_000) ?? unreadableInstant).slice(0, 10),
          value: readValue(field, row),
          count: Number(row.count),
        }));
      }),
  });
}
