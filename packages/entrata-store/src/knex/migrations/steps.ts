import { mysqlTables } from './0001-create-tables/mysql.js';
import { postgresTables } from './0001-create-tables/postgres.js';
import { sqliteTables } from './0001-create-tables/sqlite.js';
import type { Step } from './step.js';

/** All steps there ever were, in order. Steps are added at the end; what is released is never edited. */
export const steps: readonly Step[] = [
  {
    id: '0001-create-tables',
    sql: { sqlite: sqliteTables, postgres: postgresTables, mysql: mysqlTables },
  },
];
