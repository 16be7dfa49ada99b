import type { WebhookOutcome } from 'entrata-store';
import type { Context } from '../context.js';
import { withinDeadline } from '../deadline.js';
import { toAdapterError } from '../problem.js';
import { readEvent } from '../webhook/read-event.js';
import { acceptEvent } from './accept-event.js';
import { parseQuery } from './parse-query.js';
import { webhookDefaults } from './webhook-defaults.js';
import { eventEnd } from './webhook-log.js';

const open: readonly (WebhookOutcome | undefined)[] = [undefined, 'failed'];

/** Does what is left of a logged webhook, from its row. */
export async function resumeWebhook(
  context: Context,
  { logId, isSenderVerified }: { readonly logId: string; readonly isSenderVerified: boolean },
): Promise<void> {
  const { webhooks } = context.store;
  const row = await webhooks.find(logId);
  if (row === undefined || !open.includes(row.outcome)) return;
  const { receivedAt } = row;
  const startedAt = performance.now();
  const durationMs = () => Math.round(performance.now() - startedAt);
  const deadlineMs = context.options.webhook.deadlineMs ?? webhookDefaults.deadlineMs;
  try {
    const rawQuery = await webhooks.rawQuery(logId);
    if (rawQuery === undefined) return;
    const event = readEvent(parseQuery(context, rawQuery), context.options.webhook.requestTypes);
    if (event === undefined) return;
    await withinDeadline(
      deadlineMs,
      (deadline) =>
        acceptEvent(context, event, {
          logId,
          place: { logId, receivedAt, isLate: true },
          isLogged: true,
          isSenderVerified,
          isClaimant: true,
          deadline,
          settle: (tx, end) => tx.webhooks.settle(logId, { ...eventEnd(end), durationMs: durationMs() }),
        }),
      () => {},
    );
    context.logger.info({ logId }, 'an interrupted webhook was brought to its end');
  } catch (thrown) {
    const error = toAdapterError(thrown);
    if (error.status >= 500) throw error;
    await webhooks.settle(logId, {
      outcome: 'refused',
      httpStatus: error.status,
      errorCode: error.code,
      durationMs: durationMs(),
    });
  }
}
