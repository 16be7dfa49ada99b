import { setTimeout as sleep } from 'node:timers/promises';
import createKnex, { type Knex } from 'knex';
import { checkTextArgument } from '../core/check-option.js';
import { readSettings } from '../core/settings.js';

/** What a SQLite connection needs to keep its promises; each pragma is per connection. */
const pragmas = [
  'journal_mode = WAL',
  // An acknowledged row survives loss of power. In WAL mode the default would be NORMAL, which does not promise it.
  'synchronous = FULL',
  'foreign_keys = ON',
  // Waiting inside SQLite would stop the event loop, and with it whoever of this process holds the lock.
  'busy_timeout = 0',
];

interface SqliteConnection {
  pragma(source: string): unknown;
  prepare(sql: string): unknown;
}

/** How many statements stay prepared; those used longest ago go first. */
const mostStatements = 500;

/** Knex prepares a statement each time it runs one, which costs SQLite as much as running most of ours. */
function keepStatements(connection: SqliteConnection): void {
  const prepare = connection.prepare.bind(connection);
  const kept = new Map<string, unknown>();
  connection.prepare = (sql) => {
    const statement = kept.get(sql) ?? prepare(sql);
    kept.delete(sql);
    kept.set(sql, statement);
    for (const oldest of kept.keys()) {
      if (kept.size <= mostStatements) break;
      kept.delete(oldest);
    }
    return statement;
  };
}

/** The part of Knex's client that runs a statement; Knex types it as any. */
interface SqliteClient {
  _query(connection: unknown, statement: unknown): Promise<unknown>;
}

/** Knex's SQLite client, waiting for another connection's lock without stopping the event loop. */
function patientClient(busyTimeoutMs: number): typeof Knex.Client {
  const { client } = createKnex({ client: 'better-sqlite3', useNullAsDefault: true });
  const Client = client.constructor as new (config: Knex.Config) => SqliteClient;
  class PatientClient extends Client {
    override async _query(connection: unknown, statement: unknown): Promise<unknown> {
      const giveUpAt = performance.now() + busyTimeoutMs;
      for (;;) {
        try {
          return await super._query(connection, statement);
        } catch (error) {
          // Not SQLITE_BUSY_SNAPSHOT: a transaction that has read an older state can never write.
          const { code } = error as { code?: unknown };
          const passes = code === 'SQLITE_BUSY' || code === 'SQLITE_BUSY_RECOVERY';
          if (!passes || performance.now() > giveUpAt) throw error;
        }
        await sleep(1 + Math.random() * 9);
      }
    }
  }
  return PatientClient as unknown as typeof Knex.Client;
}

/** In the pool, the timer that looks for idle connections. */
interface Pool {
  readonly interval?: { unref(): void } | null;
}

/**
 * A Knex instance on a SQLite file, set up as the store needs it: WAL, synchronous FULL, foreign keys, one
 * connection. It waits up to `busyTimeoutMs` for another process's lock, and then fails as `unavailable`. Give it to
 * `createKnexStore` with `destroyOnClose: true`.
 * @defaultValue `busyTimeoutMs` is 5,000
 * @throws StoreError `misuse` for an option that makes no sense.
 * @example
 * const knex = openSqlite('entrata.db');
 */
export function openSqlite(
  filename: string,
  options: { readonly busyTimeoutMs?: number | undefined } = {},
): Knex {
  checkTextArgument('openSqlite: filename', filename);
  const { busyTimeoutMs } = readSettings('openSqlite', options);
  const inMemory = filename === ':memory:' || filename === '';
  const knex = createKnex({
    client: patientClient(busyTimeoutMs),
    connection: { filename },
    useNullAsDefault: true,
    pool: {
      // A database in memory lives in its connection, so that one stays.
      min: inMemory ? 1 : 0,
      max: 1,
      idleTimeoutMillis: 2_000,
      afterCreate(
        connection: SqliteConnection,
        done: (error: Error | null, connection: SqliteConnection) => void,
      ) {
        for (const pragma of pragmas) connection.pragma(pragma);
        keepStatements(connection);
        done(null, connection);
        // A process that forgot to close, and has nothing else to do, ends instead of hanging without a word.
        setImmediate(() => (knex.client.pool as Pool | undefined)?.interval?.unref());
      },
    },
  });
  return knex;
}
