import type { Knex } from 'knex';
import { dialectOf } from '../dialect-of.js';
import { mysqlTaskDialect } from '../mysql/mysql-tasks.js';
import { postgresTaskDialect } from '../postgres/postgres-tasks.js';
import { sqliteTaskDialect } from '../sqlite/sqlite-tasks.js';
import type { TaskDialect } from './task-dialect.js';

const dialects = {
  sqlite: sqliteTaskDialect,
  postgres: postgresTaskDialect,
  mysql: mysqlTaskDialect,
} as const;

export const taskDialectOf = (knex: Knex): TaskDialect => dialects[dialectOf(knex).name];
