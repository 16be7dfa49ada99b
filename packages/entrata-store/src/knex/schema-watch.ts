import type { Knex } from 'knex';
import { isStoreError, type StoreError } from '../core/errors.js';
import type { Dialect } from './dialect/dialect.js';
import { inspectSchema, schemaError } from './inspect-schema.js';
import { leaveOutAbsentFields } from './mapping/absent-fields.js';
import type { BoundTables } from './mapping/bound-table.js';
import type { TableOptions } from './mapping/table-mapping.js';

/** How long a schema that was found wrong is taken to be so still: somebody may be mending it. */
const refusedForMs = 1_000;

/** Whether the schema is what this version needs, for one store. */
export interface SchemaWatch {
  /**
   * What a store's first statement waits for: rejects with what is wrong, and looks again a second later. Once all was
   * well it returns undefined, at no cost.
   */
  ready(): Promise<void> | undefined;
  /** Looks now; those who look at the same time share it. A database that did not answer was not looked at. */
  look(): Promise<void>;
}

/** Once all is well, and before the first statement, `bound` is told which fields have no column. */
export function createSchemaWatch(
  knex: Knex,
  tables: TableOptions,
  { dialect, bound }: { readonly dialect: Dialect; readonly bound: BoundTables },
): SchemaWatch {
  let passed = false;
  let looking: Promise<void> | undefined;
  let refused: { readonly error: StoreError; readonly at: number } | undefined;

  async function inspect(): Promise<void> {
    try {
      const error = schemaError(await inspectSchema(knex, { tables }));
      if (error) throw error;
      // Not again: statements that name the columns may be under way.
      if (!passed) await leaveOutAbsentFields(knex, dialect, bound);
      passed = true;
    } catch (error) {
      if (isStoreError(error, 'misuse')) refused = { error, at: performance.now() };
      throw error;
    } finally {
      looking = undefined;
    }
  }

  const look = () => {
    looking ??= inspect();
    return looking;
  };
  return {
    look,
    ready() {
      if (passed) return undefined;
      if (refused && performance.now() - refused.at < refusedForMs) return Promise.reject(refused.error);
      return look();
    },
  };
}
