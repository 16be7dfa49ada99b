import { AsyncLocalStorage } from 'node:async_hooks';
import { StoreError } from './errors.js';

/** Knows whether a store is open, and whether the running code is inside one of its transactions. */
export interface Guard {
  /** Throws `misuse` when the store is closed, or used from inside a transaction of its own. */
  enter(): void;
  /** Runs a transaction's work; `tx.enter` throws once the transaction has ended. */
  runInside<T>(work: (tx: { enter(): void }) => Promise<T>): Promise<T>;
  /** True the first time. */
  close(): boolean;
}

export function createGuard(): Guard {
  const running = new AsyncLocalStorage<{ open: boolean }>();
  let closed = false;

  const refuseClosed = () => {
    if (closed) throw new StoreError('misuse', 'The store is closed');
  };

  return {
    enter() {
      refuseClosed();
      if (running.getStore()?.open)
        throw new StoreError(
          'misuse',
          'The store was used inside its own transaction; use the tx it was given (transactions do not nest)',
        );
    },
    async runInside(work) {
      const mark = { open: true };
      const enter = () => {
        if (!mark.open)
          throw new StoreError('misuse', 'The transaction has ended; its tx is of no use any more');
      };
      try {
        return await running.run(mark, () => work({ enter }));
      } finally {
        mark.open = false;
      }
    },
    close() {
      const first = !closed;
      closed = true;
      return first;
    },
  };
}
