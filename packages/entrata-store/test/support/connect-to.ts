import createKnex, { type Knex } from 'knex';
import { openSqlite } from '../../src/knex/open-sqlite.js';

export type DatabaseName = 'sqlite' | 'postgres' | 'mariadb';

/** How a database is reached; plain data, so that a child process can be told. */
export type DatabaseAddress =
  | { readonly name: 'sqlite'; readonly filename: string }
  | { readonly name: 'postgres'; readonly url: string; readonly schema: string }
  | { readonly name: 'mariadb'; readonly url: string; readonly database: string };

export function connectTo(address: DatabaseAddress, poolSize = 10): Knex {
  const pool = { min: 0, max: poolSize };
  switch (address.name) {
    case 'sqlite':
      // Many processes on a busy machine: a lock is not to be had in the order of asking.
      return openSqlite(address.filename, { busyTimeoutMs: 60_000 });
    case 'postgres':
      return createKnex({ client: 'pg', connection: address.url, searchPath: [address.schema], pool });
    case 'mariadb': {
      const url = new URL(address.url);
      url.pathname = `/${address.database}`;
      return createKnex({ client: 'mysql2', connection: url.href, pool });
    }
  }
}
