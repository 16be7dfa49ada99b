import type { SenderVerdict, StoreTransaction, WebhookOutcome } from 'entrata-store';
import { AdapterError, toAdapterError, webhookStatuses } from '../core/adapter-error.js';
import type { Context } from '../core/context.js';
import { describeError } from '../core/describe-error.js';
import type { Logger } from '../core/logger.js';
import type { EventEnd } from './commit-event.js';
import type { WebhookDelivery } from './delivery.js';
import type { WebhookPlace } from './event-order.js';
import { logColumns } from './log-columns.js';

export interface WebhookEnd {
  readonly outcome: WebhookOutcome;
  readonly httpStatus: number;
  readonly errorCode?: string | undefined;
}

/** How the log puts the end of an event that was proven. */
export function eventEnd(end: EventEnd, httpStatus?: number): WebhookEnd {
  return end === 'superseded'
    ? { outcome: 'ignored', httpStatus: webhookStatuses.ignored, errorCode: end }
    : { outcome: end, httpStatus: httpStatus ?? webhookStatuses[end] };
}

/** The row of one webhook in the log. */
export interface WebhookLog {
  readonly logId: string;
  /** Whether the row was durable in time; without it the webhook is worked on all the same. */
  readonly isLogged: boolean;
  /** A row that is late would have a number that says so, and not when the webhook came. */
  readonly place: WebhookPlace;
  /** Writes what the check of the sender said, where that is not in the row yet. Never rejects. */
  recordSender(verdict: SenderVerdict): Promise<void>;
  /** Writes how it ended beside the rows it brought about; a row that is late is left to {@link settle}. */
  settleWith(tx: StoreTransaction, end: WebhookEnd): Promise<void>;
  /** Writes how it ended; rejects when it cannot. */
  write(end: WebhookEnd): Promise<void>;
  /** Writes how it ended. Never rejects: the log does not alter the answer. */
  settle(end: WebhookEnd): Promise<void>;
}

/** Logs a webhook before anything else is done about it. A failing or slow log is a warning. */
export async function openWebhookLog(
  context: Context,
  delivery: WebhookDelivery,
  logger: Logger,
  limits: { readonly logTimeoutMs: number; readonly maxQueryBytes: number },
  early: SenderVerdict | undefined,
): Promise<WebhookLog> {
  const startedAt = performance.now();
  const { webhooks } = context.store;
  const { logId, method, remoteAddress, rawQuery } = delivery;
  const receivedAt = context.now().toISOString();
  const appended = webhooks.append({
    logId,
    receivedAt,
    method,
    ...logColumns(rawQuery, context.options.webhook.parameters),
    remoteAddress,
    rawQuery: rawQuery.slice(0, limits.maxQueryBytes),
    senderVerdict: early,
  });
  const isLogged = await inTime(appended, 'a webhook could not be logged');

  const finished = (end: WebhookEnd) => ({ ...end, durationMs: Math.round(performance.now() - startedAt) });

  async function inTime(work: Promise<void>, otherwise: string): Promise<boolean> {
    try {
      await withTimeout(work, limits.logTimeoutMs);
      return true;
    } catch (error) {
      logger.warn({ code: toAdapterError(error).code, ...describeError(error) }, otherwise);
      return false;
    }
  }

  return {
    logId,
    isLogged,
    place: { logId: isLogged ? logId : undefined, receivedAt, isLate: false },
    async recordSender(verdict) {
      if (isLogged && verdict !== early)
        await inTime(webhooks.recordSender(logId, verdict), "a sender's check could not be logged");
    },
    async settleWith(tx, end) {
      if (isLogged) await tx.webhooks.settle(logId, finished(end));
    },
    write: (end) => webhooks.settle(logId, finished(end)),
    async settle(end) {
      if (!isLogged) settleLate(end);
      else
        await inTime(webhooks.settle(logId, finished(end)), 'the outcome of a webhook could not be logged');
    },
  };

  /** The row may still come into being: then it shall not stay without its outcome. */
  function settleLate(end: WebhookEnd): void {
    appended.then(() => webhooks.settle(logId, finished(end))).catch(() => {});
  }
}

async function withTimeout(work: Promise<void>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AdapterError('deadline_exceeded')), timeoutMs);
  });
  try {
    await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
}
