import type { TableKey } from '../../tables.js';
import type { Dialect } from '../dialect/dialect.js';

/** A table that the store makes itself, unless it is mapped onto one that exists; `tasks` always is. */
export type OwnTable = TableKey | 'tasks';

/**
 * Statements by the table they change; those of a mapped table are left out. A table's name is written `{users}`,
 * an index of it `{users:role_index}`, the type of a reference to it `{users.id}`, MySQL's byte-wise collation
 * `{collation}`, and a column's name in double quotes, whatever the engine's own are.
 *
 * Each statement may be run again after a cut anywhere. CREATE TABLE, CREATE INDEX and ALTER TABLE ... ADD COLUMN are
 * left out where the table has that already; any other statement has to see to it by itself.
 */
export type StepSql = { readonly [T in OwnTable]?: readonly string[] };

/**
 * One numbered change of our tables, frozen once it is released. `expand` in its name (`0002-expand-...`) is a
 * promise to older code: all that it reads and writes is still there, so that it may go on beside the change.
 */
export interface Step {
  readonly id: string;
  readonly sql: Readonly<Record<Dialect['name'], StepSql>>;
  /**
   * For UPDATEs of many rows: each statement changes a bounded number of rows, and is repeated, in a transaction of its
   * own each time, until none is left to change.
   */
  readonly inBatches?: true;
  /** Of such a step: the code does without it too, so a database on which it is pending is not refused. */
  readonly isOptional?: true;
}
