import type { Knex } from 'knex';
import type { TaskDialect } from '../tasks/task-dialect.js';
import type { TaskRow } from '../tasks/task-row.js';

/** A window of the line is looked at, so that there is something left when others hold its head. */
const windowFactor = 4;

/**
 * MySQL locks every row that it looks at, also those that a condition then turns away, and others skip them in
 * that moment. So nothing is locked but through the primary key, and REPEATABLE READ's gap locks are left out.
 */
const inTransaction = <T>(knex: Knex, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> =>
  knex.transaction(work, { isolationLevel: 'read committed' });

const idsOf = (rows: unknown) => (rows as readonly { id: string }[]).map(({ id }) => id);
const among = (ids: readonly string[]) => `id in (${ids.map(() => '?').join(', ')})`;

/** MySQL 8 and MariaDB 10.6 or newer: no RETURNING for UPDATE, so rows are locked, changed, and read. */
export const mysqlTaskDialect: TaskDialect = {
  change: (knex, { table, selection, set, where, first }) =>
    inTransaction(knex, async (trx) => {
      const lock = async (ids: readonly string[] | undefined) => {
        const these = ids === undefined ? where.sql : `${among(ids)} and ${where.sql}`;
        const [rows] = await trx.raw(
          `select id from ${table} force index (primary) where ${these} for update ${first ? 'skip locked' : ''}`,
          [...(ids ?? []), ...where.bindings],
        );
        return idsOf(rows);
      };

      let chosen: string[] = [];
      if (first === undefined) {
        chosen = await lock(undefined);
      } else {
        const { orderBy, limit } = first;
        const [rows] = await trx.raw(
          `select id from ${table} where ${where.sql} order by ${orderBy} limit ${limit * windowFactor}`,
          [...where.bindings],
        );
        const line = idsOf(rows);
        while (line.length > 0 && chosen.length < limit)
          chosen.push(...(await lock(line.splice(0, limit - chosen.length))));
      }
      if (chosen.length === 0) return [];
      await trx.raw(`update ${table} set ${set.sql} where ${among(chosen)}`, [...set.bindings, ...chosen]);
      const [changed] = await trx.raw(`select ${selection} from ${table} where ${among(chosen)}`, chosen);
      return changed as TaskRow[];
    }),
  setTurns: (knex, table, { sql, bindings }) =>
    inTransaction(knex, async (trx) => {
      // Read first and without locks: an UPDATE that joins would wait for rows that others have just inserted.
      const [rows] = await trx.raw(sql, [...bindings]);
      const turns = rows as readonly { id: string; turn: number }[];
      if (turns.length === 0) return 0;
      const [{ affectedRows }] = (await trx.raw(
        `update ${table} force index (primary)
          set turn = case id ${turns.map(() => 'when ? then ?').join(' ')} end
          where ${among(idsOf(turns))} and status = 'waiting' and turn = 0`,
        [...turns.flatMap(({ id, turn }) => [id, turn]), ...idsOf(turns)],
      )) as [{ affectedRows: number }];
      return affectedRows;
    }),
  onOpenKeyTaken: () => `on duplicate key update
    run_at = case status when 'waiting' then least(run_at, values(run_at)) else run_at end,
    rerun_at = case status when 'running' then least(coalesce(rerun_at, values(run_at)), values(run_at)) end`,
  lockDue: '',
  greater: (a, b) => `greatest(${a}, ${b})`,
};
