import type { Knex } from 'knex';
import { StoreError } from '../core/errors.js';
import type { Dialect } from './dialect/dialect.js';
import { mysqlDialect } from './mysql/mysql-dialect.js';
import { postgresDialect } from './postgres/postgres-dialect.js';
import { sqliteDialect } from './sqlite/sqlite-dialect.js';

/** The dialect of a Knex instance's client; `misuse` when it is none of ours. */
export function dialectOf(knex: Knex): Dialect {
  if (typeof knex !== 'function') throw new StoreError('misuse', 'knex is a Knex instance');
  // Knex types its client as any; these names are the same in every 3.x.
  const client = knex.client as {
    readonly dialect?: string;
    readonly driverName?: string;
    readonly config?: { readonly pool?: { readonly max?: number } };
  };
  switch (client.driverName ?? client.dialect) {
    case 'better-sqlite3':
      if ((client.config?.pool?.max ?? 1) > 1)
        throw new StoreError('misuse', 'SQLite has one writer: give Knex a pool of max 1, or use openSqlite');
      return sqliteDialect;
    case 'pg':
    case 'postgresql':
      return postgresDialect;
    case 'mysql2':
    case 'mysql':
      return mysqlDialect;
    default:
      throw new StoreError('misuse', 'Knex must use the client better-sqlite3, pg or mysql2');
  }
}
