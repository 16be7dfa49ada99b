import type { Knex } from 'knex';
import type { Field } from '../../rows/field.js';
import type { DatabaseValue, Sql } from './sql.js';
import type { ForeignKeyFacts, TableFacts } from './table-facts.js';
import type { TaskStatements } from './task-statements.js';

/** What a driver's error code means to us. `again` asks for the whole transaction once more. */
export type ErrorMeaning = 'conflict' | 'again' | 'unavailable' | 'misuse';

/**
 * How rows are paged by an instant's column. The cursor is the stored value itself, not the instant that we make of
 * it: cut to our digits, it would stand before or behind rows that the column tells apart.
 */
export interface InstantOrder {
  /** SQL of the stored value as the cursor carries it. */
  readonly selectCursor: string;
  /** SQL that holds for rows whose instant can be read. NULL, a zero date and the like have no place among them. */
  readonly isReadable: string;
  /** What the column is compared with; undefined for a text that is no such cursor. */
  readCursor(at: string): DatabaseValue | undefined;
}

/** Each gives the statements, in order; undefined where the table has to be made anew instead. */
export interface TableChanges {
  retype(table: string, column: string, type: string, isOptional: boolean): readonly string[];
  /** `type` is what the column has; where it is not known and the database needs it, there are none. */
  allowNull(table: string, column: string, type?: string): readonly string[] | undefined;
  dropForeignKey(table: string, name: string): readonly string[] | undefined;
}

/** Everything in which the databases differ: each has a folder with one of these. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgres' | 'mysql';
  /** Whether a text may hold the character NUL. */
  readonly keepsNul: boolean;
  /** Rows one INSERT may carry, for this many columns. */
  maxRowsPerInsert(columns: number): number;
  readonly transaction: Knex.TransactionConfig | undefined;
  /**
   * Runs all of them or none, past Knex, where the driver answers at once and so Knex would cost more than the
   * database; elsewhere undefined.
   */
  readonly runTogether: ((knex: Knex, statements: readonly Sql[]) => Promise<void>) | undefined;
  /** Takes the write lock before anything is read, where reading first could fail later. */
  begin(trx: Knex.Transaction, anyTable: string): Promise<void>;
  /**
   * What follows a SELECT that makes later writers of its rows wait, alone (`lock`) or beside others that read them so
   * (`share`); empty where the transaction has the only lock.
   */
  readonly rowLocks: { readonly lock: string; readonly share: string };
  /** The rows in what `knex.raw` gives for a SELECT. */
  rowsOf(result: unknown): readonly Readonly<Record<string, unknown>>[];
  /** How many rows matched, in what `knex.raw` gives for an UPDATE. */
  changedRows(result: unknown): number;
  /** Inserts one row; undefined when a unique key is taken, without ending the transaction. */
  insertIfAbsent(
    query: Knex,
    table: string,
    row: Readonly<Record<string, DatabaseValue>>,
    idColumn: string,
  ): Promise<DatabaseValue | undefined>;
  /** Inserts one row and returns the id that the database gave it. */
  insertReturningId(
    query: Knex,
    table: string,
    row: Readonly<Record<string, DatabaseValue>>,
    idColumn: string,
  ): Promise<DatabaseValue>;
  /** SQL of the whole number of days since 1970 for a column of milliseconds. */
  dayNumber(column: string): string;
  /** Follows a written date and time, so that no session's zone is read into it. */
  readonly utcSuffix: string;
  /** SQL of the milliseconds since 1970 of a date column that holds UTC. */
  readMs(column: string): string;
  /** SQL of the milliseconds since 1970 by the database's own clock, at the moment it is evaluated. */
  readonly clockMs: string;
  /** How rows are paged by a date column that holds UTC. */
  orderByDatetime(column: string): InstantOrder;
  quote(identifier: string): string;
  /** The statements that change a table which is there. */
  readonly alter: TableChanges;
  columnType(field: Field, collation: string | undefined): string;
  /** The collation that compares texts byte by byte, where one has to be named. */
  binaryCollation(query: Knex): Promise<string | undefined>;
  /** Runs DDL while no other process can; the lock ends with the connection. */
  exclusively<T>(knex: Knex, work: (query: Knex) => Promise<T>): Promise<T>;
  /** Undefined when there is no such table. */
  describeTable(query: Knex, table: string): Promise<TableFacts | undefined>;
  /** Of all tables. */
  foreignKeys(query: Knex): Promise<readonly ForeignKeyFacts[]>;
  /** Whether each connection has settings of its own that {@link sessionProblem} looks at. */
  readonly hasSessions: boolean;
  /**
   * What in a session's settings would change values on their way, or let one be read as SQL, with the statement that
   * mends it; undefined when nothing does. `ask` runs a statement in that session.
   */
  sessionProblem(
    ask: (sql: string) => PromiseLike<unknown>,
    usesTimestamps: boolean,
  ): Promise<string | undefined>;
  /** The statements with which tasks are written. */
  readonly tasks: TaskStatements;
  /** Of a driver's error code. */
  meaning(code: string): ErrorMeaning | undefined;
}
