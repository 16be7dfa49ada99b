import { setImmediate as endOfTurn } from 'node:timers/promises';
import { isStoreError } from '../errors.js';

export interface AppendQueue<R> {
  append(row: R): Promise<void>;
  /** Resolves when nothing is waiting or being written. */
  idle(): Promise<void>;
}

/**
 * Appends that arrive while others are being written share the next statement, and so one commit to disk. Each
 * is acknowledged only after that commit; one that collides does not take its companions with it.
 */
export function createAppendQueue<R>(options: {
  readonly maxBatch: number;
  /** One statement: all rows or none. */
  insertAll(rows: readonly R[]): Promise<void>;
}): AppendQueue<R> {
  const { maxBatch, insertAll } = options;
  const waiting: { row: R; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let writing: Promise<void> | undefined;

  async function writeBatch(batch: typeof waiting): Promise<void> {
    try {
      await insertAll(batch.map(({ row }) => row));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      const [only] = batch;
      if (batch.length === 1) only?.reject(error);
      // Somebody's row was at fault: each alone, so that the others are kept.
      else if (isStoreError(error, 'conflict') || isStoreError(error, 'misuse'))
        for (const one of batch) await writeBatch([one]);
      else for (const { reject } of batch) reject(error);
    }
  }

  async function writeAll(): Promise<void> {
    // Those that arrive in the same turn of the event loop go together.
    await endOfTurn();
    while (waiting.length > 0) await writeBatch(waiting.splice(0, maxBatch));
    writing = undefined;
  }

  return {
    append: (row) =>
      new Promise((resolve, reject) => {
        waiting.push({ row, resolve, reject });
        writing ??= writeAll();
      }),
    idle: async () => writing,
  };
}
