import { AdapterError, toAdapterError, webhookStatuses } from '../core/adapter-error.js';
import { type Deadline, withinDeadline } from '../core/deadline.js';
import { describeError } from '../core/describe-error.js';
import type { Logger } from '../core/logger.js';
import type { ApprovalAnswer } from '../listing/approval.js';
import { acceptEvent, type HoldReason } from './accept-event.js';
import { beginSenderCheck, type SenderCheck } from './check-sender.js';
import type { WebhookContext } from './webhook-context.js';
import { eventEnd, openWebhookLog, type WebhookDelivery, type WebhookLog } from './webhook-log.js';

export interface WebhookReply {
  readonly outcome: 'accepted' | 'duplicate' | 'ignored' | 'held';
  /** Why it was held; or that a later event had been accepted before it. */
  readonly reason?: HoldReason | 'superseded';
  /** The answer to give when the approval is the answer. */
  readonly answer?: ApprovalAnswer | undefined;
}

/**
 * Logs the webhook, and does all of it up to the commit after which the work goes on by itself. Throws an
 * `AdapterError` that says what Entrata is answered; nothing half-done is left behind then.
 */
export async function receiveWebhook(
  context: WebhookContext,
  delivery: WebhookDelivery,
  logger: Logger,
): Promise<WebhookReply> {
  const startedAt = performance.now();
  await context.atStep('webhook.received');
  const sender = await beginSenderCheck(context, delivery);
  const log = await openWebhookLog(context, delivery, logger, sender.early);
  await context.atStep('webhook.logged');
  const refuse = (error: AdapterError) => {
    const outcome = error.status < 500 ? 'refused' : 'failed';
    return log.settle({ outcome, httpStatus: error.status, errorCode: error.code });
  };
  const deadlineAt = startedAt + context.webhook.deadlineMs;
  try {
    return await withinDeadline(
      deadlineAt - performance.now(),
      (deadline) => processWebhook(context, sender, log, deadline, logger),
      (late) => {
        logger.warn({ code: toAdapterError(late).code, ...describeError(late) }, 'a webhook failed late');
        void refuse(new AdapterError('deadline_exceeded'));
      },
    );
  } catch (thrown) {
    const error = toAdapterError(thrown);
    // The late work still runs, and is the one to write how it ended.
    if (error.code !== 'deadline_exceeded') await refuse(error);
    await context.atStep('webhook.settled');
    throw error;
  }
}

async function processWebhook(
  context: WebhookContext,
  sender: SenderCheck,
  log: WebhookLog,
  deadline: Deadline,
  logger: Logger,
): Promise<WebhookReply> {
  const { event, verdict } = await sender.checked;
  await log.recordSender(verdict);
  if (event === undefined) {
    logger.info({ outcome: 'ignored' }, 'webhook handled');
    await log.settle({ outcome: 'ignored', httpStatus: webhookStatuses.ignored });
    await context.atStep('webhook.settled');
    return { outcome: 'ignored' };
  }
  const result = await acceptEvent(context, event, {
    logId: log.logId,
    place: log.place,
    isLogged: log.isLogged,
    isSenderVerified: verdict === 'verified',
    deadline,
    settle: (tx, end, httpStatus) => log.settleWith(tx, eventEnd(end, httpStatus)),
  });
  const { action, cid, propertyId } = event;
  logger.info({ action, cid, propertyId, outcome: result.outcome }, 'webhook handled');
  if (result.outcome === 'held') {
    // Held is a promise that an administrator will find it: without its row it cannot be made.
    if (!log.isLogged) throw new AdapterError('unavailable');
    await log.write({ outcome: 'held', httpStatus: webhookStatuses.held, errorCode: result.reason });
    await context.atStep('webhook.settled');
    return result;
  }
  if (!log.isLogged) await log.settle(eventEnd(result.outcome, result.answer?.status));
  if (result.outcome === 'superseded') return { outcome: 'ignored', reason: 'superseded' };
  return { outcome: result.outcome, answer: result.answer };
}
