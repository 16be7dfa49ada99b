import { readPage, refusedCursor, writeCursor } from '../../core/page.js';
import { isStorable } from '../../rows/check-value.js';
import type { TaskQueue } from '../../tasks/task-queue.js';
import type { Sql } from './task-dialect.js';
import { type TaskRow, toTaskRecord } from './task-row.js';
import { and, sql } from './task-sql.js';
import type { TaskStatements } from './task-statements.js';

/** Reads tasks for those who administer them. */
export function createTaskReader({
  table,
  selection,
  read,
}: TaskStatements): Pick<TaskQueue, 'find' | 'list'> {
  const select = (where: Sql, rest: string) =>
    read<TaskRow>(sql(`select ${selection} from ${table} where ${where.sql} ${rest}`, ...where.bindings));

  return {
    async find(id) {
      if (!isStorable(id)) return undefined;
      const [row] = await select(sql('id = ?', id), '');
      return row && toTaskRecord(row);
    },

    async list(filter = {}, page) {
      const { limit, after } = readPage(page);
      const wanted = Object.entries({ status: filter.status, kind: filter.kind, trace_id: filter.traceId });
      const conditions: Sql[] = [sql('1 = 1')];
      for (const [column, value] of wanted) {
        if (value === undefined) continue;
        if (!isStorable(value)) return { items: [], next: undefined };
        conditions.push(sql(`${column} = ?`, value));
      }
      if (after !== undefined) {
        if (!/^-?\d{1,19}$/.test(after.at)) throw refusedCursor();
        const at = Number(after.at);
        conditions.push(sql('(created_at < ? or (created_at = ? and id < ?))', at, at, after.id));
      }
      const rows = await select(and(...conditions), `order by created_at desc, id desc limit ${limit + 1}`);
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      const next =
        rows.length > limit && last !== undefined
          ? writeCursor({ at: String(last.createdAt), id: last.id })
          : undefined;
      return { items: shown.map(toTaskRecord), next };
    },
  };
}
