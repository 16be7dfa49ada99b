import type { WebhookOutcome } from 'entrata-store';
import type { Context } from '../context.js';
import { type Deadline, withinDeadline } from '../deadline.js';
import type { Logger } from '../logger.js';
import { AdapterError, toAdapterError, webhookStatuses } from '../problem.js';
import type { ApprovalAnswer } from '../webhook/approval.js';
import { logColumns } from '../webhook/log-columns.js';
import { readEvent } from '../webhook/read-event.js';
import { acceptEvent, type HoldReason } from './accept-event.js';
import { parseQuery } from './parse-query.js';
import { webhookDefaults } from './webhook-defaults.js';

/** A webhook as it came. */
export interface WebhookDelivery {
  /** Ours; also in the answer, the log lines, the tasks. */
  readonly logId: string;
  readonly method: string;
  /** All that stands after the first `?`, byte for byte. */
  readonly rawQuery: string;
  readonly pathSecret: string | undefined;
  readonly remoteAddress: string | undefined;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export interface WebhookReply {
  readonly outcome: 'accepted' | 'duplicate' | 'ignored' | 'held';
  readonly reason?: HoldReason;
  /** The answer to give when the approval is the answer. */
  readonly answer?: ApprovalAnswer | undefined;
}

/**
 * Logs the webhook, and does all of it up to the commit after which the work goes on by itself. Throws an
 * `AdapterError` that says what Entrata is answered; nothing half-done is left behind then.
 */
export async function receiveWebhook(
  context: Context,
  delivery: WebhookDelivery,
  logger: Logger,
): Promise<WebhookReply> {
  const { logId } = delivery;
  const settings = { ...webhookDefaults, ...context.options.webhook };
  const startedAt = performance.now();
  const end = (outcome: WebhookOutcome, httpStatus: number, errorCode?: string) => ({
    outcome,
    httpStatus,
    errorCode,
    durationMs: Math.round(performance.now() - startedAt),
  });
  const settle = async (...how: Parameters<typeof end>) => {
    try {
      await withTimeout(context.store.webhooks.settle(logId, end(...how)), settings.logTimeoutMs);
    } catch (error) {
      logger.warn({ code: toAdapterError(error).code }, 'the outcome of a webhook could not be logged');
    }
  };

  try {
    return await withinDeadline(settings.deadlineMs, process, (error) =>
      logger.warn({ code: toAdapterError(error).code }, 'a webhook failed after its deadline'),
    );
  } catch (thrown) {
    const error = toAdapterError(thrown);
    const settled = settle(error.status < 500 ? 'refused' : 'failed', error.status, error.code);
    // Past the deadline the database is the likely reason: nobody waits for it any longer.
    if (error.code !== 'deadline_exceeded') await settled;
    throw error;
  }

  async function process(deadline: Deadline): Promise<WebhookReply> {
    const isLogged = await log();
    await context.atStep('webhook.logged');
    if (delivery.rawQuery.length > settings.maxQueryBytes) throw new AdapterError('uri_too_long');
    const webhook = parseQuery(delivery.rawQuery);
    const event = readEvent(webhook, settings.requestTypes);
    const { pathSecret, remoteAddress, headers } = delivery;
    const verdict = await settings.verify({ pathSecret, remoteAddress, headers, webhook });
    if (verdict === 'unauthorized' || verdict === 'forbidden') throw new AdapterError(verdict);
    if (event === undefined) {
      await settle('ignored', webhookStatuses.ignored);
      return { outcome: 'ignored' };
    }
    const result = await acceptEvent(context, event, {
      logId,
      isLogged,
      isSenderVerified: verdict === 'verified',
      deadline,
      settle: (tx, outcome) => tx.webhooks.settle(logId, end(outcome, webhookStatuses[outcome])),
    });
    if (result.outcome === 'held') {
      // Held is a promise that an administrator will find it: without its row it cannot be made.
      if (!isLogged) throw new AdapterError('unavailable');
      await context.store.webhooks.settle(logId, end('held', webhookStatuses.held, result.reason));
      return result;
    }
    await context.atStep('webhook.settled');
    const { client, property } = result;
    const request = { cid: client.cid, subdomain: client.subdomain, propertyId: property.propertyId, logId };
    const answer = event.action === 'activate' ? settings.approval.answer?.(request) : undefined;
    return { outcome: result.outcome, answer };
  }

  async function log(): Promise<boolean> {
    const { method, remoteAddress, rawQuery } = delivery;
    const appended = context.store.webhooks.append({
      logId,
      receivedAt: context.now().toISOString(),
      method,
      ...logColumns(rawQuery),
      remoteAddress,
      rawQuery: rawQuery.slice(0, settings.maxQueryBytes),
    });
    try {
      await withTimeout(appended, settings.logTimeoutMs);
      return true;
    } catch (error) {
      logger.warn({ code: toAdapterError(error).code }, 'a webhook could not be logged');
      return false;
    }
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
