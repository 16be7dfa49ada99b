import type { Knex } from 'knex';
import { isStoreError, StoreError, type StoreErrorReason } from '../core/errors.js';
import { readSettings } from '../core/settings.js';
import { translateError } from './dialect/translate-error.js';
import { dialectOf } from './dialect-of.js';
import type { TableOptions } from './mapping/table-mapping.js';
import { compareTables, describeProblems, type SchemaProblem } from './migrations/compare-tables.js';
import { createLogSql, type History, logId, logTable, readHistory } from './migrations/history.js';
import { describeOwnTables, findOwnTables, type OwnFacts, type OwnTables } from './migrations/own-tables.js';
import { createTableSql, isDone, statementsOf } from './migrations/render-sql.js';
import type { Step } from './migrations/step.js';
import { steps as allSteps } from './migrations/steps.js';

/** How the store's own tables stand; those of a mapping are for {@link checkMapping}. */
export interface SchemaStatus {
  /** Undefined when this version can work with them. */
  readonly reason: StoreErrorReason | undefined;
  /** Why the log of migrations is refused, and what to do; the rest is then left empty. */
  readonly refusal: string | undefined;
  /** Migrations that were run for this choice of tables, such as `0001-create-tables`. */
  readonly applied: readonly string[];
  /** Those that `migrate` would run. */
  readonly pending: readonly string[];
  /** Those of a newer version, beside which this one may go on. */
  readonly ahead: readonly string[];
  /** In what our tables differ from what this version needs, each with the statements that mend it. */
  readonly problems: readonly SchemaProblem[];
  /** All that `migrate` would run now, in order, for an administrator to read or to run. */
  readonly statements: readonly string[];
}

const isMissing = ({ column }: SchemaProblem) => column === '';

/** What is pending shows in the tables themselves, but for what it does to their rows. */
function reasonOf(
  history: History,
  problems: readonly SchemaProblem[],
  own: OwnTables,
): StoreErrorReason | undefined {
  if (history.pending.some(({ inBatches, isOptional }) => inBatches && !isOptional)) return 'not_migrated';
  if (problems.length === 0) return undefined;
  const isEmpty = problems.filter(isMissing).length === own.needed.length;
  return isEmpty || history.pending.length > 0 ? 'not_migrated' : 'schema_differs';
}

function statementsFor(
  history: History,
  problems: readonly SchemaProblem[],
  facts: OwnFacts,
  own: OwnTables,
): readonly string[] {
  const { applied, pending, hasLog } = history;
  const lost = applied.length === 0 ? [] : own.needed.filter(({ key }) => !facts.get(key));
  const restored = lost.flatMap(({ key }) => createTableSql(own, key, applied));
  const run = pending.flatMap((step) => [
    ...statementsOf(step, own)
      .filter((statement) => !isDone(statement, facts.get(statement.table)))
      .map(({ sql }) => (step.inBatches ? `-- again until it changes no row:\n${sql}` : sql)),
    `insert into ${own.dialect.quote(logTable)} (${['id', 'applied_at'].map(own.dialect.quote).join(', ')}) values ('${logId(step, own.digest)}', ${Math.max(Date.now(), history.after)})`,
  ]);
  const mends = problems
    .filter((problem) => problem.mendedByMigrate && !isMissing(problem))
    .flatMap(({ mend }) => mend)
    .filter((sql) => !run.includes(sql));
  return [
    ...restored,
    ...(pending.length > 0 && !hasLog ? [createLogSql(own.dialect)] : []),
    ...run,
    ...mends,
  ];
}

/** {@link inspectSchema} with a history of one's own. */
export async function inspectWith(
  knex: Knex,
  tables: TableOptions,
  steps: readonly Step[],
): Promise<SchemaStatus> {
  const dialect = dialectOf(knex);
  try {
    const own = await findOwnTables(knex, dialect, tables);
    let history: History;
    try {
      history = await readHistory(knex, own.digest, steps);
    } catch (error) {
      if (!isStoreError(error, 'misuse')) throw error;
      const nothing = { applied: [], pending: [], ahead: [], problems: [], statements: [] };
      return { reason: error.reason ?? 'history_unknown', refusal: error.message, ...nothing };
    }
    const facts = await describeOwnTables(knex, own);
    const problems = await compareTables(knex, own, facts, steps);
    return {
      reason: reasonOf(history, problems, own),
      refusal: undefined,
      applied: history.applied.map(({ id }) => id),
      pending: history.pending.map(({ id }) => id),
      ahead: history.ahead,
      problems,
      statements: statementsFor(history, problems, facts, own),
    };
  } catch (error) {
    throw translateError(error, dialect, 'schema');
  }
}

/**
 * Compares the log of migrations and the store's own tables with what this version needs. Reads only.
 * @throws StoreError `unavailable` when the database does not answer.
 * @example
 * const { reason, pending, statements } = await inspectSchema(knex, { tables });
 */
export async function inspectSchema(
  knex: Knex,
  options: { readonly tables?: TableOptions | undefined } = {},
): Promise<SchemaStatus> {
  const { tables = {} } = readSettings('migrate', options, 'inspectSchema');
  return inspectWith(knex, tables, allSteps);
}

const remedies: Partial<Record<StoreErrorReason, string>> = {
  not_migrated: 'The database is not migrated: run `migrate(knex, { tables })`, or `entrata migrate`',
  schema_differs:
    "The store's tables are not as this version needs them: `entrata migrate` adds what is missing",
};

/** The error that says what is wrong, by name; undefined when nothing is. */
export function schemaError({ reason, refusal, problems }: SchemaStatus): StoreError | undefined {
  if (reason === undefined) return undefined;
  // Of a database that was never migrated there is nothing to tell apart.
  const named = problems.every(isMissing) && reason === 'not_migrated' ? [] : problems;
  const message = refusal ?? [`${remedies[reason]}.`, describeProblems(named)].filter(Boolean).join('\n');
  return new StoreError('misuse', message, { reason });
}
