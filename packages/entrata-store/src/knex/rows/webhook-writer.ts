import type { Id } from '../../core/ids.js';
import type {
  OpenWebhook,
  WebhookLogWriter,
  WebhookOutcomeRow,
} from '../../webhooks/create-webhook-repository.js';
import type { WebhookRow } from '../../webhooks/webhooks-table.js';
import type { Dialect } from '../dialect/dialect.js';
import type { RunStatement } from '../dialect/run-statement.js';
import type { DatabaseValue, Sql } from '../dialect/sql.js';
import type { BoundTable, BoundTables } from '../mapping/bound-table.js';
import { type CommitGroup, createCommitGroup } from './commit-group.js';
import { createPointStatements, type PointStatements } from './point-statements.js';

export interface WebhookWriter extends WebhookLogWriter {
  /** Resolves when nothing is waiting or being written. */
  idle(): Promise<void>;
}

interface WriterServices {
  readonly run: RunStatement;
  /** Runs these updates of the log in one transaction. */
  readonly updateTogether: (updates: readonly OutcomeUpdate[]) => Promise<void>;
  readonly tables: BoundTables;
  readonly dialect: Dialect;
  readonly newId: () => Id;
}

interface OutcomeUpdate {
  readonly webhook: OpenWebhook;
  readonly outcome: WebhookOutcomeRow;
}

type Columns = Readonly<Record<string, DatabaseValue>>;

/** Both writes of a webhook share their commits with those of others that arrive meanwhile. */
export function createWebhookWriter(services: WriterServices): WebhookWriter {
  const { tables, dialect, newId } = services;
  const table = tables.webhooks;
  const point = createPointStatements(table, tables, dialect);
  const { insert, update, idle } = groupsOf(services, point);
  return {
    append: async (makeRow) => insert(() => table.encodeNew(makeRow(), newId)),
    recordOutcome: async (webhook, outcome) => update({ webhook, outcome }),
    idle,
  };
}

function groupsOf(services: WriterServices, point: PointStatements) {
  const { run, updateTogether, tables, dialect } = services;
  const table = tables.webhooks;
  const { runTogether } = dialect;

  if (runTogether !== undefined) {
    const group = createCommitGroup<Sql>({
      maxBatch: 400,
      commit: (batch) => run(table.name, (query) => runTogether(query, batch)),
    });
    return {
      insert: (makeRow: () => Columns) => group.add(() => point.toInsert(makeRow())),
      async update({ webhook, outcome }: OutcomeUpdate) {
        const update = point.toUpdate<WebhookRow>({ ...webhook }, table.encode(outcome));
        if (update !== undefined) await group.add(() => update);
      },
      idle: group.idle,
    };
  }

  const rows = createInsertGroup(table, run, dialect);
  const outcomes = createCommitGroup<OutcomeUpdate>({ maxBatch: 100, commit: updateTogether });
  return {
    insert: rows.add,
    update: (change: OutcomeUpdate) => outcomes.add(() => change),
    async idle() {
      await Promise.all([rows.idle(), outcomes.idle()]);
    },
  };
}

/** Many rows in one INSERT. The SQL is written here: Knex would compile each batch anew. */
function createInsertGroup(table: BoundTable, run: RunStatement, dialect: Dialect): CommitGroup<Columns> {
  return createCommitGroup({
    // A few columns may come from the mapping.
    maxBatch: Math.min(200, dialect.maxRowsPerInsert(table.columns.size + 20)),
    commit(rows) {
      const columns = Object.keys(rows[0] ?? {});
      const places = `(${columns.map(() => '?').join(', ')})`;
      const names = columns.map(dialect.quote).join(', ');
      const into = `insert into ${dialect.quote(table.name)} (${names}) values `;
      const values = rows.flatMap((row) => columns.map((column) => row[column] ?? null));
      return run(table.name, async (query) => {
        await query.raw(into + rows.map(() => places).join(', '), values);
      });
    },
  });
}
