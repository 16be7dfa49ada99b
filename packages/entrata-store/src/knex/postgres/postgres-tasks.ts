import type { TaskDialect } from '../tasks/task-dialect.js';
import type { TaskRow } from '../tasks/task-row.js';
import { upsertOpenKey } from '../tasks/upsert-open-key.js';

export const postgresTaskDialect: TaskDialect = {
  async change(knex, { table, selection, set, where, first }) {
    // Materialized: a subquery that is planned into the join could be run, and lock, more than once.
    const sql = first
      ? `with chosen as materialized (
          select id as chosen_id from ${table} where ${where.sql} order by ${first.orderBy} limit ${first.limit}
          for update skip locked
        ) update ${table} set ${set.sql} from chosen where id = chosen_id returning ${selection}`
      : `update ${table} set ${set.sql} where ${where.sql} returning ${selection}`;
    const bindings = first ? [...where.bindings, ...set.bindings] : [...set.bindings, ...where.bindings];
    const { rows } = (await knex.raw(sql, bindings)) as { rows: TaskRow[] };
    return rows;
  },
  async setTurns(knex, table, { sql, bindings }) {
    const { rowCount } = (await knex.raw(
      // Materialized, and joined by the key alone: without fresh statistics a planner believes that there is one
      // row in the line, and would compute it anew for each row of the table.
      `with line as materialized (${sql})
        update ${table} set turn = line.turn from line where ${table}.id = line.id`,
      [...bindings],
    )) as { rowCount: number };
    return rowCount;
  },
  onOpenKeyTaken: (table) => upsertOpenKey(table, 'least'),
  lockDue: 'for update skip locked',
  greater: (a, b) => `greatest(${a}, ${b})`,
};
