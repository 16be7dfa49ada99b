import type { Knex } from 'knex';
import { joined, listOf, plain, type Sql, sql } from '../dialect/sql.js';
import {
  exceptIds,
  firstDue,
  firstReady,
  heldUnder,
  lastTurn,
  type TaskRow,
  type TaskStatements,
  type TaskTable,
} from '../dialect/task-statements.js';

/** So many times as many rows are looked at, so that some are left when others hold the head of the ready queue. */
const windowFactor = 4;

// The shapes are the driver's, which Knex hands through.
const rowsOf = async <T>(query: Knex, { sql, bindings }: Sql): Promise<readonly T[]> =>
  ((await query.raw(sql, [...bindings])) as [readonly T[]])[0];
const idsOf = async (query: Knex, select: Sql) =>
  (await rowsOf<{ readonly id: string }>(query, select)).map(({ id }) => id);

/**
 * MySQL locks every row that it looks at, also those that a condition then turns away, and others skip them in
 * that moment. So nothing is locked but through the primary key, and REPEATABLE READ's gap locks are left out.
 */
const inTransaction = <T>(query: Knex, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> =>
  query.transaction(work, { isolationLevel: 'read committed' });

/** MySQL has no RETURNING for UPDATE, so the rows of these ids, which are locked, are changed and then read. */
async function changeLocked(
  trx: Knex.Transaction,
  { name, selection }: TaskTable,
  ids: readonly string[],
  update: Sql,
): Promise<readonly TaskRow[]> {
  if (ids.length === 0) return [];
  await trx.raw(...asRaw(sql`${update} where id in ${listOf(ids)}`));
  return rowsOf<TaskRow>(trx, sql`select ${selection} from ${name} where id in ${listOf(ids)}`);
}

const asRaw = ({ sql, bindings }: Sql): [string, string[]] => [sql, [...bindings] as string[]];

/** Runs the update on the rows that meet the condition, once they are locked. */
const changeWhere = (query: Knex, table: TaskTable, where: Sql, update: Sql): Promise<readonly TaskRow[]> =>
  inTransaction(query, async (trx) => {
    const ids = await idsOf(
      trx,
      sql`select id from ${table.name} force index (primary) where ${where} for update`,
    );
    return changeLocked(trx, table, ids, update);
  });

/**
 * Runs the update on the first so many of the rows that `look` finds and that still meet the condition, passing over
 * those that another is changing.
 */
const changeFirst = (
  query: Knex,
  table: TaskTable,
  chosen: { readonly look: (limit: number) => Sql; readonly where: Sql; readonly limit: number },
  update: Sql,
): Promise<readonly TaskRow[]> =>
  inTransaction(query, async (trx) => {
    const { look, where, limit } = chosen;
    const seen = await idsOf(trx, look(limit * windowFactor));
    const locked: string[] = [];
    while (seen.length > 0 && locked.length < limit) {
      const next = listOf(seen.splice(0, limit - locked.length));
      locked.push(
        ...(await idsOf(
          trx,
          sql`select id from ${table.name} force index (primary) where id in ${next} and ${where}
            for update skip locked`,
        )),
      );
    }
    return changeLocked(trx, table, locked, update);
  });

/** Looks for the rows that meet the condition. */
const lookFor = (table: TaskTable, where: Sql, orderBy: string) => (limit: number) =>
  sql`select id from ${table.name} where ${where} order by ${plain(orderBy)} limit ${limit}`;

/** Read by its index of kinds, or of groups: by numbers that are old or missing, an optimizer chooses another. */
const byKind = ({ name, indexes }: TaskTable) => ({ name: sql`${name} force index (${indexes.byKind})` });
const byGroup = ({ name, indexes }: TaskTable) => sql`${name} force index (${indexes.byGroup})`;

/** MySQL 8 and MariaDB 10.6 or newer. Assignments see those before them, so what is asked about is assigned last. */
export const mysqlTasks: TaskStatements = {
  async enqueue(query, { name }, task) {
    const { id, kind, openKey = null, group, requestId = null, maxAttempts, runAtMs, nowMs } = task;
    const insert = sql`insert into ${name}
        (id, kind, task_key, open_key, payload, group_key, trace_id, status, attempts, max_attempts,
          run_at, turn, fence, created_at, updated_at)
      values (${id}, ${kind}, ${openKey}, ${openKey}, ${JSON.stringify(task.payload)}, ${group}, ${requestId},
        'waiting', 0, ${maxAttempts}, ${runAtMs}, 0, 0, ${nowMs}, ${nowMs})`;
    // It would take any key for the open one, also an id that was given twice.
    const onTaken = sql`on duplicate key update
        run_at = case status when 'waiting' then least(run_at, values(run_at)) else run_at end,
        rerun_at = case status
          when 'running' then least(coalesce(rerun_at, values(run_at)), values(run_at)) end`;
    await query.raw(...asRaw(openKey === null ? insert : sql`${insert} ${onTaken}`));
  },

  restartDelays(query, table, { kinds, nowMs, aheadMs }, limit) {
    const where = sql`updated_at > ${aheadMs} and status = 'waiting' and turn = 0 and run_at > ${nowMs}
      and kind in ${listOf(kinds)}`;
    return changeFirst(
      query,
      table,
      { look: lookFor(table, where, 'updated_at'), where, limit },
      sql`update ${table.name} set
        run_at = case when run_at > updated_at then run_at - updated_at + ${nowMs} else ${nowMs} end,
        updated_at = ${nowMs}`,
    );
  },

  reclaim(query, table, { kinds, held, nowMs, aheadMs }, limit) {
    const where = sql`status = 'running' and (lease_until <= ${nowMs} or updated_at > ${aheadMs})
      and kind in ${listOf(kinds)} ${exceptIds(held)}`;
    return changeFirst(
      query,
      table,
      { look: lookFor(table, where, 'id'), where, limit },
      sql`update ${table.name} set
        status = case when rerun_at is null and attempts >= max_attempts then 'dead' else 'waiting' end,
        open_key = case when rerun_at is null and attempts >= max_attempts then null else open_key end,
        run_at = case when rerun_at is null and attempts >= max_attempts then run_at else 0 end,
        attempts = case when rerun_at is null then attempts else 0 end,
        turn = 0, lease_until = null, last_error = 'lease_expired', updated_at = ${nowMs}, rerun_at = null`,
    );
  },

  promote: (query, table, request) =>
    inTransaction(query, async (trx) => {
      const { name } = table;
      // Read first and without locks: an UPDATE that joins would wait for rows that others have just inserted.
      const ready = await rowsOf<{ readonly id: string; readonly turn: number }>(
        trx,
        sql`with due as (${firstDue(byKind(table), request)}), chosen as (select distinct group_key from due),
        lasts as (select group_key, ${lastTurn(byKind(table), request.kinds, 'greatest', byGroup(table))} as last_turn from chosen)
        select due.id as id, lasts.last_turn
          + row_number() over (partition by due.group_key order by due.run_at, due.id) as turn
        from due join lasts on lasts.group_key = due.group_key`,
      );
      if (ready.length === 0) return 0;
      const turns = ready.map(({ id, turn }) => sql`when ${id} then ${turn}`);
      const [{ affectedRows }] = (await trx.raw(
        ...asRaw(sql`update ${name} force index (primary)
          set turn = case id ${joined(turns, ' ')} end
          where id in ${listOf(ready.map(({ id }) => id))} and status = 'waiting' and turn = 0`),
      )) as [{ affectedRows: number }];
      return affectedRows;
    }),

  claim: (query, table, { kinds, running, nowMs, leaseUntilMs, limit }) =>
    changeFirst(
      query,
      table,
      {
        look: (window) => firstReady(byKind(table), { kinds, running }, window),
        where: sql`status = 'waiting' and turn > 0`,
        limit,
      },
      sql`update ${table.name} set
        status = 'running', turn = 0, attempts = attempts + 1, fence = fence + 1,
        lease_until = ${leaseUntilMs}, updated_at = ${nowMs}`,
    ),

  renew: (query, table, claims, leaseUntilMs, nowMs) =>
    changeWhere(
      query,
      table,
      heldUnder(claims),
      sql`update ${table.name} set lease_until = ${leaseUntilMs}, updated_at = ${nowMs}`,
    ),

  end: (query, table, claims, { status, error, nowMs }) =>
    changeWhere(
      query,
      table,
      heldUnder(claims),
      sql`update ${table.name} set
        status = case when rerun_at is null then ${status} else 'waiting' end,
        open_key = case when rerun_at is null then null else open_key end,
        run_at = coalesce(rerun_at, run_at),
        attempts = case when rerun_at is null then attempts else 0 end,
        lease_until = null, last_error = coalesce(${error}, last_error), updated_at = ${nowMs}, rerun_at = null`,
    ),

  postpone: (query, table, claims, { runAtMs, error, nowMs }) =>
    changeWhere(
      query,
      table,
      heldUnder(claims),
      sql`update ${table.name} set
        status = 'waiting', turn = 0, run_at = ${runAtMs},
        attempts = case when rerun_at is null then attempts else 0 end,
        lease_until = null, last_error = ${error}, updated_at = ${nowMs}, rerun_at = null`,
    ),

  release: (query, table, claims, nowMs) =>
    changeWhere(
      query,
      table,
      heldUnder(claims),
      sql`update ${table.name} set
        status = 'waiting', turn = 0, run_at = 0, attempts = attempts - 1,
        lease_until = null, rerun_at = null, updated_at = ${nowMs}`,
    ),

  retry: (query, table, id, nowMs) =>
    changeWhere(
      query,
      table,
      sql`id = ${id} and status = 'dead'`,
      sql`update ${table.name} set
        status = 'waiting', turn = 0, run_at = 0, attempts = 0, open_key = task_key,
        lease_until = null, rerun_at = null, updated_at = ${nowMs}`,
    ),
};
