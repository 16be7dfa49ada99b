import type { Knex } from 'knex';
import { isStoreError } from '../errors.js';
import { dialectOf } from '../knex/dialect-of.js';
import { TransactionVictim, translateError } from '../knex/translate-error.js';
import type { RowChange, Sql } from './task-dialect.js';
import { taskDialectOf } from './task-dialect-of.js';
import { atOnce, type Claim, type ClaimedTask, type PreparedTask, type TaskEngine } from './task-engine.js';
import { createTaskReader } from './task-reader.js';
import { type TaskRow, toClaim, toClaimedTask } from './task-row.js';
import {
  and,
  asked,
  dueOf,
  heldUnder,
  insertOf,
  lapsedOf,
  lineOf,
  notAsked,
  oneOf,
  sql,
  toEnd,
  toRerun,
  toWait,
  withError,
  writtenAhead,
} from './task-sql.js';

/** Claims one statement names; SQLite bounds the depth of an expression. */
const claimsAtOnce = 100;
/** Lapsed leases looked at in one go. */
const reclaimLimit = 100;
/** How often a statement that the database chose as a deadlock's victim is run again. */
const maxRuns = 10;

function* chunks<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}

export interface SqlTaskEngine extends TaskEngine {
  /** Writes through this Knex instance or transaction instead of the engine's own. */
  enqueueThrough(query: Knex, task: PreparedTask): Promise<void>;
}

/** The engine on SQLite, PostgreSQL and MySQL/MariaDB. */
export function createSqlTaskEngine(knex: Knex, tableName: string): SqlTaskEngine {
  const dialect = dialectOf(knex);
  const tasks = taskDialectOf(knex);
  const table = dialect.quote(tableName);

  /** Our errors only, and a deadlock's victim again: each of our statements may be run twice. */
  async function attempt<T>(statement: () => Promise<T>): Promise<T> {
    for (let run = 1; ; run += 1) {
      try {
        return await statement();
      } catch (error) {
        const ours = translateError(error, dialect, tableName);
        if (!(ours instanceof TransactionVictim) || run >= maxRuns) throw ours;
      }
    }
  }

  const change = (set: Sql, where: Sql, first?: RowChange['first']) =>
    attempt(() => tasks.change(knex, { table, set, where, ...(first && { first }) }));

  async function changeEach(claims: readonly Claim[], set: Sql, also?: Sql): Promise<readonly Claim[]> {
    const changed: Claim[] = [];
    for (const some of chunks(claims, claimsAtOnce)) {
      const where = also === undefined ? heldUnder(some) : and(heldUnder(some), also);
      changed.push(...(await change(set, where)).map(toClaim));
    }
    return changed;
  }

  async function enqueueThrough(query: Knex, task: PreparedTask): Promise<void> {
    const insert = insertOf(table, task);
    const onTaken = task.openKey === undefined ? '' : tasks.onOpenKeyTaken(table);
    await query.raw(`${insert.sql} ${onTaken}`, [...insert.bindings]);
  }

  /** Fails a run at its fence; the three outcomes are tried in an order that loses no wish for another run. */
  const fail: TaskEngine['fail'] = async (claim, { nowMs, retryAtMs, error }) => {
    const end = retryAtMs === undefined ? toEnd('dead', nowMs) : toWait(retryAtMs, 'attempts', nowMs);
    if ((await changeEach([claim], withError(end, error), notAsked)).length > 0)
      return retryAtMs === undefined ? 'dead' : 'again';
    const again = retryAtMs === undefined ? toRerun(nowMs) : toWait(retryAtMs, '0', nowMs);
    return (await changeEach([claim], withError(again, error), asked)).length > 0 ? 'again' : 'refused';
  };

  return {
    enqueueThrough,
    enqueue: (task) => attempt(() => enqueueThrough(knex, task)),

    async look(request) {
      const { kinds, nowMs, aheadMs } = request;
      const first = (where: Sql) =>
        sql(`(select 1 from ${table} where ${where.sql} limit 1)`, ...where.bindings);
      const looks = {
        lapsed: first(lapsedOf(request)),
        // By the index on the instant, whatever a planner without statistics thinks.
        ahead: sql(`case when (select max(updated_at) from ${table}) > ? then 1 end`, aheadMs),
        due: first(dueOf(kinds, nowMs)),
        line: first(lineOf(kinds)),
      };
      const columns = Object.entries(looks).map(([name, look]) => `${look.sql} as ${name}`);
      const bindings = Object.values(looks).flatMap((look) => look.bindings);
      const [found] = await attempt(async () =>
        tasks.rows<Record<keyof typeof looks, unknown>>(
          await knex.raw(`select ${columns.join(', ')}`, bindings),
        ),
      );
      const has = (name: keyof typeof looks) => found?.[name] != null;
      return { lapsed: has('lapsed') || has('ahead'), due: has('due'), line: has('line') };
    },

    async reclaim(request) {
      const { nowMs } = request;
      await change(
        sql(
          'run_at = case when run_at > updated_at then run_at - updated_at + ? else ? end, updated_at = ?',
          nowMs,
          nowMs,
          nowMs,
        ),
        and(writtenAhead(request), sql("status = 'waiting' and turn = 0 and run_at > ?", nowMs)),
        { orderBy: 'updated_at', limit: reclaimLimit },
      );
      const lapsed = lapsedOf(request);
      const rows = await attempt(
        async () =>
          (await knex(tableName)
            .whereRaw(lapsed.sql, [...lapsed.bindings])
            .limit(reclaimLimit)) as readonly TaskRow[],
      );
      const dead: ClaimedTask[] = [];
      for (const row of rows) {
        const claim = toClaim(row);
        // Unless it was renewed since it was read.
        const still = sql('lease_until = ?', Number(row.lease_until));
        const spent = Number(row.attempts) >= Number(row.max_attempts);
        const end = spent ? toEnd('dead', nowMs) : toWait(atOnce, 'attempts', nowMs);
        const ended = await changeEach([claim], withError(end, 'lease_expired'), and(still, notAsked));
        if (ended.length === 0)
          await changeEach(
            [claim],
            withError(toWait(atOnce, '0', nowMs), 'lease_expired'),
            and(still, asked),
          );
        else if (spent) dead.push(toClaimedTask(row));
      }
      return dead;
    },

    async lineUp({ kinds, nowMs, limit }) {
      const ours = oneOf('kind', kinds);
      const due = dueOf(kinds, nowMs);
      const line = lineOf(kinds);
      const beforeHead = `coalesce((select min(turn) from ${table} where ${line.sql}), 1) - 1`;
      const last = `coalesce((select max(turn) from ${table} where group_key = chosen.group_key and turn > 0 and ${ours.sql}), 0)`;
      const turns = sql(
        `with due as (
            select id, group_key, run_at from ${table} where ${due.sql} order by run_at, id limit ${limit} ${tasks.lockDue}
          ), chosen as (select distinct group_key from due),
          lasts as (select group_key, ${tasks.greater(last, beforeHead)} as last_turn from chosen)
          select due.id as id, lasts.last_turn
            + row_number() over (partition by due.group_key order by due.run_at, due.id) as turn
          from due join lasts on lasts.group_key = due.group_key`,
        ...due.bindings,
        ...ours.bindings,
        ...line.bindings,
      );
      return attempt(() => tasks.setTurns(knex, table, turns));
    },

    async claim({ kinds, running, nowMs, leaseUntilMs, limit }) {
      const rows = await change(
        sql(
          "status = 'running', turn = 0, attempts = attempts + 1, fence = fence + 1, lease_until = ?, updated_at = ?",
          leaseUntilMs,
          nowMs,
        ),
        lineOf(kinds, running),
        { orderBy: 'turn, run_at, id', limit },
      );
      return rows.map(toClaimedTask);
    },

    renew: (claims, leaseUntilMs, nowMs) =>
      changeEach(claims, sql('lease_until = ?, updated_at = ?', leaseUntilMs, nowMs)),

    async complete(claims, nowMs) {
      const done = await changeEach(claims, toEnd('done', nowMs), notAsked);
      if (done.length === claims.length) return { accepted: done, again: false };
      const ended = new Set(done.map(({ id }) => id));
      const left = claims.filter(({ id }) => !ended.has(id));
      const again = await changeEach(left, toRerun(nowMs), asked);
      return { accepted: [...done, ...again], again: again.length > 0 };
    },

    fail,

    async release(claims, nowMs) {
      await changeEach(claims, toWait(atOnce, 'attempts - 1', nowMs));
    },

    async isBusy(kinds, nowMs) {
      const busy = and(
        sql("status in ('running', 'waiting') and (status = 'running' or turn > 0 or run_at <= ?)", nowMs),
        oneOf('kind', kinds),
      );
      const found = await attempt(
        async () =>
          await knex(tableName)
            .select('id')
            .whereRaw(busy.sql, [...busy.bindings])
            .first(),
      );
      return found !== undefined;
    },

    ...createTaskReader(knex, tableName, attempt),

    async retry(id, nowMs) {
      const wait = toWait(atOnce, '0', nowMs);
      const set = sql(`${wait.sql}, open_key = task_key`, ...wait.bindings);
      try {
        return (await change(set, sql("id = ? and status = 'dead'", id))).length > 0;
      } catch (error) {
        // Another task has the key by now.
        if (isStoreError(error, 'conflict')) return false;
        throw error;
      }
    },

    async forgetDone(kinds, beforeMs, limit) {
      const old = await attempt(
        async () =>
          (await knex(tableName)
            .where({ status: 'done' })
            .whereIn('kind', [...kinds])
            .where('updated_at', '<', beforeMs)
            .orderBy('updated_at')
            .limit(limit)
            .pluck('id')) as readonly string[],
      );
      if (old.length === 0) return 0;
      await attempt(async () => await knex(tableName).where({ status: 'done' }).whereIn('id', old).delete());
      return old.length;
    },
  };
}
