import type { Repositories } from './repositories.js';
import type { TaskEnqueuer, TaskQueue } from './tasks/task-queue.js';

/** The repositories inside one transaction. It has no `transaction` of its own: transactions do not nest. */
export interface StoreTransaction extends Repositories {
  /** Enqueues tasks in this transaction. */
  readonly tasks: TaskEnqueuer;
}

/**
 * Repositories and durable tasks over one database.
 * @throws StoreError alone, from every method: `misuse` for the caller's mistake, such as an argument that is missing, of
 * another type or wider than its column; `conflict` when another writer was first; `unavailable` when the database is
 * away or too busy; `unreadable` when what is stored cannot be read; `unexpected` for anything else.
 */
export interface Store extends Repositories {
  /** The queue of tasks. */
  readonly tasks: TaskQueue;
  /**
   * The time that this store's leases, due times and `…At` of rows are written and compared by: the database's own, so
   * that all processes on it agree. Costs no question. Before the store's first call it is this process' clock.
   * @example
   * const leaseUntil = new Date(store.now().getTime() + 60_000).toISOString();
   */
  now(): Date;
  /**
   * Runs `work` in one transaction: all of it is committed, or none. Begin with a write, do not call anything
   * outside the database in it, and use only `tx`: using the store itself inside fails at once with `misuse`.
   * A call of `tx` that fails ends it: nothing is committed, even when `work` caught the error, and it is thrown.
   * `work` runs again from the start, a few times at most, when the database chose it as a deadlock's victim.
   * @throws What `work` threw, as it was thrown, after the rollback.
   * @example
   * const viewing = await store.transaction(async (tx) => {
   *   const opened = await tx.viewings.open({ userId, houseId, slot });
   *   await tx.tasks.enqueue({ kind: 'viewing.send', payload: { viewing: opened.viewing.id } });
   *   return opened.viewing;
   * });
   */
  transaction<T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T>;
  /**
   * Resolves when the store can do its work: the database answers, its tables are as this version needs them, and it
   * takes writes, which are tried.
   * @throws StoreError `unavailable` or `misuse`, with a `reason` where there is a word for it.
   * @example
   * await store.ping().catch(({ code, reason }) => console.error('the store does not work', code, reason));
   */
  ping(): Promise<void>;
  /**
   * Stops workers and closes what the store opened. Any later call fails with `misuse`; called again, it waits for the same
   * end.
   * @example
   * await worker.stop();
   * await store.close();
   */
  close(): Promise<void>;
}
