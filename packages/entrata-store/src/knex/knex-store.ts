import type { Knex } from 'knex';
import { assembleRepositories, insideSession } from '../assemble.js';
import { checkFunction, checkObject, oneOfWords } from '../core/check-option.js';
import { createGuard, type Gate } from '../core/guard.js';
import { checkedIds } from '../core/id-source.js';
import { type ClockOptions, resolveClock } from '../core/store-clock.js';
import { createUnreadableReport, type UnreadableValue } from '../core/unreadable.js';
import { guardEnqueuer, guardTasks } from '../guard-tasks.js';
import type { Id } from '../records.js';
import type { Services, Session } from '../rows/row-table.js';
import type { Store } from '../store.js';
import { throughGate } from '../through-gate.js';
import { withCheckedSessions } from './checked-sessions.js';
import { type CipherOption, resolveCipher } from './cipher-option.js';
import { createDatabaseClock } from './database-clock.js';
import { dialectOf } from './dialect-of.js';
import { createKnexSession, createLoneRunner } from './knex-session.js';
import { bindTables, instantPrecisionMs } from './mapping/bound-table.js';
import { type TableOptions, tasksTableName } from './mapping/table-mapping.js';
import { probeWrites } from './probe-writes.js';
import { createWebhookWriter } from './rows/webhook-writer.js';
import { createSchemaWatch } from './schema-watch.js';
import { createSqlTaskQueue } from './tasks/sql-task-queue.js';

export interface KnexStoreOptions extends ClockOptions {
  /** Yours: the store never closes it unless `destroyOnClose` says so. */
  readonly knex: Knex;
  /** How tokens, codes and raw queries are kept. `'plaintext'` has to be written out. */
  readonly cipher: CipherOption;
  /**
   * What to do with a secret that is stored in clear although there is a cipher: `read` it, during a cut-over
   * from an existing table, or `refuse` it, since somebody may have put it there. Default `refuse`.
   */
  readonly unsealed?: 'refuse' | 'read';
  /** Names of our tables, or mappings onto tables that exist. */
  readonly tables?: TableOptions;
  /** Default: UUIDs that sort by time. Not asked where the database hands out ids. */
  readonly newId?: () => Id;
  /**
   * Told, once each, of stored values that cannot be read: a secret that no key opens, a word or a date that another
   * program wrote. They read as absent (a client's token as `needs_reauthorization`); nothing else is harmed.
   */
  readonly onUnreadable?: (value: UnreadableValue) => void;
  /** Whether `close()` also destroys the Knex instance. Default false. */
  readonly destroyOnClose?: boolean;
}

/**
 * A store on SQLite, PostgreSQL or MySQL/MariaDB. Its tables must be as this version needs them: see {@link migrate}.
 * Its first call looks at them once, and at the database's clock; while they are not, every call is `misuse` with a
 * `reason`, and says what to run.
 */
export function createKnexStore(options: KnexStoreOptions): Store {
  checkObject('createKnexStore: options', options);
  checkFunction('onUnreadable', options.onUnreadable);
  const cipher = resolveCipher(options.cipher, oneOfWords('unsealed', options.unsealed, ['refuse', 'read']));
  const tableOptions = options.tables ?? {};
  const dialect = dialectOf(options.knex);
  const knex = withCheckedSessions(options.knex, dialect);
  const databaseClock = createDatabaseClock(knex, dialect);
  const clock = resolveClock(options, () => databaseClock);
  const { now } = clock;
  const newId = checkedIds(options.newId, now);
  const onUnreadable = createUnreadableReport(options.onUnreadable);
  const bound = bindTables(tableOptions, dialect, onUnreadable);
  const guard = createGuard();
  const watch = createSchemaWatch(knex, tableOptions, { dialect, bound });
  const ready = () => {
    const looking = watch.ready();
    return looking ? looking.then(clock.ready) : clock.ready();
  };
  const enter: Gate = async (work) => {
    guard.enter();
    const pending = ready();
    if (pending) await pending;
    return work();
  };
  const tasksTable = tasksTableName(tableOptions);
  const queue = createSqlTaskQueue({ knex, table: tasksTable, ready, now, newId });
  // Cut to what the coarsest column keeps, so that a record returned equals the record read.
  const precisionMs = instantPrecisionMs(bound);
  const readClock = () => new Date(Math.floor(now().getTime() / precisionMs) * precisionMs).toISOString();
  const services: Services = { now: readClock, seal: cipher.seal, open: cipher.open, onUnreadable };

  const session = createKnexSession({ knex, dialect, bound, guard, newId, enter });
  const outside: Session = {
    tables: session.tables,
    atomic: (work) => session.transact((_, tables) => work(tables)),
  };
  const run = createLoneRunner(knex, dialect, (statement) => statement());
  const webhookLog = createWebhookWriter(bound.webhooks, { run, session, dialect, newId });

  return {
    ...throughGate(assembleRepositories(outside, services, webhookLog), enter),
    now,
    tasks: guardTasks(queue, guard, enter),
    async transaction(work) {
      let tasks: ReturnType<typeof guardEnqueuer> | undefined;
      const result = await session.transact((trx, tables, gate) => {
        tasks = guardEnqueuer(queue.within(trx), gate);
        return work({ ...assembleRepositories(insideSession(tables), services), tasks });
      });
      if (tasks?.used) queue.wake();
      return result;
    },
    async ping() {
      guard.enter();
      await watch.look();
      await session.transact((trx, tables) =>
        probeWrites(trx, { tables, tasksTable, logsWebhooks: !bound.webhooks.mapping, at: now() }),
      );
    },
    async close() {
      // What was begun is finished first.
      await webhookLog.idle();
      if (!guard.close()) return;
      databaseClock.stop();
      await queue.close();
      if (options.destroyOnClose) await options.knex.destroy();
    },
  };
}
