import type { TableKey } from '../schema/field.js';
import type { Schema } from '../schema/tables.js';
import type { DatabaseValue } from './dialect.js';

/**
 * Where a field lives in an existing table: a column's name, a column with a translation, or `null` when the
 * table has no such column (optional fields only; they read as absent, and writing one is `misuse`).
 */
export type ColumnMapping =
  | string
  | null
  | {
      readonly column: string;
      /** From what the driver gives to the field's value; never called with null. */
      readonly read?: (stored: unknown) => unknown;
      /** From the field's value to what the column holds; never called with undefined. */
      readonly write?: (value: never) => DatabaseValue;
    };

/** A table of an existing schema in place of one of ours. Fields left out have their default column names. */
export interface TableMapping<K extends TableKey = TableKey> {
  readonly name: string;
  /** `database`: the id column is AUTO_INCREMENT (or an identity). Default `ours`: we write a UUID. */
  readonly ids?: 'ours' | 'database';
  readonly columns?: { readonly [F in keyof Schema[K]['fields']]?: ColumnMapping };
  /**
   * Columns that tell our rows from those of others, e.g. `{ crm_name: 'entrata', deleted_at: null }`: written
   * on insert, required on every read, update and delete.
   */
  readonly where?: Readonly<Record<string, DatabaseValue>>;
  /** Further columns written on insert only, for NOT NULL columns without default. */
  readonly insert?: Readonly<Record<string, DatabaseValue>>;
}

/** A name for a table of ours, or a mapping onto one that exists; `tasks` is always ours. */
export type TableOptions = { readonly [K in TableKey]?: string | TableMapping<K> } & {
  readonly tasks?: string;
};

export const tasksTableName = (tables: TableOptions): string => tables.tasks ?? 'entrata_tasks';
