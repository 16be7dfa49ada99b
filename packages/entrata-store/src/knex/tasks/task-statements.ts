import type { Knex } from 'knex';
import type { Claim } from '../../tasks/task-engine.js';
import { TransactionVictim, translateError } from '../dialect/translate-error.js';
import { dialectOf } from '../dialect-of.js';
import type { RowChange, Sql, TaskDialect } from './task-dialect.js';
import { taskDialectOf } from './task-dialect-of.js';
import { type TaskRow, taskSelection, toClaim } from './task-row.js';
import { and, heldUnder } from './task-sql.js';

/** Claims one statement names; SQLite bounds the depth of an expression. */
const claimsAtOnce = 100;
/** How often a statement that the database chose as a deadlock's victim is run again. */
const maxRuns = 10;

/** The statements that the engine is made of, on one table. */
export interface TaskStatements {
  /** Its name as SQL, quoted. */
  readonly table: string;
  /** The select list of a {@link TaskRow}. */
  readonly selection: string;
  readonly dialect: TaskDialect;
  /** Our errors only, and a deadlock's victim again: each of our statements may be run twice. */
  attempt<T>(statement: () => Promise<T>): Promise<T>;
  /** The rows of a SELECT. */
  read<T>(select: Sql): Promise<readonly T[]>;
  change(set: Sql, where: Sql, first?: RowChange['first']): Promise<readonly TaskRow[]>;
  /** Changes those whose claim is still the newest and which meet the condition; returns their claims. */
  changeClaimed(claims: readonly Claim[], set: Sql, also?: Sql): Promise<readonly Claim[]>;
}

function* chunks<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}

/** `ready` is waited for before a statement, unless it has nothing to wait for. */
export function createTaskStatements(
  knex: Knex,
  tableName: string,
  ready: () => Promise<void> | undefined = () => undefined,
): TaskStatements {
  const store = dialectOf(knex);
  const dialect = taskDialectOf(knex);
  const table = store.quote(tableName);
  const selection = taskSelection(store.quote);

  async function attempt<T>(statement: () => Promise<T>): Promise<T> {
    const pending = ready();
    if (pending) await pending;
    for (let run = 1; ; run += 1) {
      try {
        return await statement();
      } catch (error) {
        const ours = translateError(error, store, tableName);
        if (!(ours instanceof TransactionVictim) || run >= maxRuns) throw ours;
      }
    }
  }

  const change: TaskStatements['change'] = (set, where, first) =>
    attempt(() => dialect.change(knex, { table, selection, set, where, ...(first && { first }) }));

  return {
    table,
    selection,
    dialect,
    attempt,
    // The caller knows its columns.
    read: <T>({ sql, bindings }: Sql) =>
      attempt(async () => store.rowsOf(await knex.raw(sql, [...bindings])) as readonly T[]),
    change,
    async changeClaimed(claims, set, also) {
      const changed: Claim[] = [];
      for (const some of chunks(claims, claimsAtOnce)) {
        const where = also === undefined ? heldUnder(some) : and(heldUnder(some), also);
        changed.push(...(await change(set, where)).map(toClaim));
      }
      return changed;
    },
  };
}
