import type { Knex } from 'knex';
import type { Claim, PreparedTask, ReclaimRequest, TaskEngine } from '../../tasks/task-engine.js';
import type { TaskStatus } from '../../tasks/task-queue.js';
import { joined, listOf, plain, type Sql, sql } from './sql.js';

/** A row as drivers give it; PostgreSQL gives bigint as text. */
export interface TaskRow {
  readonly id: string;
  readonly kind: string;
  readonly taskKey: string | null;
  readonly payload: string;
  readonly groupKey: string;
  readonly requestId: string | null;
  readonly status: TaskStatus;
  readonly attempts: number | string;
  readonly maxAttempts: number | string;
  readonly runAt: number | string;
  readonly leaseUntil: number | string | null;
  readonly fence: number | string;
  readonly lastError: string | null;
  readonly createdAt: number | string;
  readonly updatedAt: number | string;
}

/** The tasks' table as SQL. */
export interface TaskTable {
  /** Its name, quoted. */
  readonly name: Sql;
  /** The select list of a {@link TaskRow}. */
  readonly selection: Sql;
  /** Names of two of its indexes, quoted: by status and kind, and by group and kind. */
  readonly indexes: { readonly byKind: Sql; readonly byGroup: Sql };
}

type Query = Knex | Knex.Transaction;
type Rows = Promise<readonly TaskRow[]>;

/**
 * The statements with which tasks are written, whole, one record a database. Each is one statement, or one short
 * transaction where the database cannot say it in one. Those that change rows return them as they are then, and assign
 * in an order that is right whether or not an assignment sees those before it. What only reads is the same SQL on every
 * database, and stands in `knex/tasks/`.
 */
export interface TaskStatements {
  /** On a taken open key: pulls the waiting task forward, or has the running one run once more. */
  enqueue(query: Query, table: TaskTable, task: PreparedTask): Promise<void>;
  /** A delay that was written by a clock that ran ahead begins anew. */
  restartDelays(query: Query, table: TaskTable, request: ReclaimRequest, limit: number): Promise<unknown>;
  /**
   * Takes tasks whose lease ended from their workers: they wait for another attempt, or are dead when that was the
   * last. One that was enqueued anew while it ran always gets its run.
   */
  reclaim(query: Query, table: TaskTable, request: ReclaimRequest, limit: number): Rows;
  /** Gives due tasks a position in the ready queue; returns how many. */
  promote(query: Query, table: TaskTable, request: Parameters<TaskEngine['promote']>[0]): Promise<number>;
  /** Claims from the head of the ready queue, passing over rows that another is claiming. */
  claim(query: Query, table: TaskTable, request: Parameters<TaskEngine['claim']>[0]): Rows;
  /** Of these four: only tasks whose claim is still the newest. */
  renew(query: Query, table: TaskTable, claims: readonly Claim[], leaseUntilMs: number, nowMs: number): Rows;
  /** Ends them as `done` or `dead`; one that was enqueued anew while it ran waits for the instant asked for instead. */
  end(
    query: Query,
    table: TaskTable,
    claims: readonly Claim[],
    end: { readonly status: 'done' | 'dead'; readonly error: string | null; readonly nowMs: number },
  ): Rows;
  /** Waits for another attempt; for the first one if it was enqueued anew while it ran. */
  postpone(
    query: Query,
    table: TaskTable,
    claims: readonly Claim[],
    retry: { readonly runAtMs: number; readonly error: string; readonly nowMs: number },
  ): Rows;
  /** Gives them back as if they had not been claimed. */
  release(query: Query, table: TaskTable, claims: readonly Claim[], nowMs: number): Rows;
  /** Makes a dead task wait again, under its key. */
  retry(query: Query, table: TaskTable, id: string, nowMs: number): Rows;
}

/** A condition: running under exactly one of these claims. That is the fence. */
export const heldUnder = (claims: readonly Claim[]): Sql =>
  sql`status = 'running' and (${joined(
    claims.map(({ id, fence }) => sql`(id = ${id} and fence = ${fence})`),
    ' or ',
  )})`;

/** A further condition: none of these ids. */
export const exceptIds = (ids: readonly string[]): Sql =>
  ids.length === 0 ? plain('') : sql`and id not in ${listOf(ids)}`;

/**
 * What a select finds for each kind, one kind after another. It bounds itself with `limit`, and so reads the head of an
 * index; through `kind in (...)` a planner may read all that waits of other kinds.
 */
export const ofEachKind = (kinds: readonly string[], select: (kind: string) => Sql): Sql =>
  joined(
    // No task has this kind: a worker of none finds nothing.
    (kinds.length === 0 ? [''] : kinds).map((kind) => sql`select * from (${select(kind)}) as found`),
    ' union all ',
  );

type NamedTable = Pick<TaskTable, 'name'>;

/** The ids of the first so many tasks of these kinds in the ready queue. */
export const firstReady = (
  { name }: NamedTable,
  { kinds, running }: Pick<Parameters<TaskEngine['claim']>[0], 'kinds' | 'running'>,
  limit: number,
): Sql =>
  sql`select id from (${ofEachKind(
    kinds,
    (kind) => sql`select id, turn, run_at from ${name}
      where status = 'waiting' and kind = ${kind} and turn > 0 ${exceptIds(running)}
      order by turn, run_at, id limit ${limit}`,
  )}) as first order by turn, run_at, id limit ${limit}`;

/** The ids, groups and due times of the first so many due tasks of these kinds that have no position yet. */
export const firstDue = (
  { name }: NamedTable,
  { kinds, nowMs, limit }: Parameters<TaskEngine['promote']>[0],
): Sql =>
  sql`select id, group_key, run_at from (${ofEachKind(
    kinds,
    (kind) => sql`select id, group_key, run_at from ${name}
      where status = 'waiting' and kind = ${kind} and turn = 0 and run_at <= ${nowMs}
      order by run_at, id limit ${limit}`,
  )}) as first order by run_at, id limit ${limit}`;

/**
 * The position after which a group's next task comes: the group's last, and no position before the head of the ready
 * queue. Stands in a select from `chosen`, which has the group; `byGroup` is the table where it is read by the group.
 */
export const lastTurn = (
  { name }: NamedTable,
  kinds: readonly string[],
  greatest: 'greatest' | 'max',
  byGroup = name,
): Sql =>
  sql`${plain(greatest)}(${joined(
    [
      sql`coalesce((select min(turn) from (${ofEachKind(
        kinds,
        (kind) => sql`select turn from ${name}
          where status = 'waiting' and kind = ${kind} and turn > 0 order by turn limit 1`,
      )}) as heads), 1) - 1`,
      ...kinds.map(
        (kind) => sql`coalesce((select turn from ${byGroup}
          where group_key = chosen.group_key and kind = ${kind} and turn > 0 order by turn desc limit 1), 0)`,
      ),
    ],
    ', ',
  )})`;
