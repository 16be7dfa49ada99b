import type { Knex } from 'knex';
import { StoreError } from '../../core/errors.js';
import { appendToLog, createLogSql, readHistory } from './history.js';
import { describeOwnTables, type OwnFacts, type OwnTables } from './own-tables.js';
import { columnsCreatedBy, createTableSql, isDone, statementsOf } from './render-sql.js';
import type { Step } from './step.js';

/** A table of that name which others made: left to itself, it would be taken for ours until a query fails. */
function refuseForeign(own: OwnTables, facts: OwnFacts, first: Step): void {
  for (const { key, name } of own.needed) {
    const found = facts.get(key);
    if (!found) continue;
    const lacking = columnsCreatedBy(first, own.dialect.name, key).filter(
      (column) => !found.columns.has(column),
    );
    if (lacking.length > 0)
      throw new StoreError(
        'misuse',
        `A table ${name} exists and is not the store's (no ${lacking.join(', ')}): map it, or name another in tables.${key}`,
        { reason: 'schema_differs' },
      );
  }
}

/** Changes some more rows; false when there are none left to change. */
async function runBatch(query: Knex, own: OwnTables, step: Step): Promise<boolean> {
  for (const { sql } of statementsOf(step, own)) {
    if (own.dialect.changedRows(await query.raw(sql)) > 0) return true;
  }
  return false;
}

const tablesOf = (step: Step, { dialect }: OwnTables) => Object.keys(step.sql[dialect.name]);

async function runStatements(query: Knex, own: OwnTables, step: Step): Promise<void> {
  const facts = await describeOwnTables(query, own, tablesOf(step, own));
  for (const statement of statementsOf(step, own))
    if (!isDone(statement, facts.get(statement.table))) await query.raw(statement.sql);
}

/** Makes the tables again that were there once and that the step is to change. */
async function restoreTables(
  query: Knex,
  own: OwnTables,
  applied: readonly Step[],
  step: Step,
): Promise<void> {
  const facts = await describeOwnTables(query, own, tablesOf(step, own));
  for (const [key, found] of facts) {
    if (found) continue;
    for (const sql of createTableSql(own, key, applied)) await query.raw(sql);
  }
}

/**
 * Runs what is pending, each step in a transaction of its own (in MySQL each statement), and no two processes at
 * once. Returns the steps that this call finished.
 */
export async function runSteps(
  knex: Knex,
  own: OwnTables,
  steps: readonly Step[],
): Promise<readonly string[]> {
  const finished: string[] = [];
  for (;;) {
    const goesOn = await own.dialect.exclusively(knex, async (query) => {
      const { applied, pending, after, hasLog } = await readHistory(query, own.digest, steps);
      const [step] = pending;
      if (!step) return false;
      const [first] = steps;
      if (first && applied.length === 0) refuseForeign(own, await describeOwnTables(query, own), first);
      else await restoreTables(query, own, applied, step);
      if (!hasLog) await query.raw(createLogSql(own.dialect));
      if (step.inBatches) {
        if (await runBatch(query, own, step)) return true;
      } else await runStatements(query, own, step);
      await appendToLog(query, step, own.digest, after);
      finished.push(step.id);
      return pending.length > 1;
    });
    if (!goesOn) return finished;
  }
}
