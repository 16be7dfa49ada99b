import type { Knex } from 'knex';
import type { Id } from '../../core/ids.js';
import { readInstant, unreadableInstant } from '../../core/instants.js';
import type { Where } from '../../rows/condition.js';
import type { NewRow, RowTable } from '../../rows/row-table.js';
import type { Dialect } from '../dialect/dialect.js';
import type { RunStatement } from '../dialect/run-statement.js';
import { type DatabaseValue, listOf, type Sql, sql } from '../dialect/sql.js';
import type { BoundTable, BoundTables } from '../mapping/bound-table.js';
import { pageRows } from './page-rows.js';
import { createPointStatements } from './point-statements.js';
import { createWhereWriter } from './where.js';

type Stored = Readonly<Record<string, unknown>>;

/** Rows deleted by one statement. */
const removedAtOnce = 500;

/** One table of the schema over Knex: made once, then bound to whatever runs its statements. */
export function createKnexTable<R extends { readonly id: Id }>(
  table: BoundTable,
  options: { readonly tables: BoundTables; readonly dialect: Dialect; readonly newId: () => Id },
): (run: RunStatement) => RowTable<R> {
  const { tables, dialect, newId } = options;
  const { quote } = dialect;
  const idColumn = table.column('id').column;
  const point = createPointStatements(table, tables, dialect);
  const whereOf = createWhereWriter(table, tables, dialect);

  // The columns were selected under the names of the fields, and each was read by its own kind.
  const toRow = (stored: Stored) => table.decode(stored) as unknown as R;
  // Read by the field's own kind.
  const readValue = <K extends keyof R & string>(field: K, stored: Stored) =>
    table.readValue(field, stored[field]) as R[K];
  const encodeNew = (values: NewRow<R>) => table.encodeNew(values, newId);

  const read = async (query: Knex, { sql, bindings }: Sql): Promise<readonly Stored[]> =>
    dialect.rowsOf(await query.raw(sql, bindings as string[]));

  /** The rows of a select of ours that meet the condition; none, unasked, where none could. */
  async function search(
    query: Knex,
    selection: string,
    where: Where<R>,
    rest: string,
    ...bindings: readonly DatabaseValue[]
  ): Promise<readonly Stored[]> {
    const rows = whereOf(where);
    if (rows === undefined) return [];
    const text = `select ${selection} from ${quote(table.name)}${rows.toSql()}${rest}`;
    return read(query, { sql: text, bindings: [...rows.bindings, ...bindings] });
  }

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

    update: (match, set) => run(table.name, (query) => point.update<R>(query, match, table.encode(set))),

    async remove(where, limit) {
      const rows = whereOf(where);
      if (rows === undefined) return 0;
      const found = await run(table.name, (query) =>
        search(query, `${quote(idColumn)} as ${quote('id')}`, where, ' limit ?', limit),
      );
      // The driver gives what the column holds.
      const ids = found.map(({ id }) => id as DatabaseValue);
      // Once more by all of the conditions: a row may have been touched since it was found.
      const ours: Sql = { sql: rows.toSql(), bindings: rows.bindings };
      let removed = 0;
      for (let start = 0; start < ids.length; start += removedAtOnce) {
        const some = sql`${{ sql: quote(idColumn), bindings: [] }} in ${listOf(ids.slice(start, start + removedAtOnce))}`;
        const link = ours.sql === '' ? ' where ' : ' and ';
        const text = `delete from ${quote(table.name)}${ours.sql}${link}${some.sql}`;
        // Each by itself: what a victim's second run cannot find any more was still removed.
        removed += await run(table.name, async (query) =>
          dialect.changedRows(await query.raw(text, [...ours.bindings, ...some.bindings] as string[])),
        );
      }
      return removed;
    },

    first: (match, lock) =>
      run(table.name, async (query) => {
        const row = await point.read<R>(query, match, lock);
        return row && toRow(row);
      }),

    all: (where, { oldestBy, limit, lock } = {}) =>
      run(table.name, async (query) => {
        const oldest = oldestBy && table.findColumn(oldestBy);
        const order = oldest ? ` order by ${quote(oldest.column)}` : '';
        const most = limit === undefined ? '' : ' limit ?';
        const locked = lock ? dialect.rowLocks[lock] : '';
        const bindings = limit === undefined ? [] : [limit];
        const rows = await search(query, table.selection, where, order + most + locked, ...bindings);
        return rows.map(toRow);
      }),

    page: (where, { by, direction }, request) =>
      run(table.name, async (query) => {
        const order = { read: (select: Sql) => read(query, select), dialect, by, direction, request };
        const { rows, next } = await pageRows(table, whereOf(where), order);
        return { rows: rows.map(toRow), next };
      }),

    countBy: (where, field) =>
      run(table.name, async (query) => {
        const column = table.findColumn(field)?.column;
        const value = column === undefined ? '' : `${quote(column)} as ${quote(field)}, `;
        const group = column === undefined ? '' : ` group by ${quote(column)}`;
        const rows = await search(query, `${value}count(*) as ${quote('count')}`, where, group);
        const counts = rows.map((row) => ({ value: readValue(field, row), count: Number(row.count) }));
        // Where there is nothing to group by, no rows are one count of zero.
        return counts.filter(({ count }) => count > 0);
      }),

    countByDay: (where, field, at) =>
      run(table.name, async (query) => {
        const instant = table.findColumn(at);
        if (instant === undefined) return [];
        const column = table.findColumn(field)?.column;
        const day = dialect.dayNumber(instant.selectMs);
        const value = column === undefined ? '' : `, ${quote(column)} as ${quote(field)}`;
        const by = column === undefined ? '' : `, ${quote(column)}`;
        const rows = await search(
          query,
          `${day} as ${quote('day')}, count(*) as ${quote('count')}${value}`,
          where,
          ` group by ${day}${by} order by ${quote('day')} desc${by}`,
        );
        return rows.map((row) => ({
          day: (readInstant(Number(row.day) * 86_400_000) ?? unreadableInstant).slice(0, 10),
          value: readValue(field, row),
          count: Number(row.count),
        }));
      }),
  });
}
