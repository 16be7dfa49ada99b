import { setTimeout as sleep } from 'node:timers/promises';
import { TransactionVictim } from './translate-error.js';

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
