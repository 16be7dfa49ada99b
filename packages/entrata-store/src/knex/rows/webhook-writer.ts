import type { Id } from '../../records.js';
import type { WebhookLogWriter } from '../../webhooks/create-webhook-repository.js';
import type { Dialect, Statement } from '../dialect/dialect.js';
import type { KnexSession } from '../knex-session.js';
import type { BoundTable } from '../mapping/bound-table.js';
import { createWebhookAppender } from './append-webhooks.js';
import { createCommitGroup } from './commit-group.js';
import type { RunStatement } from './knex-table.js';
import { createPointStatements } from './point-statements.js';
import { createWebhookSettler } from './settle-webhooks.js';

export interface WebhookWriter extends WebhookLogWriter {
  /** Resolves when nothing is waiting or being written. */
  idle(): Promise<void>;
}

/** Both writes of a webhook share their commits with those of others that arrive meanwhile. */
export function createWebhookWriter(
  table: BoundTable,
  options: {
    readonly run: RunStatement;
    readonly session: KnexSession;
    readonly dialect: Dialect;
    readonly newId: () => Id;
  },
): WebhookWriter {
  const { run, session, dialect, newId } = options;
  const { runTogether } = dialect;

  if (runTogether === undefined) {
    const log = createWebhookAppender(table, { run, dialect, newId });
    const ends = createWebhookSettler(session);
    return {
      append: (row) => log.add(row),
      settle: (logId, end) => ends.add({ logId, end }),
      async idle() {
        await Promise.all([log.idle(), ends.idle()]);
      },
    };
  }

  const point = createPointStatements(table, dialect);
  const group = createCommitGroup<Statement>({
    maxBatch: 400,
    commit: (batch) => run(table.name, (query) => runTogether(query, batch)),
  });
  return {
    append: async (row) => group.add(point.toInsert(table.encodeNew(row, newId))),
    async settle(logId, end) {
      const update = point.toUpdate({ logId }, table.encode(end));
      if (update !== undefined) await group.add(update);
    },
    idle: group.idle,
  };
}
