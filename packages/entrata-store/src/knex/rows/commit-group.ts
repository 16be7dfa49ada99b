import { setImmediate as endOfTurn } from 'node:timers/promises';
import { isStoreError } from '../../core/errors.js';

export interface CommitGroup<T> {
  /**
   * Resolves once the write that `make` returns is committed. It is made with its batch, not before: what it costs
   * does not keep those ahead of it from their commit. Where `make` throws, this write alone is refused.
   */
  add(make: () => T): Promise<void>;
  /** Resolves when nothing is waiting or being written. */
  idle(): Promise<void>;
}

interface Made<T> {
  readonly write: T;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
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
  const waiting: { make: () => T; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let writing: Promise<void> | undefined;

  function makeWrites(batch: typeof waiting): Made<T>[] {
    return batch.flatMap(({ make, resolve, reject }) => {
      try {
        return [{ write: make(), resolve, reject }];
      } catch (error) {
        reject(error);
        return [];
      }
    });
  }

  async function writeBatch(batch: readonly Made<T>[]): Promise<void> {
    if (batch.length === 0) return;
    try {
      await commit(batch.map(({ write }) => write));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      const [only] = batch;
      if (batch.length === 1) only?.reject(error);
      else if (isStoreError(error, 'unavailable')) for (const { reject } of batch) reject(error);
      // Somebody's write was at fault, whatever the database calls it: half by half, so that the others are kept.
      else {
        await writeBatch(batch.slice(0, batch.length >> 1));
        await writeBatch(batch.slice(batch.length >> 1));
      }
    }
  }

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      // Those that arrive in the same turn of the event loop go together.
      await endOfTurn();
      await writeBatch(makeWrites(waiting.splice(0, maxBatch)));
    }
    writing = undefined;
  }

  return {
    add: (make) =>
      new Promise((resolve, reject) => {
        waiting.push({ make, resolve, reject });
        writing ??= writeAll();
      }),
    idle: async () => writing,
  };
}
