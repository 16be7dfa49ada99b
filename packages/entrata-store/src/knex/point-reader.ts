import type { Knex } from 'knex';
import { checkCondition } from '../schema/check-condition.js';
import type { BoundTable } from './bound-table.js';
import type { DatabaseValue, Dialect } from './dialect.js';

/** Reads one row by equal fields. */
export type PointReader = (
  query: Knex,
  match: object,
  lock: 'lock' | undefined,
) => Promise<Readonly<Record<string, unknown>> | undefined>;

/**
 * Every flow begins with reads by a key, and compiling such a query costs Knex more than SQLite needs to answer
 * it: so the SQL of each set of fields is written once and kept.
 */
export function createPointReader(table: BoundTable, dialect: Dialect): PointReader {
  const statements = new Map<string, string>();
  const fixed = Object.entries(table.where).map(([column, value]) => ({ column, value }));

  function write(fields: readonly string[], lock: 'lock' | undefined): string {
    const conditions = [
      ...fields.map((field) => `${dialect.quote(table.column(field).column)} = ?`),
      ...fixed.map(({ column, value }) => `${dialect.quote(column)} ${value === null ? 'is null' : '= ?'}`),
    ];
    const suffix = lock && dialect.locksRows ? ' for update' : '';
    return `select ${table.selection} from ${dialect.quote(table.name)} where ${conditions.join(' and ')} limit 1${suffix}`;
  }

  return async (query, match, lock) => {
    const entries = Object.entries(match);
    const fields = entries.map(([field]) => field);
    const bindings: DatabaseValue[] = [];
    for (const [field, value] of entries) {
      checkCondition(table.spec, field, value);
      const { canHold, write } = table.column(field);
      // What no row can hold, no row has.
      if (!canHold(value)) return undefined;
      bindings.push(write(value));
    }
    for (const { value } of fixed) if (value !== null) bindings.push(value);
    const key = `${lock ?? ''} ${fields.join(' ')}`;
    let sql = statements.get(key);
    if (sql === undefined) {
      sql = write(fields, lock);
      statements.set(key, sql);
    }
    return dialect.rowsOf(await query.raw(sql, bindings as string[]))[0];
  };
}
