import { setImmediate as endOfTurn } from 'node:timers/promises';
import type { SenderVerdict } from 'entrata-store';
import { AdapterError, toAdapterError } from '../core/adapter-error.js';
import { describeError } from '../core/describe-error.js';
import type { Logger } from '../core/logger.js';
import type { ApprovalAnswer } from '../listing/approval.js';
import { type HoldReason, processEvent, type WebhookWork } from './process-event.js';
import type { WebhookContext } from './webhook-context.js';
import { parseQuery, readEvent, type WebhookEvent } from './webhook-event.js';
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
    return log.recordOutcome({ outcome, httpStatus: error.status, errorCode: error.code });
  };
  const deadlineAt = startedAt + context.webhook.deadlineMs;
  try {
    const result = await processEvent(context, workOf(context, sender, log, logger), {
      deadlineMs: deadlineAt - performance.now(),
      onLate: (late) => {
        logger.warn({ code: toAdapterError(late).code, ...describeError(late) }, 'a webhook failed late');
        void refuse(new AdapterError('deadline_exceeded'));
      },
    });
    if (result.outcome === 'superseded') return { outcome: 'ignored', reason: 'superseded' };
    return result;
  } catch (thrown) {
    const error = toAdapterError(thrown);
    // The late work still runs, and is the one to write how it ended.
    if (error.code !== 'deadline_exceeded') await refuse(error);
    await context.atStep('webhook.completed');
    throw error;
  }
}

/** The webhook as it is worked on in its own request, whose row may be late. */
function workOf(context: WebhookContext, sender: SenderCheck, log: WebhookLog, logger: Logger): WebhookWork {
  const { logId, place, isLogged } = log;
  return {
    logId,
    place,
    isLogged,
    logger,
    async read() {
      const { event, requestType, verdict } = await sender.checked;
      await log.recordSender(verdict);
      return { event, requestType, isSenderVerified: verdict === 'verified' };
    },
    recordEnd: (tx, end, httpStatus) => log.recordWith(tx, eventEnd(end, httpStatus)),
    async writeEnd(end) {
      const isHeld = end.outcome === 'held';
      // Held is a promise that an administrator will find it: without its row it cannot be made.
      if (isHeld && !isLogged) throw new AdapterError('unavailable');
      await (isHeld ? log.write(end) : log.recordOutcome(end));
      await context.atStep('webhook.completed');
    },
  };
}

/** A webhook that makes sense, of a sender who may send it. */
interface CheckedWebhook {
  /** Undefined when it asks for nothing that is known. */
  readonly event: WebhookEvent | undefined;
  readonly requestType: string | undefined;
  readonly verdict: SenderVerdict;
}

interface SenderCheck {
  /** The verdict, when it was there at once: it can be written with the row. */
  readonly early: SenderVerdict | undefined;
  /** Rejects with why the webhook is refused. */
  readonly checked: Promise<CheckedWebhook>;
}

/**
 * Begins to read a webhook and to check its sender. Never rejects and waits for nothing outside the process: the row
 * is written next, whatever is wrong with the webhook and however long its check takes.
 */
async function beginSenderCheck(context: WebhookContext, delivery: WebhookDelivery): Promise<SenderCheck> {
  const checked = checkWebhook(context, delivery);
  const verdict = checked.then(
    ({ verdict }) => verdict,
    // Told to whoever waits for `checked`.
    () => undefined,
  );
  return { early: await Promise.race([verdict, endOfTurn(undefined)]), checked };
}

async function checkWebhook(context: WebhookContext, delivery: WebhookDelivery): Promise<CheckedWebhook> {
  const { rawQuery, refusal, pathSecret, remoteAddress, headers } = delivery;
  const settings = context.webhook;
  if (refusal !== undefined) throw refusal;
  if (rawQuery.length > settings.maxQueryBytes) throw new AdapterError('uri_too_long');
  const webhook = parseQuery(context, rawQuery);
  const event = readEvent(webhook);
  const verdict = await settings.verify({ pathSecret, remoteAddress, headers, webhook });
  if (verdict === 'unauthorized' || verdict === 'forbidden') throw new AdapterError(verdict);
  // A check of the deployment's own that answers something else admits nobody.
  if (verdict !== 'verified' && verdict !== 'unproven') throw new AdapterError('internal');
  return { event, requestType: webhook.requestType, verdict };
}
