import type { TaskEngine } from '../../tasks/task-engine.js';
import { dueOf, lapsedOf, lineOf, sql } from './task-sql.js';
import type { TaskStatements } from './task-statements.js';

/** All that a worker wants to know in one statement that reads the ends of indexes. */
export function createLook({ table, read }: TaskStatements): TaskEngine['look'] {
  return async (request) => {
    const { kinds, nowMs, aheadMs } = request;
    const looks = {
      lapsed: lapsedOf(request),
      due: dueOf(kinds, nowMs),
      line: lineOf(kinds),
    };
    const columns = Object.entries(looks).map(
      ([name, where]) => `(select 1 from ${table} where ${where.sql} limit 1) as ${name}`,
    );
    const [found] = await read<Record<keyof typeof looks | 'ahead', unknown>>(
      sql(
        // By the index on the instant, whatever a planner without statistics thinks.
        `select ${columns.join(', ')}, case when (select max(updated_at) from ${table}) > ? then 1 end as ahead`,
        ...Object.values(looks).flatMap(({ bindings }) => bindings),
        aheadMs,
      ),
    );
    const has = (name: keyof typeof looks | 'ahead') => found?.[name] != null;
    return { lapsed: has('lapsed') || has('ahead'), due: has('due'), line: has('line') };
  };
}
