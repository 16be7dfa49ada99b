import type { Knex } from 'knex';
import { isStoreError } from '../../core/errors.js';
import { readPage, refusedCursor, writeCursor } from '../../core/page.js';
import { isStorable } from '../../core/texts.js';
import type { Claim, PreparedTask, TaskEngine } from '../../tasks/task-engine.js';
import type { Dialect } from '../dialect/dialect.js';
import { createLoneRunner } from '../dialect/run-statement.js';
import { joined, listOf, plain, type Sql, sql } from '../dialect/sql.js';
import { exceptIds, ofEachKind, type TaskRow, type TaskTable } from '../dialect/task-statements.js';
import { indexName } from '../mapping/create-index-sql.js';
import { taskSelection, toClaim, toClaimedTask, toTaskRecord } from './task-row.js';
import { tasksByGroup, tasksByKind } from './tasks-table.js';

/** Claims one statement names; SQLite bounds the depth of an expression. */
const claimsAtOnce = 100;
/** Tasks that one statement takes from workers whose lease ended. */
const reclaimLimit = 100;

export interface SqlTaskEngine extends TaskEngine {
  /** Writes through this Knex instance or transaction instead of the engine's own. */
  enqueueThrough(query: Knex, task: PreparedTask): Promise<void>;
}

/**
 * The engine on SQLite, PostgreSQL and MySQL/MariaDB. What writes stands whole in the database's own folder; what only
 * reads is here. `ready` is waited for before a statement, unless it has nothing to wait for.
 */
export function createSqlTaskEngine(options: {
  readonly knex: Knex;
  readonly dialect: Dialect;
  readonly table: string;
  readonly ready?: (() => Promise<void> | undefined) | undefined;
}): SqlTaskEngine {
  const { knex, dialect, ready } = options;
  const write = dialect.tasks;
  const table: TaskTable = {
    name: plain(dialect.quote(options.table)),
    selection: plain(taskSelection(dialect.quote)),
    indexes: {
      byKind: plain(dialect.quote(indexName(options.table, ...tasksByKind))),
      byGroup: plain(dialect.quote(indexName(options.table, ...tasksByGroup))),
    },
  };
  const { name } = table;

  const runLone = createLoneRunner(knex, dialect);
  /** Our errors only, and a deadlock's victim again: each of our statements may be run twice. */
  async function attempt<T>(statement: (query: Knex) => Promise<T>): Promise<T> {
    const pending = ready?.();
    if (pending) await pending;
    return runLone(options.table, statement);
  }

  // The caller knows its columns.
  const read = <T>({ sql, bindings }: Sql): Promise<readonly T[]> =>
    attempt(async (query) => dialect.rowsOf(await query.raw(sql, [...bindings])) as readonly T[]);

  /** Changes rows by their claims, so many at a time. */
  async function changeHeld(
    claims: readonly Claim[],
    change: (query: Knex, some: readonly Claim[]) => Promise<readonly TaskRow[]>,
  ): Promise<readonly TaskRow[]> {
    const changed: TaskRow[] = [];
    for (let start = 0; start < claims.length; start += claimsAtOnce) {
      const some = claims.slice(start, start + claimsAtOnce);
      changed.push(...(await attempt((query) => change(query, some))));
    }
    return changed;
  }

  const isWaiting = ({ status }: TaskRow) => status === 'waiting';

  return {
    enqueueThrough: (query, task) => write.enqueue(query, table, task),
    enqueue: (task) => attempt((query) => write.enqueue(query, table, task)),

    /** All that a worker wants to know in one statement that reads the ends of indexes. */
    async peek({ kinds, held, nowMs, aheadMs }) {
      const [found] = await read<Record<'lapsed' | 'due' | 'ready' | 'ahead', unknown>>(
        sql`select
          (select 1 from ${name}
            where status = 'running' and (lease_until <= ${nowMs} or updated_at > ${aheadMs})
              and kind in ${listOf(kinds)} ${exceptIds(held)} limit 1) as lapsed,
          (select 1 from (${ofEachKind(
            kinds,
            (kind) => sql`select 1 from ${name}
              where status = 'waiting' and kind = ${kind} and turn = 0 and run_at <= ${nowMs}
              order by run_at, id limit 1`,
          )}) as due limit 1) as due,
          (select 1 from (${ofEachKind(
            kinds,
            (kind) => sql`select 1 from ${name}
              where status = 'waiting' and kind = ${kind} and turn > 0
              order by turn, run_at, id limit 1`,
          )}) as ready limit 1) as ready,
          case when (select max(updated_at) from ${name}) > ${aheadMs} then 1 end as ahead`,
      );
      const has = (what: 'lapsed' | 'due' | 'ready' | 'ahead') => found?.[what] != null;
      return { lapsed: has('lapsed') || has('ahead'), due: has('due'), ready: has('ready') };
    },

    async reclaim(request) {
      await attempt((query) => write.restartDelays(query, table, request, reclaimLimit));
      const rows = await attempt((query) => write.reclaim(query, table, request, reclaimLimit));
      return rows.filter(({ status }) => status === 'dead').map(toClaimedTask);
    },

    promote: (request) => attempt((query) => write.promote(query, table, request)),

    async claim(request) {
      return (await attempt((query) => write.claim(query, table, request))).map(toClaimedTask);
    },

    async renew(claims, leaseUntilMs, nowMs) {
      const renewed = await changeHeld(claims, (query, some) =>
        write.renew(query, table, some, leaseUntilMs, nowMs),
      );
      return renewed.map(toClaim);
    },

    async complete(claims, nowMs) {
      const end = { status: 'done', error: null, nowMs } as const;
      const ended = await changeHeld(claims, (query, some) => write.end(query, table, some, end));
      return { accepted: ended.map(toClaim), again: ended.some(isWaiting) };
    },

    async fail(claim, { nowMs, retryAtMs, error }) {
      const [failed] = await changeHeld([claim], (query, some) =>
        retryAtMs === undefined
          ? write.end(query, table, some, { status: 'dead', error, nowMs })
          : write.postpone(query, table, some, { runAtMs: retryAtMs, error, nowMs }),
      );
      if (failed === undefined) return 'refused';
      return isWaiting(failed) ? 'again' : 'dead';
    },

    async release(claims, nowMs) {
      await changeHeld(claims, (query, some) => write.release(query, table, some, nowMs));
    },

    async isBusy(kinds, nowMs) {
      const found = await read(
        sql`select 1 from ${name}
          where status in ('running', 'waiting') and (status = 'running' or turn > 0 or run_at <= ${nowMs})
            and kind in ${listOf(kinds)} limit 1`,
      );
      return found.length > 0;
    },

    async find(id) {
      if (!isStorable(id)) return undefined;
      const [row] = await read<TaskRow>(sql`select ${table.selection} from ${name} where id = ${id}`);
      return row && toTaskRecord(row);
    },

    async list(filter = {}, page) {
      const { limit, after } = readPage(page);
      const wanted = { status: filter.status, kind: filter.kind, trace_id: filter.requestId };
      const conditions: Sql[] = [plain('1 = 1')];
      for (const [column, value] of Object.entries(wanted)) {
        if (value === undefined) continue;
        if (!isStorable(value)) return { items: [], next: undefined };
        conditions.push(sql`${plain(column)} = ${value}`);
      }
      if (after !== undefined) {
        if (!/^-?\d{1,19}$/.test(after.at)) throw refusedCursor();
        const at = Number(after.at);
        conditions.push(sql`(created_at < ${at} or (created_at = ${at} and id < ${after.id}))`);
      }
      const rows = await read<TaskRow>(
        sql`select ${table.selection} from ${name} where ${joined(conditions, ' and ')}
          order by created_at desc, id desc limit ${limit + 1}`,
      );
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      const next =
        rows.length > limit && last !== undefined
          ? writeCursor({ at: String(last.createdAt), id: last.id })
          : undefined;
      return { items: shown.map(toTaskRecord), next };
    },

    async retry(id, nowMs) {
      if (!isStorable(id)) return false;
      try {
        return (await attempt((query) => write.retry(query, table, id, nowMs))).length > 0;
      } catch (error) {
        // Another task has the key by now.
        if (isStoreError(error, 'conflict')) return false;
        throw error;
      }
    },

    async forget(status, kinds, beforeMs, limit) {
      const old = await read<{ readonly id: string }>(
        sql`select id from ${name} where status = ${status} and kind in ${listOf(kinds)} and updated_at < ${beforeMs}
          order by updated_at limit ${limit}`,
      );
      if (old.length === 0) return 0;
      const ids = listOf(old.map(({ id }) => id));
      await attempt(async (query) => {
        // Once more by all of it: one that waited may have been claimed, and failed, since.
        const forget = sql`delete from ${name}
          where status = ${status} and updated_at < ${beforeMs} and id in ${ids}`;
        await query.raw(forget.sql, [...forget.bindings]);
      });
      return old.length;
    },
  };
}
