import { AdapterError } from '../core/adapter-error.js';
import { withFields } from '../core/logger.js';
import { processEvent, type WebhookWork } from './process-event.js';
import type { WebhookContext } from './webhook-context.js';
import { parseQuery, readEvent } from './webhook-event.js';

/**
 * Lets a held event take effect, as an administrator vouches for its sender. Throws `not_found`, and
 * `state_conflict` when it is not held (any more) or its client is still unknown, and the store's `unreadable` when no
 * key opens its query.
 */
export async function releaseHeld(context: WebhookContext, logId: string): Promise<void> {
  const { webhooks } = context.store;
  const row = await webhooks.find(logId);
  const rawQuery = await webhooks.rawQuery(logId);
  if (row === undefined || rawQuery === undefined) throw new AdapterError('not_found');
  if (row.outcome !== 'held') throw new AdapterError('state_conflict');
  const refuse = async () => {
    throw new AdapterError('state_conflict');
  };
  const work: WebhookWork = {
    logId,
    // The decision is what is new about it.
    place: 'last',
    isLogged: true,
    isReleased: true,
    logger: withFields(context.logger, { logId, isReleased: true }),
    read: async () => ({ event: readEvent(context, parseQuery(context, rawQuery)), isSenderVerified: true }),
    async recordEnd(tx) {
      // Of two administrators one was first: the other's transaction is undone.
      if (!(await tx.webhooks.decideHeld(logId, 'released'))) await refuse();
    },
    // It asks for nothing, or is to be held again.
    writeEnd: refuse,
  };
  await processEvent(context, work, { deadlineMs: context.webhook.deadlineMs });
}

/** Gives a held event up. Throws like {@link releaseHeld}. */
export async function dropHeld(context: WebhookContext, logId: string): Promise<void> {
  const { webhooks } = context.store;
  if ((await webhooks.find(logId)) === undefined) throw new AdapterError('not_found');
  if (!(await webhooks.decideHeld(logId, 'dropped'))) throw new AdapterError('state_conflict');
}
