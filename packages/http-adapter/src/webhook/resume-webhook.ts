import type { WebhookOutcome } from 'entrata-store';
import { toAdapterError } from '../core/adapter-error.js';
import { withFields } from '../core/logger.js';
import { processEvent, type WebhookWork } from './process-event.js';
import type { Resumption } from './resume-task.js';
import type { WebhookContext } from './webhook-context.js';
import { readLoggedQuery } from './webhook-event.js';
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
  const finished = (end: WebhookEnd) => ({ ...end, durationMs: Math.round(performance.now() - startedAt) });
  const writeEnd = (end: WebhookEnd) => webhooks.recordOutcome(logId, finished(end));
  try {
    const rawQuery = await webhooks.rawQuery(logId);
    if (rawQuery === undefined) return;
    const work: WebhookWork = {
      logId,
      place: { logId, receivedAt, isLate: true },
      isLogged: true,
      isClaimant: !isSwept,
      logger: withFields(context.logger, { logId, isResumed: true }),
      read: async () => ({
        ...readLoggedQuery(context, rawQuery),
        isSenderVerified: senderVerdict === undefined ? isSenderVerified : senderVerdict === 'verified',
      }),
      recordEnd: (tx, end) => tx.webhooks.recordOutcome(logId, finished(eventEnd(end))),
      writeEnd,
    };
    await processEvent(context, work, { deadlineMs: context.webhook.deadlineMs });
  } catch (thrown) {
    const error = toAdapterError(thrown);
    if (error.status >= 500) throw error;
    await writeEnd({ outcome: 'refused', httpStatus: error.status, errorCode: error.code });
  }
}
