import type { Knex } from 'knex';
import { listOf, type Sql, sql } from '../dialect/sql.js';
import {
  exceptIds,
  firstDue,
  firstReady,
  heldUnder,
  lastTurn,
  type TaskRow,
  type TaskStatements,
} from '../dialect/task-statements.js';

// The shape is the driver's, which Knex hands through.
const rowsOf = async (query: Knex, { sql, bindings }: Sql): Promise<readonly TaskRow[]> =>
  ((await query.raw(sql, [...bindings])) as { readonly rows: readonly TaskRow[] }).rows;

/** So many more rows are looked at, so that some are left when others are claiming the head of the ready queue. */
const spareRows = 100;

/** Written so that the primary key alone serves: a planner that has no statistics yet takes any other index for as good. */
const isStill = (status: TaskRow['status']): Sql => sql`status || '' = ${status}`;

/**
 * What chooses rows is materialized: a sub-query that is planned into the join could be run, and lock, more than once;
 * and without fresh statistics a planner believes that the ready queue has one row, and would compute it anew for each
 * row of the table. The ids that are chosen are looked up by an array: that, too, is no guess of a planner's.
 */
export const postgresTasks: TaskStatements = {
  async enqueue(query, { name }, task) {
    const { id, kind, openKey = null, group, requestId = null, maxAttempts, runAtMs, nowMs } = task;
    await rowsOf(
      query,
      sql`insert into ${name}
        (id, kind, task_key, open_key, payload, group_key, trace_id, status, attempts, max_attempts,
          run_at, turn, fence, created_at, updated_at)
      values (${id}, ${kind}, ${openKey}, ${openKey}, ${JSON.stringify(task.payload)}, ${group}, ${requestId},
        'waiting', 0, ${maxAttempts}, ${runAtMs}, 0, 0, ${nowMs}, ${nowMs})
      on conflict (open_key) do update set
        run_at = case ${name}.status
          when 'waiting' then least(${name}.run_at, excluded.run_at) else ${name}.run_at end,
        rerun_at = case ${name}.status
          when 'running' then least(coalesce(${name}.rerun_at, excluded.run_at), excluded.run_at) end`,
    );
  },

  restartDelays: (query, { name }, { kinds, nowMs, aheadMs }, limit) =>
    rowsOf(
      query,
      sql`with chosen as materialized (
        select id as chosen_id from ${name}
        where updated_at > ${aheadMs} and status = 'waiting' and turn = 0 and run_at > ${nowMs}
          and kind in ${listOf(kinds)}
        order by updated_at limit ${limit}
        for update skip locked
      )
      update ${name} set
        run_at = case when run_at > updated_at then run_at - updated_at + ${nowMs} else ${nowMs} end,
        updated_at = ${nowMs}
      from chosen where id = chosen_id returning 1`,
    ),

  reclaim: (query, { name, selection }, { kinds, held, nowMs, aheadMs }, limit) =>
    rowsOf(
      query,
      sql`with chosen as materialized (
        select id as chosen_id from ${name}
        where status = 'running' and (lease_until <= ${nowMs} or updated_at > ${aheadMs})
          and kind in ${listOf(kinds)} ${exceptIds(held)}
        limit ${limit}
        for update skip locked
      )
      update ${name} set
        status = case when rerun_at is null and attempts >= max_attempts then 'dead' else 'waiting' end,
        open_key = case when rerun_at is null and attempts >= max_attempts then null else open_key end,
        run_at = case when rerun_at is null and attempts >= max_attempts then run_at else 0 end,
        attempts = case when rerun_at is null then attempts else 0 end,
        turn = 0, lease_until = null, last_error = 'lease_expired', updated_at = ${nowMs}, rerun_at = null
      from chosen where id = chosen_id returning ${selection}`,
    ),

  async promote(query, table, request) {
    const { name } = table;
    const promoted = await rowsOf(
      query,
      sql`with first_due as materialized (${firstDue(table, request)}),
      due as materialized (
        select id, group_key, run_at from ${name}
        where id = any(array(select id from first_due)) and ${isStill('waiting')} and turn + 0 = 0
        for update skip locked
      ), chosen as (select distinct group_key from due),
      lasts as (select group_key, ${lastTurn(table, request.kinds, 'greatest')} as last_turn from chosen),
      ready as materialized (
        select due.id as id, lasts.last_turn
          + row_number() over (partition by due.group_key order by due.run_at, due.id) as turn
        from due join lasts on lasts.group_key = due.group_key
      )
      update ${name} set turn = ready.turn from ready
      where ${name}.id = ready.id and ${name}.id = any(array(select id from ready)) returning 1`,
    );
    return promoted.length;
  },

  claim: (query, table, { kinds, running, nowMs, leaseUntilMs, limit }) =>
    rowsOf(
      query,
      sql`with first_ready as materialized (${firstReady(table, { kinds, running }, limit + spareRows)}),
      chosen as materialized (
        select id from ${table.name}
        where id = any(array(select id from first_ready)) and ${isStill('waiting')} and turn + 0 > 0
        order by turn, run_at, id limit ${limit}
        for update skip locked
      )
      update ${table.name} set
        status = 'running', turn = 0, attempts = attempts + 1, fence = fence + 1,
        lease_until = ${leaseUntilMs}, updated_at = ${nowMs}
      where id = any(array(select id from chosen)) returning ${table.selection}`,
    ),

  renew: (query, { name, selection }, claims, leaseUntilMs, nowMs) =>
    rowsOf(
      query,
      sql`update ${name} set lease_until = ${leaseUntilMs}, updated_at = ${nowMs}
      where ${heldUnder(claims)} returning ${selection}`,
    ),

  end: (query, { name, selection }, claims, { status, error, nowMs }) =>
    rowsOf(
      query,
      sql`update ${name} set
        status = case when rerun_at is null then ${status} else 'waiting' end,
        open_key = case when rerun_at is null then null else open_key end,
        run_at = coalesce(rerun_at, run_at),
        attempts = case when rerun_at is null then attempts else 0 end,
        lease_until = null, last_error = coalesce(${error}, last_error), updated_at = ${nowMs}, rerun_at = null
      where ${heldUnder(claims)} returning ${selection}`,
    ),

  postpone: (query, { name, selection }, claims, { runAtMs, error, nowMs }) =>
    rowsOf(
      query,
      sql`update ${name} set
        status = 'waiting', turn = 0, run_at = ${runAtMs},
        attempts = case when rerun_at is null then attempts else 0 end,
        lease_until = null, last_error = ${error}, updated_at = ${nowMs}, rerun_at = null
      where ${heldUnder(claims)} returning ${selection}`,
    ),

  release: (query, { name, selection }, claims, nowMs) =>
    rowsOf(
      query,
      sql`update ${name} set
        status = 'waiting', turn = 0, run_at = 0, attempts = attempts - 1,
        lease_until = null, rerun_at = null, updated_at = ${nowMs}
      where ${heldUnder(claims)} returning ${selection}`,
    ),

  retry: (query, { name, selection }, id, nowMs) =>
    rowsOf(
      query,
      sql`update ${name} set
        status = 'waiting', turn = 0, run_at = 0, attempts = 0, open_key = task_key,
        lease_until = null, rerun_at = null, updated_at = ${nowMs}
      where id = ${id} and status = 'dead' returning ${selection}`,
    ),
};
