import type { TaskDialect } from '../tasks/task-dialect.js';
import { upsertOpenKey } from '../tasks/upsert-open-key.js';

/** SQLite: one writer at a time, so one statement is all the locking there is. */
export const sqliteTaskDialect: TaskDialect = {
  async change(knex, { table, selection, set, where, first }) {
    const chosen = first
      ? `id in (select id from ${table} where ${where.sql} order by ${first.orderBy} limit ${first.limit})`
      : where.sql;
    return knex.raw(`update ${table} set ${set.sql} where ${chosen} returning ${selection}`, [
      ...set.bindings,
      ...where.bindings,
    ]);
  },
  async setTurns(knex, table, { sql, bindings }) {
    const rows: unknown[] = await knex.raw(
      `update ${table} set turn = line.turn from (${sql}) as line where ${table}.id = line.id returning 1`,
      [...bindings],
    );
    return rows.length;
  },
  onOpenKeyTaken: (table) => upsertOpenKey(table, 'min'),
  lockDue: '',
  greater: (a, b) => `max(${a}, ${b})`,
};
