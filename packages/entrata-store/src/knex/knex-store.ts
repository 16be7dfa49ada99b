import type { Knex } from 'knex';
import { checkObject } from '../core/check-option.js';
import { createGuard, type Gate } from '../core/guard.js';
import { checkedIds } from '../core/id-source.js';
import type { Id } from '../core/ids.js';
import { readSettings } from '../core/settings.js';
import { type ClockOptions, resolveClock } from '../core/store-clock.js';
import { createUnreadableReport, type UnreadableValue } from '../core/unreadable.js';
import { assembleRepositories, insideSession, throughGate } from '../repositories.js';
import type { Services, Session } from '../rows/row-table.js';
import type { Store } from '../store.js';
import type { Tables } from '../tables.js';
import { createInsideEnqueuer } from '../tasks/engine-queue.js';
import { type CipherOption, resolveCipher } from './cipher-option.js';
import { createDatabaseClock } from './database-clock.js';
import { createLoneRunner } from './dialect/run-statement.js';
import { dialectOf } from './dialect-of.js';
import { createKnexSession } from './knex-session.js';
import { viewFor } from './knex-view.js';
import { bindTables, instantPrecisionMs } from './mapping/bound-table.js';
import { type TableOptions, tasksTableName } from './mapping/table-mapping.js';
import { probeWrites } from './probe-writes.js';
import { createWebhookWriter } from './rows/webhook-writer.js';
import { createSchemaWatch } from './schema-watch.js';
import { createSqlTaskQueue } from './tasks/sql-task-queue.js';

/** What {@link createKnexStore} takes. */
export interface KnexStoreOptions extends ClockOptions {
  /** Yours: the store never closes it unless `destroyOnClose` says so. */
  readonly knex: Knex;
  /** How tokens, codes and raw queries are kept. `'plaintext'` has to be written out. */
  readonly cipher: CipherOption;
  /**
   * What to do with a secret that is stored in clear although there is a cipher: `read` it, during a cut-over
   * from an existing table, or `refuse` it, since somebody may have put it there.
   * @defaultValue `'refuse'`
   */
  readonly unsealed?: 'refuse' | 'read' | undefined;
  /**
   * Names of our tables, or mappings onto tables that exist.
   * @defaultValue names as in the schema
   */
  readonly tables?: TableOptions | undefined;
  /**
   * Makes the ids of new rows. Not called where the database hands them out.
   * @defaultValue UUIDs of version 7, which sort by time
   */
  readonly newId?: (() => Id) | undefined;
  /**
   * Called, once each, with stored values that cannot be read: a secret that no key opens, a word or a date that another
   * program wrote. They read as absent (a client's token as `needs_reauthorization`); nothing else is harmed.
   * @defaultValue none
   */
  readonly onUnreadable?: ((value: UnreadableValue) => void) | undefined;
  /**
   * Whether `close()` also destroys the Knex instance.
   * @defaultValue `false`
   */
  readonly destroyOnClose?: boolean | undefined;
}

/**
 * A store on SQLite, PostgreSQL or MySQL/MariaDB. Its tables must be as this version needs them: see {@link migrate}.
 * Its first call looks at them once, and at the database's clock; while they are not, every call is `misuse` with a
 * `reason`, and says what to run.
 * @throws StoreError `misuse` for an option that is unknown or makes no sense, by its name.
 * @example
 * const knex = openSqlite('entrata.db');
 * await migrate(knex);
 * const store = createKnexStore({ knex, cipher: aesGcmCipher({ keys, activeKeyId: 'k1' }), destroyOnClose: true });
 */
export function createKnexStore(options: KnexStoreOptions): Store {
  checkObject('createKnexStore: options', options);
  const settings = readSettings('createKnexStore', options);
  const cipher = resolveCipher(settings.cipher, settings.unsealed);
  const tableOptions = settings.tables ?? {};
  const dialect = dialectOf(settings.knex);
  const knex = viewFor(settings.knex, dialect);
  const databaseClock = createDatabaseClock(knex, dialect);
  const clock = resolveClock(settings, () => databaseClock);
  const { now } = clock;
  const newId = checkedIds(settings.newId, now);
  const onUnreadable = createUnreadableReport(settings.onUnreadable);
  const bound = bindTables(tableOptions, dialect, onUnreadable);
  const guard = createGuard();
  const watch = createSchemaWatch(knex, tableOptions, { dialect, bound });
  const ready = () => {
    const looking = watch.ready();
    return looking ? looking.then(clock.ready) : clock.ready();
  };
  /** What all goes through that is not inside a transaction. */
  const enter: Gate = async (work) => {
    guard.enter();
    const pending = ready();
    if (pending) {
      await pending;
      // Closed while it waited.
      guard.enter();
    }
    return work();
  };
  const tasksTable = tasksTableName(tableOptions);
  const queue = createSqlTaskQueue({ knex, dialect, table: tasksTable, guard, ready, now, newId });
  // Cut to what the coarsest column keeps, so that a record returned equals the record read.
  const precisionMs = instantPrecisionMs(bound);
  const readClock = () => new Date(Math.floor(now().getTime() / precisionMs) * precisionMs).toISOString();
  const services: Services = { now: readClock, seal: cipher.seal, open: cipher.open, onUnreadable };

  const session = createKnexSession({ knex, dialect, bound, guard, newId });
  const outside: Session<Tables> = {
    tables: session.tables,
    atomic: (work) => session.transact((_, tables) => work(tables)),
  };
  const webhookLog = createWebhookWriter({
    run: createLoneRunner(knex, dialect),
    updateTogether: (updates) =>
      session.transact(async (_, tables) => {
        for (const { webhook, outcome } of updates) await tables.webhooks.update({ ...webhook }, outcome);
      }),
    tables: bound,
    dialect,
    newId,
  });

  return {
    ...throughGate(assembleRepositories(outside, services, webhookLog), enter),
    now,
    tasks: queue,
    async transaction(work) {
      let tasks: ReturnType<typeof createInsideEnqueuer> | undefined;
      const result = await enter(() =>
        session.transact((trx, tables, gate) => {
          tasks = createInsideEnqueuer(queue.within(trx), gate);
          return work({ ...assembleRepositories(insideSession(tables), services), tasks });
        }),
      );
      if (tasks && tasks.kinds.size > 0) queue.wake(tasks.kinds);
      return result;
    },
    async ping() {
      guard.enter();
      await watch.look();
      await enter(() =>
        session.transact((trx, tables) =>
          probeWrites(trx, { tables, tasksTable, logsWebhooks: !bound.webhooks.mapping, at: now() }),
        ),
      );
    },
    async close() {
      // What was begun is finished first.
      await webhookLog.idle();
      await guard.close(async () => {
        databaseClock.stop();
        await queue.close();
        if (settings.destroyOnClose) await settings.knex.destroy();
      });
    },
  };
}
