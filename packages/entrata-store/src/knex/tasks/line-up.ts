import type { Knex } from 'knex';
import type { TaskEngine } from '../../tasks/task-engine.js';
import { dueOf, lineOf, oneOf, sql } from './task-sql.js';
import type { TaskStatements } from './task-statements.js';

/** A group's next task comes one turn after its last, and nobody's before the line's present head. */
export function createLineUp(knex: Knex, { table, dialect, attempt }: TaskStatements): TaskEngine['lineUp'] {
  return async ({ kinds, nowMs, limit }) => {
    const ours = oneOf('kind', kinds);
    const due = dueOf(kinds, nowMs);
    const line = lineOf(kinds);
    const beforeHead = `coalesce((select min(turn) from ${table} where ${line.sql}), 1) - 1`;
    const last = `coalesce((select max(turn) from ${table} where group_key = chosen.group_key and turn > 0 and ${ours.sql}), 0)`;
    const turns = sql(
      `with due as (
          select id, group_key, run_at from ${table} where ${due.sql} order by run_at, id limit ${limit} ${dialect.lockDue}
        ), chosen as (select distinct group_key from due),
        lasts as (select group_key, ${dialect.greater(last, beforeHead)} as last_turn from chosen)
        select due.id as id, lasts.last_turn
          + row_number() over (partition by due.group_key order by due.run_at, due.id) as turn
        from due join lasts on lasts.group_key = due.group_key`,
      ...due.bindings,
      ...ours.bindings,
      ...line.bindings,
    );
    return attempt(() => dialect.setTurns(knex, table, turns));
  };
}
