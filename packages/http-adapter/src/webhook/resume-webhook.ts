import type { WebhookOutcome } from 'entrata-store';
import { toAdapterError, webhookStatuses } from '../core/adapter-error.js';
import { withinDeadline } from '../core/deadline.js';
import { acceptEvent } from './accept-event.js';
import type { Resumption } from './resume-task.js';
import type { WebhookContext } from './webhook-context.js';
import { parseQuery, readEvent } from './webhook-event.js';
import { eventEnd, type WebhookEnd } from './webhook-log.js';

const open: readonly (WebhookOutcome | undefined)[] = [undefined, 'failed'];

/**
 * Does what is left of a logged webhook, from its row, which then says how it ended: also one that asks for nothing, or
 * cannot be read.
 */
export async function resumeWebhook(
  context: WebhookContext,
  { logId, isSenderVerified, isSwept = false }: Resumption,
): Promise<void> {
  const { webhooks } = context.store;
  const row = await webhooks.find(logId);
  if (row === undefined || !open.includes(row.outcome)) return;
  const { receivedAt, senderVerdict } = row;
  const startedAt = performance.now();
  const durationMs = () => Math.round(performance.now() - startedAt);
  const settle = (end: WebhookEnd) => webhooks.recordOutcome(logId, { ...end, durationMs: durationMs() });
  const deadlineMs = context.webhook.deadlineMs;
  try {
    const rawQuery = await webhooks.rawQuery(logId);
    if (rawQuery === undefined) return;
    const event = readEvent(context, parseQuery(context, rawQuery));
    if (event === undefined) {
      await settle({ outcome: 'ignored', httpStatus: webhookStatuses.ignored });
      return;
    }
    const result = await withinDeadline(
      deadlineMs,
      (deadline) =>
        acceptEvent(context, event, {
          logId,
          place: { logId, receivedAt, isLate: true },
          isLogged: true,
          isSenderVerified: senderVerdict === undefined ? isSenderVerified : senderVerdict === 'verified',
          isClaimant: !isSwept,
          deadline,
          settle: (tx, end) =>
            tx.webhooks.recordOutcome(logId, { ...eventEnd(end), durationMs: durationMs() }),
        }),
      () => {},
    );
    if (result.outcome === 'held')
      await settle({ outcome: 'held', httpStatus: webhookStatuses.held, errorCode: result.reason });
    context.logger.info({ logId }, 'an interrupted webhook was brought to its end');
  } catch (thrown) {
    const error = toAdapterError(thrown);
    if (error.status >= 500) throw error;
    await settle({ outcome: 'refused', httpStatus: error.status, errorCode: error.code });
  }
}
