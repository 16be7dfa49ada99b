import type { Knex } from 'knex';
import type { TaskRow } from './task-row.js';

export interface Sql {
  readonly sql: string;
  readonly bindings: readonly (string | number | null)[];
}

/** A change of some rows. Assignments are in an order that is right whether or not later ones see earlier ones. */
export interface RowChange {
  readonly table: string;
  /** What is returned of each row. */
  readonly selection: string;
  readonly set: Sql;
  readonly where: Sql;
  /** Changes the first so many in this order, passing over rows that another is changing; else `where` names ids. */
  readonly first?: { readonly orderBy: string; readonly limit: number };
}

/** In what the engines differ as to tasks. `table` is quoted everywhere. */
export interface TaskDialect {
  /** Changes rows and returns them as they are then. */
  change(knex: Knex, change: RowChange): Promise<readonly TaskRow[]>;
  /** Sets each row's `turn` from a select of `id` and `turn`; returns how many were set. */
  setTurns(knex: Knex, table: string, turns: Sql): Promise<number>;
  /** Follows an INSERT: on a taken open key, pulls a waiting task forward or has a running one run once more. */
  readonly onOpenKeyTaken: (table: string) => string;
  /** Ends the select of the rows that get a turn: passes over those another process is giving one. */
  readonly lockDue: string;
  /** SQL of the greater of two numbers. */
  greater(a: string, b: string): string;
}
