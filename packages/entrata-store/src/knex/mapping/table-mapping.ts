import type { Schema, TableKey } from '../../tables.js';
import type { DatabaseValue } from '../dialect/sql.js';

/** A column of an existing table, and how its values differ from the field's. */
export interface ColumnOptions {
  readonly column: string;
  /** From what the driver gives to the field's value; never called with null. */
  readonly read?: ((stored: unknown) => unknown) | undefined;
  /** From the field's value to what the column holds; never called with undefined. */
  readonly write?: ((value: never) => DatabaseValue) | undefined;
  /** The column's width in characters, where it is narrower than ours: longer texts are `misuse`, never cut. */
  readonly width?: number | undefined;
  /**
   * An instant in a DATETIME or TIMESTAMP column that holds UTC, with this many digits of a second. The
   * store's clock is cut to the coarsest of them. (Without it an instant is a number of milliseconds.)
   */
  readonly datetime?: 0 | 3 | undefined;
}

/**
 * Where a field lives in an existing table: a column's name, a column with options, or `null` when the table
 * has no such column (optional fields only; what is written there is not kept, and reads as absent).
 */
export type ColumnMapping = string | null | ColumnOptions;

/** A table of an existing schema in place of one of ours. Fields left out have their default column names. */
export interface TableMapping<K extends TableKey = TableKey> {
  readonly name: string;
  /**
   * `database`: the id column is AUTO_INCREMENT (or an identity). `ours`: we write a UUID.
   * @defaultValue `'ours'`
   */
  readonly ids?: 'ours' | 'database' | undefined;
  readonly columns?: { readonly [F in keyof Schema[K]['fields']]?: ColumnMapping | undefined } | undefined;
  /**
   * Columns that tell our rows from those of others, e.g. `{ crm_name: 'entrata', deleted_at: null }`: written
   * on insert, required on every read, update and delete.
   */
  readonly where?: Readonly<Record<string, DatabaseValue | undefined>> | undefined;
  /** Further columns written on insert only, for NOT NULL columns without default. */
  readonly insert?: Readonly<Record<string, DatabaseValue | undefined>> | undefined;
  /** Columns of theirs that follow a field of ours whenever it is written, e.g. a status in their words. */
  readonly mirror?:
    | Readonly<
        Record<
          string,
          {
            readonly of: keyof Schema[K]['fields'] & string;
            readonly write: (value: never) => DatabaseValue;
          }
        >
      >
    | undefined;
}

/** A mapping of whichever table: the names of its fields are no longer known to the compiler. */
export type AnyTableMapping = Omit<TableMapping, 'columns' | 'mirror'> & {
  readonly columns?: { readonly [field: string]: ColumnMapping | undefined } | undefined;
  readonly mirror?:
    | Readonly<Record<string, { readonly of: string; readonly write: (value: never) => DatabaseValue }>>
    | undefined;
};

/** A name for a table of ours, or a mapping onto one that exists; `tasks` is always ours. */
export type TableOptions = { readonly [K in TableKey]?: string | TableMapping<K> | undefined } & {
  readonly tasks?: string | undefined;
};

export const tasksTableName = (tables: TableOptions): string => tables.tasks ?? 'entrata_tasks';
