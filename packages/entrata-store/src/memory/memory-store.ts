import { assembleRepositories, insideSession } from '../assemble.js';
import { createGuard, type Gate } from '../core/guard.js';
import { checkedIds } from '../core/id-source.js';
import { type ClockOptions, resolveClock, systemClock } from '../core/store-clock.js';
import { createTurns } from '../core/turns.js';
import { guardEnqueuer, guardTasks } from '../guard-tasks.js';
import type { Id } from '../records.js';
import type { Where } from '../rows/condition.js';
import type { TableKey } from '../rows/field.js';
import type { Services, Session, Tables } from '../rows/row-table.js';
import type { Store } from '../store.js';
import {
  type ClientRow,
  type HouseRow,
  type OauthCodeRow,
  type OperatorRow,
  type PropertyRow,
  schema,
  type UserRow,
  type ViewingRow,
  type WebhookRow,
} from '../tables.js';
import { createMemoryTable, type Run, type Undo } from './memory-table.js';
import { createMemoryTaskQueue } from './memory-task-queue.js';

export interface MemoryStoreOptions extends ClockOptions {
  /** Default: UUIDs that sort by time. */
  readonly newId?: () => Id;
}

/**
 * A store that lives and dies with the process: the reference the engines are compared with, and what tests
 * want. Transactions take turns, as on SQLite, and roll back for real.
 */
export function createMemoryStore(options: MemoryStoreOptions = {}): Store {
  const { now } = resolveClock(options, systemClock);
  const newId = checkedIds(options.newId, now);
  const guard = createGuard();
  const turns = createTurns();
  const queue = createMemoryTaskQueue({ now, newId });

  const neighbours = {
    exists: (table: TableKey, id: Id): boolean => tables[table].has(id),
    houseIds: (where: Where<HouseRow>): ReadonlySet<Id> => tables.houses.idsWhere(where),
  };
  const tables = {
    users: createMemoryTable<UserRow>(schema.users, newId, neighbours),
    operators: createMemoryTable<OperatorRow>(schema.operators, newId, neighbours),
    clients: createMemoryTable<ClientRow>(schema.clients, newId, neighbours),
    properties: createMemoryTable<PropertyRow>(schema.properties, newId, neighbours),
    houses: createMemoryTable<HouseRow>(schema.houses, newId, neighbours),
    viewings: createMemoryTable<ViewingRow>(schema.viewings, newId, neighbours),
    webhooks: createMemoryTable<WebhookRow>(schema.webhooks, newId, neighbours),
    oauthCodes: createMemoryTable<OauthCodeRow>(schema.oauthCodes, newId, neighbours),
  };

  const view = (run: Run, undo: Undo): Tables => ({
    users: tables.users.view(run, undo),
    operators: tables.operators.view(run, undo),
    clients: tables.clients.view(run, undo),
    properties: tables.properties.view(run, undo),
    houses: tables.houses.view(run, undo),
    viewings: tables.viewings.view(run, undo),
    webhooks: tables.webhooks.view(run, undo),
    oauthCodes: tables.oauthCodes.view(run, undo),
  });

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
  const outside: Session = { tables: view(runAlone, () => {}), atomic: (work) => transact(work) };

  return {
    ...assembleRepositories(outside, services),
    now,
    tasks: guardTasks(queue, guard, enter),
    async transaction(work) {
      let tasks: ReturnType<typeof guardEnqueuer> | undefined;
      const result = await transact((inside, undo, gate) => {
        tasks = guardEnqueuer(queue.within(undo), gate);
        return work({ ...assembleRepositories(insideSession(inside), services), tasks });
      });
      if (tasks?.used) queue.wake();
      return result;
    },
    async ping() {
      guard.enter();
    },
    async close() {
      if (guard.close()) await queue.close();
    },
  };
}
