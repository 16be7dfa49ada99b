import type { Knex } from 'knex';
import { StoreError } from '../core/errors.js';
import { readSettings } from '../core/settings.js';
import { checkMapping, type MappingProblem } from './check-mapping.js';
import type { Dialect } from './dialect/dialect.js';
import { translateError } from './dialect/translate-error.js';
import { dialectOf } from './dialect-of.js';
import { inspectWith, schemaError } from './inspect-schema.js';
import type { TableOptions } from './mapping/table-mapping.js';
import type { SchemaProblem } from './migrations/compare-tables.js';
import { findOwnTables } from './migrations/own-tables.js';
import { runSteps } from './migrations/run-steps.js';
import type { Step } from './migrations/step.js';
import { steps as allSteps } from './migrations/steps.js';

/** What {@link migrate} did; both lists are empty when there was nothing to do. */
export interface MigrationReport {
  /** The migrations that this call ran, such as `0001-create-tables`. */
  readonly applied: readonly string[];
  /** Statements that brought back what our tables had lost: a table, an index, a column that may be absent. */
  readonly mended: readonly string[];
}

/** The mistakes of a mapping with their ALTERs, as one message: none of it is data. */
function describeErrors(problems: readonly MappingProblem[]): string {
  const lines = problems.map(
    ({ table, column, problem, alter }) =>
      `- ${[table, column].filter(Boolean).join('.')} ${problem}${alter ? `\n    ${alter};` : ''}`,
  );
  return `The database, or the mapping onto it, does not fit:\n${lines.join('\n')}`;
}

/** Adds what is missing and can be added without loss. A statement that fails leaves its problem to be named. */
async function mend(
  knex: Knex,
  dialect: Dialect,
  problems: readonly SchemaProblem[],
): Promise<readonly string[]> {
  const mended: string[] = [];
  for (const problem of problems.filter(({ mendedByMigrate }) => mendedByMigrate)) {
    try {
      await dialect.exclusively(knex, async (query) => {
        for (const sql of problem.mend) await query.raw(sql);
      });
      mended.push(...problem.mend);
    } catch (error) {
      const ours = translateError(error, dialect, 'migrate');
      if (ours.code === 'unavailable') throw ours;
    }
  }
  return mended;
}

/** {@link migrate} with a history of one's own. */
export async function migrateWith(
  knex: Knex,
  tables: TableOptions,
  steps: readonly Step[],
): Promise<MigrationReport> {
  const dialect = dialectOf(knex);
  const errors = (await checkMapping(knex, tables)).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new StoreError('misuse', describeErrors(errors), { reason: 'schema_differs' });
  try {
    const applied = await runSteps(knex, await findOwnTables(knex, dialect, tables), steps);
    const status = await inspectWith(knex, tables, steps);
    if (status.reason === undefined) return { applied, mended: [] };
    const mended = await mend(knex, dialect, status.problems);
    const left = schemaError(await inspectWith(knex, tables, steps));
    if (left) throw left;
    return { applied, mended };
  } catch (error) {
    throw translateError(error, dialect, 'migrate');
  }
}

/**
 * Creates the store's tables, or brings them up to what this version needs. Run it at every start: it is safe to
 * run by several processes at once, and again after being killed anywhere. What it finds missing it adds, where
 * nothing is lost by that; anything else that is wrong it refuses with `misuse`, naming it and the statement that
 * mends it. So it does with a history that this version does not know, and with a newer schema. Mapped tables are
 * left alone, but have to fit: see {@link checkMapping}.
 * @throws StoreError `misuse` with a `reason` for what it refuses, `unavailable` when the database does not answer.
 * @example
 * const { applied, mended } = await migrate(knex, { tables });
 */
export async function migrate(
  knex: Knex,
  options: { readonly tables?: TableOptions | undefined } = {},
): Promise<MigrationReport> {
  const { tables = {} } = readSettings('migrate', options);
  return migrateWith(knex, tables, allSteps);
}
