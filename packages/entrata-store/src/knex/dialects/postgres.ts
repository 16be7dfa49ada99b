import type { Dialect, ErrorMeaning } from '../dialect.js';
import { orderByMicroseconds } from '../instant-order.js';
import { describePostgresTable } from './postgres-facts.js';
import { findPostgresForeignKeys } from './postgres-foreign-keys.js';
import { postgresSessionProblem } from './postgres-session.js';

const meanings: readonly (readonly [prefix: string, meaning: ErrorMeaning])[] = [
  ['23505', 'conflict'],
  ['40001', 'again'],
  ['40P01', 'again'],
  ['55P03', 'unavailable'],
  ['57014', 'unavailable'],
  ['57P', 'unavailable'],
  ['25006', 'unavailable'],
  ['08', 'unavailable'],
  ['53', 'unavailable'],
  ['28', 'misuse'],
  ['3D', 'misuse'],
  ['22', 'misuse'],
  ['23', 'misuse'],
  ['42', 'misuse'],
];

/** How long a migration waits for another process's, and each of its statements for a table. */
const migrationWaitSeconds = 60;

/** Whether a date is of a year that a cursor or a record can carry. */
const isWritable = (column: string) =>
  `${column} between '0001-01-01 00:00:00+00' and '9999-12-31 23:59:59.999999+00'`;

export const postgresDialect: Dialect = {
  name: 'postgres',
  keepsNul: false,
  // 65,535 variables in one statement.
  maxRowsPerInsert: (columns) => Math.min(1_000, Math.floor(65_535 / columns)),
  transaction: { isolationLevel: 'read committed' },
  runTogether: undefined,
  begin: async () => {},
  locksRows: true,
  // The shape is the driver's, which Knex hands through.
  rowsOf: (result) => (result as { rows: readonly Record<string, unknown>[] }).rows,
  changedRows: (result) => (result as { rowCount: number }).rowCount,
  async insertIfAbsent(query, table, row, idColumn) {
    const [made] = await query(table).insert(row).onConflict().ignore().returning(idColumn);
    return made?.[idColumn];
  },
  async insertReturningId(query, table, row, idColumn) {
    const [made] = await query(table).insert(row).returning(idColumn);
    return made[idColumn];
  },
  dayNumber: (column) => `${column} / 86400000`,
  utcSuffix: '+00',
  // An infinite date has no number, and asking for it would fail the whole statement.
  readMs: (column) =>
    `case when ${isWritable(column)} then cast(floor(extract(epoch from ${column}) * 1000) as bigint) end`,
  orderByDatetime: (column) =>
    orderByMicroseconds(
      `case when ${isWritable(column)} then cast(extract(epoch from ${column}) * 1000000 as bigint) end`,
      isWritable(column),
      '+00',
    ),
  quote: (identifier) => `"${identifier.replaceAll('"', '""')}"`,
  columnType(field) {
    switch (field.kind) {
      case 'id':
      case 'reference':
      case 'text':
        return `${(field.width ?? 0) > 4_000 ? 'text' : `varchar(${field.width})`} collate "C"`;
      case 'json':
        // Not jsonb: it reorders keys and refuses an escaped NUL.
        return 'text';
      case 'integer':
      case 'instant':
        return 'bigint';
      case 'real':
        return 'double precision';
    }
  },
  binaryCollation: async () => undefined,
  exclusively: (knex, work) =>
    knex.transaction(async (trx) => {
      await trx.raw(`set local lock_timeout = '${migrationWaitSeconds}s'`);
      // One number of our own for the whole database; it ends with the transaction, also when we are killed.
      await trx.raw('select pg_advisory_xact_lock(6507150190)');
      return work(trx);
    }),
  describeTable: describePostgresTable,
  foreignKeys: findPostgresForeignKeys,
  hasSessions: true,
  sessionProblem: postgresSessionProblem,
  meaning: (code) => meanings.find(([prefix]) => code.startsWith(prefix))?.[1],
};
