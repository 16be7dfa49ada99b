import { AdapterError } from '../core/adapter-error.js';
import type { Context } from '../core/context.js';
import { withinDeadline } from '../core/deadline.js';
import { acceptEvent } from './accept-event.js';
import { parseQuery } from './parse-query.js';
import { readEvent } from './read-event.js';
import { webhookDefaults } from './webhook-defaults.js';

/**
 * Lets a held event take effect, as an administrator vouches for its sender. Throws `not_found`, and
 * `state_conflict` when it is not held (any more) or its client is still unknown, and the store's `unreadable` when no
 * key opens its query.
 */
export async function releaseHeld(context: Context, logId: string): Promise<void> {
  const { webhooks } = context.store;
  const row = await webhooks.find(logId);
  const rawQuery = await webhooks.rawQuery(logId);
  if (row === undefined || rawQuery === undefined) throw new AdapterError('not_found');
  if (row.outcome !== 'held') throw new AdapterError('state_conflict');
  const event = readEvent(parseQuery(context, rawQuery), context.options.webhook.requestTypes);
  if (event === undefined) throw new AdapterError('state_conflict');
  const result = await withinDeadline(
    context.options.webhook.deadlineMs ?? webhookDefaults.deadlineMs,
    (deadline) =>
      acceptEvent(context, event, {
        logId,
        // The decision is what is new about it.
        place: 'last',
        isLogged: true,
        isSenderVerified: true,
        isReleased: true,
        deadline,
        settle: async (tx) => {
          // Of two administrators one was first: the other's transaction is undone.
          if (!(await tx.webhooks.decideHeld(logId, 'released'))) throw new AdapterError('state_conflict');
        },
      }),
    () => {},
  );
  if (result.outcome === 'held') throw new AdapterError('state_conflict');
}

/** Gives a held event up. Throws like {@link releaseHeld}. */
export async function dropHeld(context: Context, logId: string): Promise<void> {
  const { webhooks } = context.store;
  if ((await webhooks.find(logId)) === undefined) throw new AdapterError('not_found');
  if (!(await webhooks.decideHeld(logId, 'dropped'))) throw new AdapterError('state_conflict');
}
