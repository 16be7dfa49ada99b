import type { Knex } from 'knex';
import type { Dialect, ErrorMeaning } from '../dialect/dialect.js';
import type { Sql } from '../dialect/sql.js';
import { describeSqliteTable, findSqliteForeignKeys } from './sqlite-facts.js';
import { sqliteTasks } from './sqlite-tasks.js';

const columnTypes = {
  id: 'text',
  reference: 'text',
  text: 'text',
  json: 'text',
  integer: 'integer',
  instant: 'integer',
  real: 'real',
} as const;

/** Where a primary code decides, its extended codes start with it. */
const meanings: readonly (readonly [prefix: string, meaning: ErrorMeaning])[] = [
  ['SQLITE_CONSTRAINT_UNIQUE', 'conflict'],
  ['SQLITE_CONSTRAINT_PRIMARYKEY', 'conflict'],
  ['SQLITE_CONSTRAINT', 'misuse'],
  ['SQLITE_BUSY', 'unavailable'],
  ['SQLITE_LOCKED', 'unavailable'],
  ['SQLITE_FULL', 'unavailable'],
  ['SQLITE_IOERR', 'unavailable'],
  ['SQLITE_CANTOPEN', 'unavailable'],
  ['SQLITE_READONLY', 'unavailable'],
  ['SQLITE_TOOBIG', 'misuse'],
  ['SQLITE_ERROR', 'misuse'],
];

/** What Knex's client, which it types as any, holds of better-sqlite3. */
interface SqliteClient {
  acquireConnection(): Promise<SqliteConnection>;
  releaseConnection(connection: SqliteConnection): Promise<void>;
  query(connection: SqliteConnection, sql: string): Promise<unknown>;
  emit(event: 'query', statement: Sql): void;
}
interface SqliteConnection {
  readonly inTransaction: boolean;
  prepare(sql: string): { run(...bindings: readonly unknown[]): unknown };
}

/** On a connection borrowed from Knex's pool, so that nothing else runs in between. */
async function runTogether(knex: Knex, statements: readonly Sql[]): Promise<void> {
  const client = knex.client as SqliteClient;
  const connection = await client.acquireConnection();
  try {
    // Through Knex, which waits for another process's lock.
    await client.query(connection, 'begin immediate');
    try {
      for (const statement of statements) {
        // For those who listen to what Knex runs.
        client.emit('query', statement);
        connection.prepare(statement.sql).run(...statement.bindings);
      }
      connection.prepare('commit').run();
    } finally {
      if (connection.inTransaction) connection.prepare('rollback').run();
    }
  } finally {
    await client.releaseConnection(connection);
  }
}

const quote = (identifier: string) => `"${identifier.replaceAll('"', '""')}"`;

export const sqliteDialect: Dialect = {
  name: 'sqlite',
  keepsNul: true,
  // A multi-row INSERT is compiled to a compound SELECT of at most 500 terms and 32,766 variables.
  maxRowsPerInsert: (columns) => Math.min(500, Math.floor(32_766 / columns)),
  transaction: undefined,
  runTogether,
  async begin(trx, anyTable) {
    // Deletes nothing but takes the write lock, as BEGIN IMMEDIATE would: a transaction that reads first and
    // writes later fails at once with SQLITE_BUSY when another connection wrote in between.
    await trx(anyTable).whereRaw('0').delete();
  },
  rowLocks: { lock: '', share: '' },
  // The shape is the driver's, which Knex hands through.
  rowsOf: (result) => result as readonly Record<string, unknown>[],
  changedRows: (result) => (result as { changes: number }).changes,
  async insertIfAbsent(query, table, row, idColumn) {
    const [made] = await query(table).insert(row).onConflict().ignore().returning(idColumn);
    return made?.[idColumn];
  },
  async insertReturningId(query, table, row, idColumn) {
    const [made] = await query(table).insert(row).returning(idColumn);
    return made[idColumn];
  },
  dayNumber: (column) => `${column} / 86400000`,
  utcSuffix: '',
  readMs: (column) => `cast(round((julianday(${column}) - 2440587.5) * 86400000) as integer)`,
  clockMs: "cast(round((julianday('now') - 2440587.5) * 86400000) as integer)",
  orderByDatetime: (column) => ({
    // A text, and compared as one.
    selectCursor: `cast(${column} as text)`,
    isReadable: `julianday(${column}) is not null`,
    readCursor: (at) => (/^\d{4}-\d\d-\d\d[T ]?[\d:.]*[Z+\-\d:]*$/.test(at) ? at : undefined),
  }),
  quote,
  alter: {
    // Widths and collations are not kept.
    retype: () => [],
    allowNull: () => undefined,
    dropForeignKey: () => undefined,
  },
  columnType: (field) => columnTypes[field.kind],
  binaryCollation: async () => undefined,
  exclusively: (knex, work) =>
    knex.transaction(async (trx) => {
      // The write lock first: the second process waits here rather than fail later.
      await trx.raw('commit');
      await trx.raw('begin immediate');
      return work(trx);
    }),
  describeTable: describeSqliteTable,
  foreignKeys: findSqliteForeignKeys,
  hasSessions: false,
  sessionProblem: async () => undefined,
  tasks: sqliteTasks,
  meaning: (code) => meanings.find(([prefix]) => code.startsWith(prefix))?.[1],
};
