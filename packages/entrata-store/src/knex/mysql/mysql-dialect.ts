import type { Knex } from 'knex';
import { StoreError } from '../../core/errors.js';
import type { Dialect, ErrorMeaning } from '../dialect/dialect.js';
import { orderByMicroseconds } from '../dialect/instant-order.js';
import { describeMysqlTable, findMysqlForeignKeys } from './mysql-facts.js';
import { mysqlSessionProblem } from './mysql-session.js';
import { mysqlTasks } from './mysql-tasks.js';

const meanings: ReadonlyMap<string, ErrorMeaning> = new Map([
  ['ER_DUP_ENTRY', 'conflict'],
  ['ER_LOCK_DEADLOCK', 'again'],
  ['ER_CHECKREAD', 'again'],
  ['ER_LOCK_WAIT_TIMEOUT', 'unavailable'],
  ['ER_QUERY_TIMEOUT', 'unavailable'],
  // MariaDB's max_statement_time.
  ['1969', 'unavailable'],
  ['ER_CON_COUNT_ERROR', 'unavailable'],
  ['ER_TOO_MANY_USER_CONNECTIONS', 'unavailable'],
  ['ER_USER_LIMIT_REACHED', 'unavailable'],
  ['ER_SERVER_SHUTDOWN', 'unavailable'],
  ['ER_OPTION_PREVENTS_STATEMENT', 'unavailable'],
  ['ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION', 'unavailable'],
  ['ER_QUERY_INTERRUPTED', 'unavailable'],
  ['ER_CONNECTION_KILLED', 'unavailable'],
  ['ER_DISK_FULL', 'unavailable'],
  ['ER_RECORD_FILE_FULL', 'unavailable'],
  ['ER_ACCESS_DENIED_ERROR', 'misuse'],
  ['ER_ACCESS_DENIED_NO_PASSWORD_ERROR', 'misuse'],
  ['ER_DBACCESS_DENIED_ERROR', 'misuse'],
  ['ER_TABLEACCESS_DENIED_ERROR', 'misuse'],
  ['ER_BAD_DB_ERROR', 'misuse'],
  ['ER_DATA_TOO_LONG', 'misuse'],
  ['ER_WARN_DATA_OUT_OF_RANGE', 'misuse'],
  ['ER_TRUNCATED_WRONG_VALUE', 'misuse'],
  ['ER_TRUNCATED_WRONG_VALUE_FOR_FIELD', 'misuse'],
  ['WARN_DATA_TRUNCATED', 'misuse'],
  ['ER_BAD_NULL_ERROR', 'misuse'],
  ['ER_NO_DEFAULT_FOR_FIELD', 'misuse'],
  ['ER_NO_REFERENCED_ROW_2', 'misuse'],
  ['ER_ROW_IS_REFERENCED_2', 'misuse'],
  ['ER_BAD_FIELD_ERROR', 'misuse'],
  ['ER_NO_SUCH_TABLE', 'misuse'],
  ['ER_PARSE_ERROR', 'misuse'],
  ['ER_NET_PACKET_TOO_LARGE', 'misuse'],
]);

/** MySQL has no RETURNING; the driver brings the id that AUTO_INCREMENT gave. */
async function insert(
  query: Knex,
  table: string,
  row: Readonly<Record<string, string | number | null>>,
  idColumn: string,
): Promise<string | number> {
  const [insertId] = await query(table).insert(row);
  const given = row[idColumn];
  return given ?? (insertId as number);
}

/** GET_LOCK waits this long for another process's migration. */
const migrationWaitSeconds = 60;

const quote = (identifier: string) => `\`${identifier.replaceAll('`', '``')}\``;

export const mysqlDialect: Dialect = {
  name: 'mysql',
  keepsNul: true,
  // 65,535 variables in one statement.
  maxRowsPerInsert: (columns) => Math.min(1_000, Math.floor(65_535 / columns)),
  // REPEATABLE READ would hide from a SELECT the very row that an INSERT just collided with.
  transaction: { isolationLevel: 'read committed' },
  runTogether: undefined,
  begin: async () => {},
  // MariaDB has no FOR SHARE, and MySQL still takes the older words.
  rowLocks: { lock: ' for update', share: ' lock in share mode' },
  // The shape is the driver's, which Knex hands through.
  rowsOf: (result) => (result as [readonly Record<string, unknown>[]])[0],
  changedRows: (result) => (result as [{ affectedRows: number }])[0].affectedRows,
  async insertIfAbsent(query, table, row, idColumn) {
    // Not INSERT IGNORE, which also turns values that do not fit into warnings.
    try {
      return await insert(query, table, row, idColumn);
    } catch (error) {
      if ((error as { code?: unknown }).code === 'ER_DUP_ENTRY') return undefined;
      throw error;
    }
  },
  insertReturningId: insert,
  dayNumber: (column) => `${column} div 86400000`,
  utcSuffix: '',
  readMs: (column) => `cast(timestampdiff(microsecond, '1970-01-01 00:00:00', ${column}) div 1000 as signed)`,
  // Not unix_timestamp(): through a session's zone, an hour a year comes twice.
  clockMs: "timestampdiff(microsecond, '1970-01-01 00:00:00', utc_timestamp(3)) div 1000",
  orderByDatetime(column) {
    const microseconds = `timestampdiff(microsecond, '1970-01-01 00:00:00', ${column})`;
    // As a text: past 2^53 the driver's number would be another.
    return orderByMicroseconds(`cast(${microseconds} as char)`, `${microseconds} is not null`, '');
  },
  quote,
  alter: {
    retype: (table, column, type, isOptional) => [
      `alter table ${quote(table)} modify column ${quote(column)} ${type}${isOptional ? '' : ' not null'}`,
    ],
    allowNull: (table, column, type) =>
      type === undefined ? [] : [`alter table ${quote(table)} modify column ${quote(column)} ${type}`],
    dropForeignKey: (table, name) => [`alter table ${quote(table)} drop foreign key ${quote(name)}`],
  },
  columnType(field, collation) {
    const collate = `character set utf8mb4 collate ${collation}`;
    switch (field.kind) {
      case 'id':
      case 'reference':
      case 'text':
        return `${(field.width ?? 0) > 4_000 ? 'mediumtext' : `varchar(${field.width})`} ${collate}`;
      case 'json':
        return `mediumtext ${collate}`;
      case 'integer':
      case 'instant':
        // A column that counts by itself has to be a key.
        return field.generated ? 'bigint not null auto_increment unique' : 'bigint';
      case 'real':
        return 'double';
    }
  },
  async binaryCollation(query) {
    // Byte by byte and without padding, so that 'a' and 'a ' are two keys. MariaDB's name, then MySQL 8's.
    const [rows] = await query.raw(
      "select collation_name as name from information_schema.collations where collation_name in ('utf8mb4_nopad_bin', 'utf8mb4_0900_bin')",
    );
    const name = (rows as readonly { name: string }[])[0]?.name;
    if (name === undefined)
      throw new StoreError(
        'misuse',
        'The server has no byte-wise utf8mb4 collation; MySQL 8 or MariaDB 10.2 is needed',
      );
    return name;
  },
  exclusively: (knex, work) =>
    knex.transaction(async (trx) => {
      // DDL commits by itself on MySQL, so the lock is one of the connection, not of the transaction.
      const name = "concat('entrata-store:', database())";
      const [rows] = await trx.raw(`select get_lock(left(${name}, 64), ${migrationWaitSeconds}) as held`);
      if ((rows as readonly { held: number | null }[])[0]?.held !== 1)
        throw new StoreError('unavailable', 'Another process is still migrating');
      try {
        const result = await work(trx);
        // Whoever waits for the lock has to see what was done under it.
        await trx.raw('commit');
        return result;
      } finally {
        await trx.raw(`do release_lock(left(${name}, 64))`);
      }
    }),
  describeTable: describeMysqlTable,
  foreignKeys: findMysqlForeignKeys,
  hasSessions: true,
  sessionProblem: mysqlSessionProblem,
  tasks: mysqlTasks,
  meaning: (code) => meanings.get(code),
};
