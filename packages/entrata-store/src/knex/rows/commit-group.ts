import { setImmediate as endOfTurn } from 'node:timers/promises';
import { isStoreError } from '../../core/errors.js';

export interface CommitGroup<T> {
  /** Resolves once the write is committed. */
  add(write: T): Promise<void>;
  /** Resolves when nothing is waiting or being written. */
  idle(): Promise<void>;
}

/**
 * Writes that arrive while others are being written share the next commit to disk. Each is acknowledged only
 * after that commit; one that is refused does not take its companions with it.
 */
export function createCommitGroup<T>(options: {
  readonly maxBatch: number;
  /** Commits all of them or none. */
  commit(batch: readonly T[]): Promise<void>;
}): CommitGroup<T> {
  const { maxBatch, commit } = options;
  const waiting: { write: T; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let writing: Promise<void> | undefined;

  async function writeBatch(batch: typeof waiting): Promise<void> {
    try {
      await commit(batch.map(({ write }) => write));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      const [only] = batch;
      if (batch.length === 1) only?.reject(error);
      else if (isStoreError(error, 'unavailable')) for (const { reject } of batch) reject(error);
      // Somebody's write was at fault, whatever the database calls it: each alone, so that the others are kept.
      else for (const one of batch) await writeBatch([one]);
    }
  }

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      // Those that arrive in the same turn of the event loop go together.
      await endOfTurn();
      await writeBatch(waiting.splice(0, maxBatch));
    }
    writing = undefined;
  }

  return {
    add: (write) =>
      new Promise((resolve, reject) => {
        waiting.push({ write, resolve, reject });
        writing ??= writeAll();
      }),
    idle: async () => writing,
  };
}
