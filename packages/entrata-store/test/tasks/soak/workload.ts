import { setTimeout as delay } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { SqlTaskQueue } from '../../../src/knex/tasks/sql-task-queue.js';
import type { TaskHandler } from '../../../src/tasks/task-queue.js';

export const tasksTable = 'entrata_tasks';
export const workKind = 'carry-row';
/** The backlog's tasks are shorter; those that are struck in the middle are not. */
export const shortestLongRunMs = 100;
const rowsTable = 'soak_rows';
const effectsTable = 'soak_effects';
const staleTable = 'soak_stale';

/** A row has reached its end in state 2; each step towards it has one effect. */
const steps = 2;

export async function createWorkloadTables(knex: Knex): Promise<void> {
  await knex.schema.createTable(rowsTable, (table) => {
    table.string('id', 40).primary();
    table.integer('state').notNullable();
  });
  await knex.schema.createTable(effectsTable, (table) => {
    // No unique key: a doubled effect shall show, not fail.
    table.increments('id');
    table.string('row_id', 40).notNullable().index();
    table.integer('step').notNullable();
  });
  await knex.schema.createTable(staleTable, (table) => {
    table.increments('id');
    table.string('task_id', 64).notNullable();
  });
}

export interface RowWork {
  readonly firstRow: number;
  readonly count: number;
  readonly workMs: number;
  /** How long attempts after the first take. */
  readonly laterWorkMs: number;
}

/** Adds rows, each with its task, in one transaction. */
export async function addRows(knex: Knex, queue: SqlTaskQueue, work: RowWork): Promise<void> {
  await knex.transaction(async (trx) => {
    const tasks = queue.within(trx);
    for (let n = work.firstRow; n < work.firstRow + work.count; n += 1) {
      const row = `row-${n}`;
      await trx(rowsTable).insert({ id: row, state: 0 });
      await tasks.enqueue({
        kind: workKind,
        payload: { row, workMs: work.workMs, laterWorkMs: work.laterWorkMs },
        openKey: row,
        group: `client-${n % 5}`,
        // Kills count as attempts; this is about losing none of them.
        maxAttempts: 1_000,
      });
    }
  });
}

/** Carries a row to its end, by compare-and-set if it keeps the rules, and ignores every signal. */
export function createRowHandler(knex: Knex, rules: { readonly comparing: boolean }): TaskHandler {
  return async ({ id, payload, attempt }) => {
    const row = String(payload.row);
    const workMs = Number(attempt === 1 ? payload.workMs : payload.laterWorkMs);
    for (let step = 0; step < steps; step += 1) {
      await delay(workMs / steps);
      await knex.transaction(async (trx) => {
        const changed = await trx(rowsTable)
          .where({ id: row, ...(rules.comparing && { state: step }) })
          .update({ state: step + 1 });
        if (changed === 1) await trx(effectsTable).insert({ row_id: row, step });
      });
    }
    // Done under the claim that this very run holds: somebody with an older claim completed it.
    const task = await knex(tasksTable).where({ id }).first('status', 'attempts');
    if (task?.status === 'done' && Number(task.attempts) === attempt)
      await knex(staleTable).insert({ task_id: id });
  };
}

/** Whether the tasks can be written to within this time. */
export const canWrite = (knex: Knex, withinMs: number): Promise<boolean> => {
  const write = async () => {
    await knex(tasksTable).whereRaw('1 = 0').delete();
    return true;
  };
  return Promise.race([write(), delay(withinMs, false)]);
};

/** Tasks in a later attempt than their first. */
export const begunAnew = (knex: Knex): Promise<number> =>
  count(knex(tasksTable).where({ status: 'running' }).andWhere('attempts', '>', 1));

export interface Judgement {
  readonly tasks: number;
  /** Tasks that are not done, and rows short of their end. */
  readonly lost: number;
  readonly effectsMissing: number;
  readonly effectsDoubled: number;
  readonly staleAccepted: number;
}

const count = async (query: Knex.QueryBuilder): Promise<number> => {
  const [row] = await query.count({ count: '*' });
  return Number(row?.count ?? 0);
};

export const openTasks = (knex: Knex): Promise<number> =>
  count(knex(tasksTable).whereIn('status', ['waiting', 'running']));

/** What the database says, whatever anybody reported. */
export async function judge(knex: Knex): Promise<Judgement> {
  const rows = await count(knex(rowsTable));
  const distinct = await count(knex.from(knex(effectsTable).distinct('row_id', 'step').as('effect')));
  const unfinishedTasks = await count(knex(tasksTable).whereNot({ status: 'done' }));
  const unfinishedRows = await count(knex(rowsTable).whereNot({ state: steps }));
  return {
    tasks: await count(knex(tasksTable)),
    lost: Math.max(unfinishedTasks, unfinishedRows),
    effectsMissing: rows * steps - distinct,
    effectsDoubled: (await count(knex(effectsTable))) - distinct,
    staleAccepted: await count(knex(staleTable)),
  };
}
