import type { Id } from '../../records.js';
import type { NewRow } from '../../rows/row-table.js';
import type { WebhookRow } from '../../tables.js';
import type { DatabaseValue, Dialect } from '../dialect/dialect.js';
import type { BoundTable } from '../mapping/bound-table.js';
import { type CommitGroup, createCommitGroup } from './commit-group.js';
import type { RunStatement } from './knex-table.js';

/** Appends webhooks in shared commits. The SQL is written here: Knex would compile each batch anew. */
export function createWebhookAppender(
  table: BoundTable,
  options: { readonly run: RunStatement; readonly dialect: Dialect; readonly newId: () => Id },
): CommitGroup<NewRow<WebhookRow>> {
  const { run, dialect, newId } = options;

  const insertAll = (rows: readonly Readonly<Record<string, DatabaseValue>>[]) => {
    const columns = Object.keys(rows[0] ?? {});
    const places = `(${columns.map(() => '?').join(', ')})`;
    const names = columns.map(dialect.quote).join(', ');
    const into = `insert into ${dialect.quote(table.name)} (${names}) values `;
    const values = rows.flatMap((row) => columns.map((column) => row[column] ?? null));
    return run(table.name, async (query) => {
      await query.raw(into + rows.map(() => places).join(', '), values);
    });
  };

  const group = createCommitGroup({
    // A few columns may come from the mapping.
    maxBatch: Math.min(200, dialect.maxRowsPerInsert(table.columns.size + 20)),
    commit: insertAll,
  });
  return {
    add: async (row) => group.add(table.encodeNew(row, newId)),
    idle: group.idle,
  };
}
