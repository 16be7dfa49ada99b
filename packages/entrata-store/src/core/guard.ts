import { AsyncLocalStorage } from 'node:async_hooks';
import { StoreError } from './errors.js';
import { createTurns } from './turns.js';

/** Lets one statement through, or refuses it. */
export type Gate = <T>(statement: () => Promise<T>) => Promise<T>;

/** Knows whether a store is open, and whether the running code is inside one of its transactions. */
export interface Guard {
  /** Throws `misuse` when the store is closed, or used from inside a transaction of its own. */
  enter(): void;
  /**
   * Runs a transaction's work, whose statements go through `gate`: one at a time, none after the end, and none
   * after one that failed. By then some engines have undone what came before, and would commit what comes after;
   * so that failure is thrown even when the work caught it.
   */
  runInside<T>(work: (gate: Gate) => Promise<T>): Promise<T>;
  /** Refuses all that comes from now on, then runs `work`, once: who closes again waits for the same end. */
  close(work: () => Promise<void>): Promise<void>;
}

export function createGuard(): Guard {
  const running = new AsyncLocalStorage<{ open: boolean }>();
  let closed = false;
  let closing: Promise<void> | undefined;

  return {
    enter() {
      if (closed) throw new StoreError('misuse', 'The store is closed');
      if (running.getStore()?.open)
        throw new StoreError(
          'misuse',
          'The store was used inside its own transaction; use the tx it was given (transactions do not nest)',
        );
    },
    async runInside(work) {
      const mark = { open: true };
      const turns = createTurns();
      let failure: { readonly error: unknown } | undefined;
      const gate: Gate = (statement) =>
        turns.take(async () => {
          if (!mark.open)
            throw new StoreError('misuse', 'The transaction has ended; its tx is of no use any more');
          if (failure) throw failure.error;
          try {
            return await statement();
          } catch (error) {
            failure = { error };
            throw error;
          }
        });
      try {
        const result = await running.run(mark, () => work(gate));
        if (failure) throw failure.error;
        return result;
      } finally {
        mark.open = false;
      }
    },
    close(work) {
      closed = true;
      closing ??= work();
      return closing;
    },
  };
}
