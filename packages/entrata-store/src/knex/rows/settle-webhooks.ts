import type { WebhookEnd } from '../../webhooks/create-webhook-repository.js';
import type { KnexSession } from '../knex-session.js';
import { type CommitGroup, createCommitGroup } from './commit-group.js';

/** Writes the ends of webhooks that are answered together in one commit, each in the order it was asked for. */
export function createWebhookSettler(
  session: Pick<KnexSession, 'tables' | 'transact'>,
): CommitGroup<{ readonly logId: string; readonly end: WebhookEnd }> {
  return createCommitGroup({
    maxBatch: 100,
    async commit(batch) {
      const [first, ...others] = batch;
      if (first === undefined) return;
      if (others.length === 0) {
        await session.tables.webhooks.update({ logId: first.logId }, first.end);
        return;
      }
      await session.transact(async (_, tables) => {
        for (const { logId, end } of batch) await tables.webhooks.update({ logId }, end);
      });
    },
  });
}
