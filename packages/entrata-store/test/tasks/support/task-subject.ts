import { createKnexStore } from '../../../src/knex/knex-store.js';
import { migrate } from '../../../src/knex/migrate.js';
import { createMemoryStore } from '../../../src/memory/memory-store.js';
import type { Store } from '../../../src/store.js';
import type { TaskQueueSubject } from '../../../src/testing/task-cases/task-queue-case.js';
import { connectTo, type DatabaseAddress } from '../../support/connect-to.js';

/** A clock that stands still until it is moved. */
export function createStandingClock(): TaskQueueSubject['clock'] {
  let ms = Date.parse('2026-03-08T08:00:00.000Z');
  return {
    now: () => new Date(ms),
    advance(by) {
      ms += by;
    },
  };
}

export interface OpenTaskSubject extends TaskQueueSubject {
  close(): Promise<void>;
}

function subjectOf(store: Store, other: Store, clock: TaskQueueSubject['clock']): OpenTaskSubject {
  return {
    queue: store.tasks,
    other: other.tasks,
    clock,
    transaction: (work) => store.transaction((tx) => work(tx.tasks)),
    async close() {
      await store.close();
      await other.close();
    },
  };
}

export function openMemorySubject(): OpenTaskSubject {
  const clock = createStandingClock();
  const store = createMemoryStore({ now: clock.now });
  return subjectOf(store, store, clock);
}

/** Two stores with a connection pool each, and one clock. */
export function openSqlSubject(address: DatabaseAddress, poolSize = 6): OpenTaskSubject {
  const clock = createStandingClock();
  const open = () =>
    createKnexStore({
      knex: connectTo(address, poolSize),
      cipher: 'plaintext',
      now: clock.now,
      destroyOnClose: true,
    });
  return subjectOf(open(), open(), clock);
}

export async function migrateAt(address: DatabaseAddress): Promise<void> {
  const knex = connectTo(address, 1);
  try {
    await migrate(knex);
  } finally {
    await knex.destroy();
  }
}
