import type { Knex } from 'knex';
import { readPage, writeCursor } from '../page.js';
import type { TaskQueue } from './task-queue.js';
import { type TaskRow, toTaskRecord } from './task-row.js';

/** Reads tasks for those who administer them; `attempt` runs a statement and speaks our errors. */
export function createTaskReader(
  knex: Knex,
  tableName: string,
  attempt: <T>(statement: () => Promise<T>) => Promise<T>,
): Pick<TaskQueue, 'find' | 'list'> {
  return {
    async find(id) {
      const row = await attempt(
        async () => (await knex(tableName).where({ id }).first()) as TaskRow | undefined,
      );
      return row && toTaskRecord(row);
    },

    async list(filter = {}, page) {
      const { limit, after } = readPage(page);
      const { status, kind, traceId } = filter;
      const query = knex(tableName)
        .where({
          ...(status !== undefined && { status }),
          ...(kind !== undefined && { kind }),
          ...(traceId !== undefined && { trace_id: traceId }),
        })
        .orderBy([
          { column: 'created_at', order: 'desc' },
          { column: 'id', order: 'desc' },
        ])
        .limit(limit + 1);
      if (after !== undefined) {
        const at = Date.parse(after.at);
        query.whereRaw('(created_at < ? or (created_at = ? and id < ?))', [at, at, after.id]);
      }
      const rows = await attempt(async () => (await query.clone()) as readonly TaskRow[]);
      const items = rows.slice(0, limit).map(toTaskRecord);
      const last = items.at(-1);
      const next =
        rows.length > limit && last !== undefined
          ? writeCursor({ at: last.createdAt, id: last.id })
          : undefined;
      return { items, next };
    },
  };
}
