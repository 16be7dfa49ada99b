import type { Knex } from 'knex';
import type { Match } from '../../rows/condition.js';
import type { Dialect } from '../dialect/dialect.js';
import type { DatabaseValue, Sql } from '../dialect/sql.js';
import type { BoundTable, BoundTables } from '../mapping/bound-table.js';
import { createWhereWriter } from './where.js';

type Columns = Readonly<Record<string, DatabaseValue>>;

/** Reads and changes rows by the values of some fields. */
export interface PointStatements {
  read<R>(
    query: Knex,
    match: Match<R>,
    lock: 'lock' | 'share' | undefined,
  ): Promise<Readonly<Record<string, unknown>> | undefined>;
  /** Returns how many rows matched. */
  update<R>(query: Knex, match: Match<R>, set: Columns): Promise<number>;
  /** What `update` runs; undefined where no row could match. */
  toUpdate<R>(match: Match<R>, set: Columns): Sql | undefined;
  toInsert(row: Columns): Sql;
}

/**
 * Nearly all that a flow asks for is one row by a key, and compiling such a statement costs Knex more than SQLite
 * needs to run it: so the SQL for each set of names is written once and kept.
 */
export function createPointStatements(
  table: BoundTable,
  tables: BoundTables,
  dialect: Dialect,
): PointStatements {
  const { quote } = dialect;
  const whereOf = createWhereWriter(table, tables, dialect);
  const name = quote(table.name);
  const kept = new Map<string, string>();

  function keep(key: string, write: () => string): string {
    let sql = kept.get(key);
    if (sql === undefined) {
      sql = write();
      kept.set(key, sql);
    }
    return sql;
  }

  /** For fields none of which has a column: the row stays as it is, and still counts as one that matched. */
  function nothing(): string {
    // Not the id: a database that hands it out may let nobody assign it.
    const kept = [...table.columns].find(([field]) => field !== 'id')?.[1].column ?? 'id';
    return `${quote(kept)} = ${quote(kept)}`;
  }

  function toUpdate<R>(match: Match<R>, set: Columns): Sql | undefined {
    const rows = whereOf<R>(match);
    if (rows === undefined) return undefined;
    const columns = Object.keys(set);
    const sql = keep(`update ${columns.join(' ')} where ${rows.key}`, () => {
      const assignments = columns.map((column) => `${quote(column)} = ?`).join(', ') || nothing();
      return `update ${name} set ${assignments}${rows.toSql()}`;
    });
    return { sql, bindings: [...Object.values(set), ...rows.bindings] };
  }

  return {
    async read<R>(query: Knex, match: Match<R>, lock: 'lock' | 'share' | undefined) {
      const rows = whereOf<R>(match);
      if (rows === undefined) return undefined;
      const sql = keep(`read ${lock ?? ''} ${rows.key}`, () => {
        const suffix = lock ? dialect.rowLocks[lock] : '';
        return `select ${table.selection} from ${name}${rows.toSql()} limit 1${suffix}`;
      });
      return dialect.rowsOf(await query.raw(sql, rows.bindings as string[]))[0];
    },

    async update<R>(query: Knex, match: Match<R>, set: Columns) {
      const statement = toUpdate<R>(match, set);
      if (statement === undefined) return 0;
      return dialect.changedRows(await query.raw(statement.sql, statement.bindings as string[]));
    },

    toUpdate,

    toInsert(row) {
      const columns = Object.keys(row);
      const sql = keep(`insert ${columns.join(' ')}`, () => {
        const places = columns.map(() => '?').join(', ');
        return `insert into ${name} (${columns.map(quote).join(', ')}) values (${places})`;
      });
      return { sql, bindings: Object.values(row) };
    },
  };
}
