import type { Knex } from 'knex';
import type { Gate, Guard } from '../core/guard.js';
import type { Id } from '../core/ids.js';
import { perTable, type Tables } from '../tables.js';
import type { Dialect } from './dialect/dialect.js';
import {
  againAfterDeadlock,
  createLoneRunner,
  createRunner,
  type RunStatement,
} from './dialect/run-statement.js';
import { translateError } from './dialect/translate-error.js';
import type { BoundTables } from './mapping/bound-table.js';
import { createKnexTable } from './rows/knex-table.js';

export type TransactionWork<T> = (trx: Knex.Transaction, tables: Tables, gate: Gate) => Promise<T>;

/**
 * The tables over Knex, each statement on its own, and transactions over them. Nothing here asks whether the store is
 * open: what its users call has been through its gate.
 */
export interface KnexSession {
  readonly tables: Tables;
  transact<T>(work: TransactionWork<T>): Promise<T>;
}

export function createKnexSession(options: {
  readonly knex: Knex;
  readonly dialect: Dialect;
  readonly bound: BoundTables;
  readonly guard: Guard;
  readonly newId: () => Id;
}): KnexSession {
  const { knex, dialect, bound, guard, newId } = options;

  const over = perTable((key) => createKnexTable(bound[key], { tables: bound, dialect, newId }));
  // Each table has the rows of its own key.
  const tablesOver = (run: RunStatement) => perTable((key) => over[key](run)) as unknown as Tables;

  async function transactOnce<T>(work: TransactionWork<T>): Promise<T> {
    let thrownByWork: { readonly error: unknown } | undefined;
    try {
      return await knex.transaction(async (trx) => {
        await dialect.begin(trx, bound.oauthCodes.name);
        try {
          return await guard.runInside((gate) =>
            work(trx, tablesOver(createRunner(trx, dialect, gate)), gate),
          );
        } catch (error) {
          thrownByWork = { error };
          throw error;
        }
      }, dialect.transaction);
    } catch (error) {
      // The work's own error comes back as it was thrown, also when the rollback fails; others are the driver's.
      throw thrownByWork ? thrownByWork.error : translateError(error, dialect, 'transaction');
    }
  }

  return {
    tables: tablesOver(createLoneRunner(knex, dialect)),
    transact: (work) => againAfterDeadlock(() => transactOnce(work)),
  };
}
