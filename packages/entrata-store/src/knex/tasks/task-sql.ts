import type { Claim, PreparedTask, ReclaimRequest } from '../../tasks/task-engine.js';
import type { Sql } from './task-dialect.js';

export const sql = (text: string, ...bindings: (string | number | null)[]): Sql => ({ sql: text, bindings });
/** All of them. */
export const and = (...parts: readonly Sql[]): Sql => ({
  sql: parts.map((part) => part.sql).join(' and '),
  bindings: parts.flatMap((part) => part.bindings),
});
export const oneOf = (column: string, values: readonly string[]): Sql =>
  values.length === 0 ? sql('1 = 0') : sql(`${column} in (${values.map(() => '?').join(', ')})`, ...values);

const noneOf = (column: string, values: readonly string[]): readonly Sql[] =>
  values.length === 0 ? [] : [sql(`${column} not in (${values.map(() => '?').join(', ')})`, ...values)];

/** Running under exactly this claim: the fence. */
export const heldUnder = (claims: readonly Claim[]): Sql =>
  and(
    sql("status = 'running'"),
    sql(
      `(${claims.map(() => '(id = ? and fence = ?)').join(' or ')})`,
      ...claims.flatMap(({ id, fence }) => [id, fence]),
    ),
  );

type Kinds = readonly string[];

/** Running, and the lease ended or was written by a clock that ran ahead. */
export const lapsedOf = ({ kinds, held, nowMs, aheadMs }: ReclaimRequest) =>
  and(
    sql("status = 'running' and (lease_until <= ? or updated_at > ?)", nowMs, aheadMs),
    oneOf('kind', kinds),
    ...noneOf('id', held),
  );

export const writtenAhead = ({ kinds, aheadMs }: ReclaimRequest) =>
  and(sql('updated_at > ?', aheadMs), oneOf('kind', kinds));
/** Waiting outside the line for a time that has come. */
export const dueOf = (kinds: Kinds, nowMs: number) =>
  and(sql("status = 'waiting' and turn = 0 and run_at <= ?", nowMs), oneOf('kind', kinds));
/** Waiting in the line, except for these ids. */
export const lineOf = (kinds: Kinds, except: readonly string[] = []) =>
  and(sql("status = 'waiting' and turn > 0"), oneOf('kind', kinds), ...noneOf('id', except));

export const toWait = (runAtMs: number, attempts: string, nowMs: number): Sql =>
  sql(
    `status = 'waiting', turn = 0, run_at = ?, attempts = ${attempts}, lease_until = null, rerun_at = null, updated_at = ?`,
    runAtMs,
    nowMs,
  );
/** For a task that was enqueued anew while it ran: a fresh start at the instant asked for. */
export const toRerun = (nowMs: number): Sql =>
  sql(
    "status = 'waiting', turn = 0, run_at = rerun_at, attempts = 0, lease_until = null, rerun_at = null, updated_at = ?",
    nowMs,
  );
export const toEnd = (status: 'done' | 'dead', nowMs: number): Sql =>
  sql(`status = '${status}', open_key = null, lease_until = null, updated_at = ?`, nowMs);
export const withError = (set: Sql, error: string): Sql =>
  sql(`${set.sql}, last_error = ?`, ...set.bindings, error);
export const notAsked = sql('rerun_at is null');
export const asked = sql('rerun_at is not null');

export function insertOf(table: string, task: PreparedTask): Sql {
  const row = {
    id: task.id,
    kind: task.kind,
    task_key: task.openKey ?? null,
    open_key: task.openKey ?? null,
    payload: JSON.stringify(task.payload),
    group_key: task.group,
    trace_id: task.traceId ?? null,
    status: 'waiting',
    attempts: 0,
    max_attempts: task.maxAttempts,
    run_at: task.runAtMs,
    turn: 0,
    fence: 0,
    created_at: task.nowMs,
    updated_at: task.nowMs,
  };
  const values = Object.values(row);
  const columns = Object.keys(row).join(', ');
  return sql(`insert into ${table} (${columns}) values (${values.map(() => '?').join(', ')})`, ...values);
}
