import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { Gate } from '../../core/guard.js';
import type { Dialect } from './dialect.js';
import { TransactionVictim, translateError } from './translate-error.js';

/** Runs one statement on the connection it belongs to, translating what the driver throws. */
export type RunStatement = <T>(table: string, statement: (query: Knex) => Promise<T>) => Promise<T>;

/** How often what the database chose as a deadlock's victim is run again. */
const maxRuns = 10;

/**
 * Runs a whole transaction, or a statement that is one by itself, again from the start when the database undid it so
 * that another could go on.
 */
export async function againAfterDeadlock<T>(work: () => Promise<T>): Promise<T> {
  for (let run = 1; ; run += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof TransactionVictim) || run >= maxRuns) throw error;
    }
    // Not all at once again.
    await sleep(Math.random() * 5 * run);
  }
}

/** Runs the statements of a transaction, each through its gate. */
export const createRunner =
  (query: Knex, dialect: Dialect, gate: Gate): RunStatement =>
  (table, statement) =>
    gate(async () => {
      try {
        return await statement(query);
      } catch (error) {
        throw translateError(error, dialect, table);
      }
    });

/** Runs statements each of which is a transaction by itself; a deadlock's victim again. */
export const createLoneRunner =
  (query: Knex, dialect: Dialect): RunStatement =>
  (table, statement) =>
    againAfterDeadlock(async () => {
      try {
        return await statement(query);
      } catch (error) {
        throw translateError(error, dialect, table);
      }
    });
