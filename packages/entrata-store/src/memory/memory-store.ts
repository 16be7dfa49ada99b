import { createGuard, type Gate } from '../core/guard.js';
import { checkedIds } from '../core/id-source.js';
import type { Id } from '../core/ids.js';
import { readSettings } from '../core/settings.js';
import { type ClockOptions, resolveClock, systemClock } from '../core/store-clock.js';
import { createTurns } from '../core/turns.js';
import { assembleRepositories, insideSession } from '../repositories.js';
import type { Services, Session } from '../rows/row-table.js';
import type { Store } from '../store.js';
import { perTable, schema, type TableKey, type Tables } from '../tables.js';
import { createInsideEnqueuer } from '../tasks/engine-queue.js';
import { createMemoryTable, type MemoryTable, type Neighbours, type Run, type Undo } from './memory-table.js';
import { createMemoryTaskQueue } from './memory-task-queue.js';

/** What {@link createMemoryStore} takes. */
export interface MemoryStoreOptions extends ClockOptions {
  /**
   * Makes the ids of new rows.
   * @defaultValue UUIDs of version 7, which sort by time
   */
  readonly newId?: (() => Id) | undefined;
}

/**
 * A store that lives and dies with the process: the reference the engines are compared with, and what tests
 * want. Transactions run one after another, as on SQLite, and roll back for real.
 * @throws StoreError `misuse` for an option that is unknown or makes no sense, by its name.
 * @example
 * const store = createMemoryStore({ clockOffsetMs: () => offsetMs });
 */
export function createMemoryStore(options: MemoryStoreOptions = {}): Store {
  const settings = readSettings('createMemoryStore', options);
  const { now } = resolveClock(settings, systemClock);
  const newId = checkedIds(settings.newId, now);
  const guard = createGuard();
  const turns = createTurns();
  const queue = createMemoryTaskQueue({ now, newId, guard });

  const neighbours: Neighbours = {
    exists: (table, id) => tableOf(table).has(id),
    idsWhere: (table, where) => tableOf(table).idsWhere(where),
  };
  const tables: { readonly [K in TableKey]: MemoryTable<{ readonly id: Id }> } = perTable((key) =>
    createMemoryTable(schema[key], newId, neighbours),
  );
  // The fields of the schema name no other tables.
  const tableOf = (key: string) => tables[key as TableKey];

  const view = (run: Run, undo: Undo) =>
    // Each table has the rows of its own key.
    perTable((key) => tables[key].view(run, undo)) as unknown as Tables;

  /** Runs `work` alone; when it throws, takes every change back in reverse. */
  async function transact<T>(work: (tables: Tables, undo: Undo, gate: Gate) => Promise<T>): Promise<T> {
    guard.enter();
    return turns.take(async () => {
      const reverts: (() => void)[] = [];
      const undo: Undo = (revert) => reverts.push(revert);
      try {
        return await guard.runInside((gate) => {
          const run: Run = (statement) => gate(async () => statement());
          return work(view(run, undo), undo, gate);
        });
      } catch (error) {
        for (const revert of reverts.reverse()) revert();
        throw error;
      }
    });
  }

  const services: Services = {
    now: () => now().toISOString(),
    seal: (plain) => plain,
    open: (sealed) => sealed,
    onUnreadable: () => {},
  };

  const enter: Gate = async (work) => {
    guard.enter();
    return work();
  };
  const runAlone: Run = (statement) => enter(() => turns.take(async () => statement()));
  // Outside a transaction a statement either runs whole or throws before it changes anything.
  const outside: Session<Tables> = { tables: view(runAlone, () => {}), atomic: (work) => transact(work) };

  return {
    ...assembleRepositories(outside, services),
    now,
    tasks: queue,
    async transaction(work) {
      let tasks: ReturnType<typeof createInsideEnqueuer> | undefined;
      const result = await transact((inside, undo, gate) => {
        tasks = createInsideEnqueuer(queue.within(undo), gate);
        return work({ ...assembleRepositories(insideSession(inside), services), tasks });
      });
      if (tasks && tasks.kinds.size > 0) queue.wake(tasks.kinds);
      return result;
    },
    async ping() {
      guard.enter();
    },
    close: () => guard.close(() => queue.close()),
  };
}
