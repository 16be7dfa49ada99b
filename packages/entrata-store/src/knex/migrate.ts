import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { StoreError } from '../errors.js';
import type { TableKey } from '../schema/field.js';
import { schema } from '../schema/tables.js';
import { createTasksTable } from '../tasks/tasks-table.js';
import { type BoundTable, type BoundTables, bindTables } from './bound-table.js';
import { checkMapping, type MappingProblem } from './check-mapping.js';
import { createTableSql } from './create-table-sql.js';
import type { Dialect } from './dialect.js';
import { dialectOf } from './dialect-of.js';
import { type TableOptions, tasksTableName } from './table-mapping.js';
import { translateError } from './translate-error.js';

interface Migration {
  readonly id: string;
  /** May be run again after it was cut anywhere: MySQL commits each DDL statement by itself. */
  up(query: Knex): Promise<void>;
}

/** Another choice of names or mappings is other tables, which have yet to be created. */
function nameOf(step: string, tableNames: readonly string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(tableNames)).digest('hex').slice(0, 12);
  return `${step}-${digest}`;
}

/** A table of that name which others made: left to itself, it would be taken for ours until a query fails. */
async function refuseForeign(query: Knex, dialect: Dialect, tables: readonly BoundTable[]): Promise<void> {
  for (const { spec, name, columns } of tables) {
    const facts = await dialect.describeTable(query, name);
    const lacking = [...columns.values()]
      .map(({ column }) => column)
      .filter((column) => !facts?.columns.has(column));
    if (facts && lacking.length > 0)
      throw new StoreError(
        'misuse',
        `A table ${name} exists and is not the store's (no ${lacking.join(', ')}): map it, or name another in tables.${spec.key}`,
      );
  }
}

function createTables(tables: BoundTables, dialect: Dialect, tasksTable: string): Migration {
  // An existing table is its owner's to change: checkMapping says what it lacks.
  const ours = (Object.keys(schema) as TableKey[])
    .map((key) => tables[key])
    .filter(({ mapping }) => !mapping);
  return {
    id: nameOf('0001-create-tables', [...ours.map(({ name }) => name), tasksTable]),
    async up(query) {
      await refuseForeign(query, dialect, ours);
      const collation = await dialect.binaryCollation(query);
      for (const table of ours)
        for (const sql of createTableSql(table, tables, dialect, collation)) await query.raw(sql);
      await createTasksTable(query, tasksTable);
    },
  };
}

/** The mistakes of a mapping with their ALTERs, as one message: none of it is data. */
function describeErrors(problems: readonly MappingProblem[]): string {
  const lines = problems.map(
    ({ table, column, problem, alter }) =>
      `- ${[table, column].filter(Boolean).join('.')} ${problem}${alter ? `\n    ${alter};` : ''}`,
  );
  return `The database, or the mapping onto it, does not fit:\n${lines.join('\n')}`;
}

/**
 * Creates or updates the store's tables. Safe to run at every start, by several processes at once, and again
 * after being killed half-way. Mapped tables are left alone, but have to fit: see {@link checkMapping}.
 */
export async function migrate(knex: Knex, options: { readonly tables?: TableOptions } = {}): Promise<void> {
  const dialect = dialectOf(knex);
  const tableOptions = options?.tables ?? {};
  const migrations = [createTables(bindTables(tableOptions, dialect), dialect, tasksTableName(tableOptions))];
  const errors = (await checkMapping(knex, tableOptions)).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new StoreError('misuse', describeErrors(errors));
  try {
    await dialect.exclusively(knex, async (query) => {
      const log = 'entrata_migrations';
      if (!(await query.schema.hasTable(log))) {
        await query.schema.createTable(log, (table) => {
          table.string('id', 64).primary();
          table.bigInteger('applied_at').notNullable();
        });
      }
      const applied = new Set(await query(log).pluck('id'));
      for (const migration of migrations) {
        if (applied.has(migration.id)) continue;
        await migration.up(query);
        await query(log).insert({ id: migration.id, applied_at: Date.now() });
      }
    });
  } catch (error) {
    throw translateError(error, dialect, 'migrate');
  }
}
