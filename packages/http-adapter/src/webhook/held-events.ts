import { AdapterError, isAdapterError } from '../core/adapter-error.js';
import { withFields } from '../core/logger.js';
import { type HoldReason, processEvent, type WebhookWork } from './process-event.js';
import type { WebhookContext } from './webhook-context.js';
import { readLoggedQuery } from './webhook-event.js';
import type { WebhookEnd } from './webhook-log.js';

/**
 * Lets a held event take effect, as an administrator vouches for its sender. Throws `not_found`, and
 * `state_conflict` when it is not held (any more) or its client is still unknown or revoked, `code_rejected` when a
 * client that was reinstated needs the token of a code that has expired, and the store's `unreadable` when no key opens
 * its query.
 */
export async function releaseHeld(context: WebhookContext, logId: string): Promise<void> {
  const { webhooks } = context.store;
  const row = await webhooks.find(logId);
  const rawQuery = await webhooks.rawQuery(logId);
  if (row === undefined || rawQuery === undefined) throw new AdapterError('not_found');
  if (row.outcome !== 'held') throw new AdapterError('state_conflict');
  const refuse = async (end?: WebhookEnd) => {
    throw new AdapterError('state_conflict', undefined, detailOf(end?.errorCode));
  };
  const work: WebhookWork = {
    logId,
    // The decision is what is new about it.
    place: 'last',
    isLogged: true,
    isReleased: true,
    hasUnusedCode: row.errorCode === ('client_revoked' satisfies HoldReason),
    logger: withFields(context.logger, { logId, isReleased: true }),
    read: async () => ({ ...readLoggedQuery(context, rawQuery), isSenderVerified: true }),
    async recordEnd(tx) {
      // Of two administrators one was first: the other's transaction is undone.
      if (!(await tx.webhooks.decideHeld(logId, 'released'))) await refuse();
    },
    // It asks for nothing, or is to be held again.
    writeEnd: refuse,
  };
  try {
    await processEvent(context, work, { deadlineMs: context.webhook.deadlineMs });
  } catch (error) {
    if (!isAdapterError(error, 'code_rejected')) throw error;
    throw new AdapterError('code_rejected', undefined, { ...detailOf('code_rejected'), cause: error });
  }
}

/** What an administrator can do about an event that cannot be released. */
const details: Readonly<Record<string, string>> = {
  client_revoked: 'The client is revoked: reinstate it, and have Entrata activate the property anew',
  code_rejected:
    'The code of this event has expired or was used: drop the event, and have Entrata activate the property anew',
};

const detailOf = (code = ''): { detail?: string } => {
  const detail = details[code];
  return detail === undefined ? {} : { detail };
};

/** Gives a held event up. Throws like {@link releaseHeld}. */
export async function dropHeld(context: WebhookContext, logId: string): Promise<void> {
  const { webhooks } = context.store;
  if ((await webhooks.find(logId)) === undefined) throw new AdapterError('not_found');
  if (!(await webhooks.decideHeld(logId, 'dropped'))) throw new AdapterError('state_conflict');
}
