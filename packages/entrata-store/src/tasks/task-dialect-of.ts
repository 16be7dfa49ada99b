import type { Knex } from 'knex';
import { dialectOf } from '../knex/dialect-of.js';
import { mysqlTaskDialect } from './dialects/mysql.js';
import { postgresTaskDialect } from './dialects/postgres.js';
import { sqliteTaskDialect } from './dialects/sqlite.js';
import type { TaskDialect } from './task-dialect.js';

const dialects = {
  sqlite: sqliteTaskDialect,
  postgres: postgresTaskDialect,
  mysql: mysqlTaskDialect,
} as const;

export const taskDialectOf = (knex: Knex): TaskDialect => dialects[dialectOf(knex).name];
