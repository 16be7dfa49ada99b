import type { Knex } from 'knex';
import { isStoreError } from '../../core/errors.js';
import { isStorable } from '../../rows/check-value.js';
import { atOnce, type PreparedTask, type TaskEngine } from '../../tasks/task-engine.js';
import { createLineUp } from './line-up.js';
import { createLook } from './look.js';
import { createReclaim } from './reclaim.js';
import { createTaskReader } from './task-reader.js';
import { toClaimedTask } from './task-row.js';
import {
  and,
  asked,
  insertOf,
  lineOf,
  notAsked,
  oneOf,
  sql,
  toEnd,
  toRerun,
  toWait,
  withError,
} from './task-sql.js';
import { createTaskStatements } from './task-statements.js';

export interface SqlTaskEngine extends TaskEngine {
  /** Writes through this Knex instance or transaction instead of the engine's own. */
  enqueueThrough(query: Knex, task: PreparedTask): Promise<void>;
}

/** The engine on SQLite, PostgreSQL and MySQL/MariaDB. */
export function createSqlTaskEngine(
  knex: Knex,
  tableName: string,
  ready?: () => Promise<void> | undefined,
): SqlTaskEngine {
  const statements = createTaskStatements(knex, tableName, ready);
  const { table, dialect, attempt, read, change, changeClaimed } = statements;

  async function enqueueThrough(query: Knex, task: PreparedTask): Promise<void> {
    const insert = insertOf(table, task);
    const onTaken = task.openKey === undefined ? '' : dialect.onOpenKeyTaken(table);
    await query.raw(`${insert.sql} ${onTaken}`, [...insert.bindings]);
  }

  /** Fails a run at its fence; the three outcomes are tried in an order that loses no wish for another run. */
  const fail: TaskEngine['fail'] = async (claim, { nowMs, retryAtMs, error }) => {
    const end = retryAtMs === undefined ? toEnd('dead', nowMs) : toWait(retryAtMs, 'attempts', nowMs);
    if ((await changeClaimed([claim], withError(end, error), notAsked)).length > 0)
      return retryAtMs === undefined ? 'dead' : 'again';
    const again = retryAtMs === undefined ? toRerun(nowMs) : toWait(retryAtMs, '0', nowMs);
    return (await changeClaimed([claim], withError(again, error), asked)).length > 0 ? 'again' : 'refused';
  };

  return {
    enqueueThrough,
    enqueue: (task) => attempt(() => enqueueThrough(knex, task)),

    look: createLook(statements),
    reclaim: createReclaim(statements),
    lineUp: createLineUp(knex, statements),

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
      changeClaimed(claims, sql('lease_until = ?, updated_at = ?', leaseUntilMs, nowMs)),

    async complete(claims, nowMs) {
      const done = await changeClaimed(claims, toEnd('done', nowMs), notAsked);
      if (done.length === claims.length) return { accepted: done, again: false };
      const ended = new Set(done.map(({ id }) => id));
      const left = claims.filter(({ id }) => !ended.has(id));
      const again = await changeClaimed(left, toRerun(nowMs), asked);
      return { accepted: [...done, ...again], again: again.length > 0 };
    },

    fail,

    async release(claims, nowMs) {
      await changeClaimed(claims, toWait(atOnce, 'attempts - 1', nowMs));
    },

    async isBusy(kinds, nowMs) {
      const busy = and(
        sql("status in ('running', 'waiting') and (status = 'running' or turn > 0 or run_at <= ?)", nowMs),
        oneOf('kind', kinds),
      );
      const found = await read(sql(`select 1 from ${table} where ${busy.sql} limit 1`, ...busy.bindings));
      return found.length > 0;
    },

    ...createTaskReader(statements),

    async retry(id, nowMs) {
      if (!isStorable(id)) return false;
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
