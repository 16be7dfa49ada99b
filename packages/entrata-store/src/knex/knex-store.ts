import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { assembleRepositories, insideSession } from '../assemble.js';
import { createGuard } from '../guard.js';
import { guardTasks, watchEnqueue } from '../guard-tasks.js';
import { createIdSource } from '../id-source.js';
import type { Id } from '../records.js';
import type { Services, Session, Tables } from '../row-table.js';
import type { Store } from '../store.js';
import { createSqlTaskQueue } from '../tasks/sql-task-queue.js';
import { bindTables } from './bound-table.js';
import { type CipherOption, resolveCipher } from './cipher-option.js';
import { dialectOf } from './dialect.js';
import { createKnexTable, type RunStatement } from './knex-table.js';
import { type TableOptions, tasksTableName } from './table-mapping.js';
import { TransactionVictim, translateError } from './translate-error.js';

export interface KnexStoreOptions {
  /** Yours: the store never closes it unless `destroyOnClose` says so. */
  readonly knex: Knex;
  /** How tokens, codes and raw queries are kept. `'plaintext'` has to be written out. */
  readonly cipher: CipherOption;
  /** Names of our tables, or mappings onto tables that exist. */
  readonly tables?: TableOptions;
  /** Default: the system's clock. */
  readonly now?: () => Date;
  /** Default: UUIDs that sort by time. Not asked where the database hands out ids. */
  readonly newId?: () => Id;
  /** Whether `close()` also destroys the Knex instance. Default false. */
  readonly destroyOnClose?: boolean;
}

/** How often a transaction that the database chose as a deadlock's victim is run again. */
const maxRuns = 10;

/** A store on SQLite, PostgreSQL or MySQL/MariaDB. Its tables must exist: see {@link migrate}. */
export function createKnexStore(options: KnexStoreOptions): Store {
  const { knex } = options;
  const now = options.now ?? (() => new Date());
  const newId = options.newId ?? createIdSource(now);
  const cipher = resolveCipher(options.cipher);
  const tableOptions = options.tables ?? {};
  const dialect = dialectOf(knex);
  const bound = bindTables(tableOptions, dialect);
  const guard = createGuard();
  const queue = createSqlTaskQueue({ knex, table: tasksTableName(tableOptions), now, newId });
  const services: Services = { now: () => now().toISOString(), seal: cipher.seal, open: cipher.open };

  const runner =
    (query: Knex, enter: () => void): RunStatement =>
    async (table, statement) => {
      enter();
      try {
        return await statement(query);
      } catch (error) {
        throw translateError(error, dialect, table);
      }
    };

  function tablesOver(run: RunStatement): Tables {
    const shared = { run, tables: bound, dialect, newId };
    return {
      users: createKnexTable(bound.users, shared),
      operators: createKnexTable(bound.operators, shared),
      clients: createKnexTable(bound.clients, shared),
      properties: createKnexTable(bound.properties, shared),
      houses: createKnexTable(bound.houses, shared),
      viewings: createKnexTable(bound.viewings, shared),
      webhooks: createKnexTable(bound.webhooks, shared),
      oauthCodes: createKnexTable(bound.oauthCodes, shared),
    };
  }

  async function transactOnce<T>(work: (trx: Knex.Transaction, tables: Tables) => Promise<T>): Promise<T> {
    let thrownByWork: unknown;
    try {
      return await knex.transaction(async (trx) => {
        await dialect.begin(trx, bound.oauthCodes.name);
        try {
          return await guard.runInside(({ enter }) => work(trx, tablesOver(runner(trx, enter))));
        } catch (error) {
          thrownByWork = error;
          throw error;
        }
      }, dialect.transaction);
    } catch (error) {
      // The caller's own error comes back as it was thrown; one of begin or commit is the driver's.
      throw error === thrownByWork ? error : translateError(error, dialect, 'transaction');
    }
  }

  async function transact<T>(work: (trx: Knex.Transaction, tables: Tables) => Promise<T>): Promise<T> {
    guard.enter();
    for (let run = 1; ; run += 1) {
      try {
        return await transactOnce(work);
      } catch (error) {
        if (!(error instanceof TransactionVictim) || run >= maxRuns) throw error;
      }
      // Not all at once again.
      await sleep(Math.random() * 5 * run);
    }
  }

  const outside: Session = {
    tables: tablesOver(runner(knex, guard.enter)),
    atomic: (work) => transact((_, tables) => work(tables)),
  };

  return {
    ...assembleRepositories(outside, services),
    tasks: guardTasks(queue, guard),
    async transaction(work) {
      let tasks: ReturnType<typeof watchEnqueue> | undefined;
      const result = await transact((trx, tables) => {
        tasks = watchEnqueue(queue.within(trx));
        return work({ ...assembleRepositories(insideSession(tables), services), tasks });
      });
      if (tasks?.used) queue.wake();
      return result;
    },
    ping: () => runner(knex, guard.enter)('ping', async (query) => void (await query.raw('select 1'))),
    async close() {
      if (!guard.close()) return;
      await queue.close();
      if (options.destroyOnClose) await knex.destroy();
    },
  };
}
