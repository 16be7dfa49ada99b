import type { TaskDialect } from '../task-dialect.js';
import type { TaskRow } from '../task-row.js';

/** MySQL 8 and MariaDB 10.6 or newer: no RETURNING for UPDATE, so rows are locked, changed, and read. */
export const mysqlTaskDialect: TaskDialect = {
  change: (knex, { table, set, where, first }) =>
    knex.transaction(
      async (trx) => {
        const order = first
          ? ` order by ${first.orderBy} limit ${first.limit} for update skip locked`
          : ' for update';
        const [locked] = await trx.raw(`select id from ${table} where ${where.sql}${order}`, [
          ...where.bindings,
        ]);
        const ids = (locked as readonly { id: string }[]).map(({ id }) => id);
        if (ids.length === 0) return [];
        const these = `id in (${ids.map(() => '?').join(', ')})`;
        await trx.raw(`update ${table} set ${set.sql} where ${these}`, [...set.bindings, ...ids]);
        const [rows] = await trx.raw(`select * from ${table} where ${these}`, ids);
        return rows as TaskRow[];
      },
      // Locks the rows it finds and not the gaps between them.
      { isolationLevel: 'read committed' },
    ),
  async setTurns(knex, table, { sql, bindings }) {
    const [{ affectedRows }] = (await knex.raw(
      `update ${table} join (${sql}) as line on ${table}.id = line.id set ${table}.turn = line.turn
        where ${table}.status = 'waiting' and ${table}.turn = 0`,
      [...bindings],
    )) as [{ affectedRows: number }];
    return affectedRows;
  },
  onOpenKeyTaken: () => `on duplicate key update
    run_at = case status when 'waiting' then least(run_at, values(run_at)) else run_at end,
    rerun_at = case status when 'running' then least(coalesce(rerun_at, values(run_at)), values(run_at)) end`,
  lockDue: '',
  greater: (a, b) => `greatest(${a}, ${b})`,
};
