import type { TableOptions } from 'entrata-store/knex';
import type { Knex } from 'knex';
import { describeMappingProblem } from '../mapping-problem.js';
import { type Finding, failed, nameOf, ok, skipped } from './finding.js';

const check = 'mapping';

/** Whether the tables that exist fit the user's mapping, and which ALTERs would make them fit. */
export async function checkMappingOf(knex: Knex, tables: TableOptions): Promise<Finding> {
  // Loaded here alone: `entrata-store/knex` needs knex, which the other commands do without.
  const { checkMapping } = await import('entrata-store/knex');
  const problems = await checkMapping(knex, tables);
  const errors = problems.filter(({ severity }) => severity === 'error');
  const warnings = problems.filter(({ severity }) => severity === 'warning');
  const lines = [
    ...errors.map(describeMappingProblem),
    ...warnings.map((warning) => `warning: ${describeMappingProblem(warning)}`),
  ];
  const todo = lines.map((line) => `\n    ${line}`).join('');
  if (errors.length > 0) return failed(check, `${errors.length} columns or keys do not fit`, todo);
  return warnings.length === 0 ? ok(check, 'fits') : ok(check, `fits; ${warnings.length} warnings`, todo);
}

export const mappingUnusable = (error: unknown): Finding =>
  failed(
    check,
    `the module cannot be used: ${nameOf(error)}`,
    'Give a JavaScript module that exports `tables`, the object you hand to createKnexStore.',
  );

export const mappingLater = (): Finding => skipped(check, 'Make the database answer first.');
