import type { Knex } from 'knex';
import { schema } from '../schema/tables.js';
import { createTasksTable } from '../tasks/sql-task-queue.js';
import { type BoundTables, bindTables } from './bound-table.js';
import { createTableSql } from './create-table-sql.js';
import { type Dialect, dialectOf } from './dialect.js';
import { type TableOptions, tasksTableName } from './table-mapping.js';
import { translateError } from './translate-error.js';

interface Migration {
  readonly id: string;
  /** May be run again after it was cut anywhere: MySQL commits each DDL statement by itself. */
  up(query: Knex): Promise<void>;
}

const createTables = (tables: BoundTables, dialect: Dialect, tasksTable: string): Migration => ({
  id: '0001-create-tables',
  async up(query) {
    const collation = await dialect.binaryCollation(query);
    for (const key of Object.keys(schema) as (keyof typeof schema)[]) {
      const table = tables[key];
      // An existing table is its owner's to change: checkMapping says what it lacks.
      if (table.mapped) continue;
      for (const sql of createTableSql(table, tables, dialect, collation)) await query.raw(sql);
    }
    await createTasksTable(query, tasksTable);
  },
});

/**
 * Creates or updates the store's tables. Safe to run at every start, by several processes at once, and again
 * after being killed half-way. Mapped tables are left alone.
 */
export async function migrate(knex: Knex, options: { readonly tables?: TableOptions } = {}): Promise<void> {
  const dialect = dialectOf(knex);
  const tableOptions = options.tables ?? {};
  const migrations = [createTables(bindTables(tableOptions, dialect), dialect, tasksTableName(tableOptions))];
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
