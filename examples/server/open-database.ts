import { openSqlite } from 'entrata-store/knex';
import createKnex, { type Knex } from 'knex';
import type { ServerConfig } from './config.js';

/** The database that the configuration names: PostgreSQL, MySQL or MariaDB by URL, else a SQLite file. */
export function openDatabase({ DATABASE_URL, DATABASE_FILE }: ServerConfig): Knex {
  if (DATABASE_URL === undefined) return openSqlite(DATABASE_FILE);
  const client = DATABASE_URL.startsWith('mysql') ? 'mysql2' : 'pg';
  return createKnex({ client, connection: DATABASE_URL, pool: { min: 0, max: 10 } });
}

/** The same for people: without user and password. */
export function describeDatabase({ DATABASE_URL, DATABASE_FILE }: ServerConfig): string {
  if (DATABASE_URL === undefined) return DATABASE_FILE;
  const { protocol, host, pathname } = new URL(DATABASE_URL);
  return `${protocol}//${host}${pathname}`;
}
