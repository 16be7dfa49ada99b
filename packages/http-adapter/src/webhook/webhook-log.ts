import type { EntrataWebhooks } from 'entrata-sdk';
import type { NewWebhook, SenderVerdict, StoreTransaction, WebhookOutcome } from 'entrata-store';
import { AdapterError, toAdapterError, webhookStatuses } from '../core/adapter-error.js';
import { describeError } from '../core/describe-error.js';
import type { Logger } from '../core/logger.js';
import type { EventEnd, WebhookPlace } from './commit-event.js';
import type { WebhookContext } from './webhook-context.js';
import { canonicalId } from './webhook-event.js';

/** A webhook as it came. */
export interface WebhookDelivery {
  /** Ours; also in the answer, the log lines, the tasks. */
  readonly logId: string;
  readonly method: string;
  /** All that stands after the first `?`, byte for byte. */
  readonly rawQuery: string;
  /** Why its body could not be read. */
  readonly refusal?: AdapterError | undefined;
  readonly pathSecret: string | undefined;
  readonly remoteAddress: string | undefined;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

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
  /** Writes how it ended beside the rows it brought about; a row that is late is left to {@link recordOutcome}. */
  recordWith(tx: StoreTransaction, end: WebhookEnd): Promise<void>;
  /** Writes how it ended; rejects when it cannot. */
  write(end: WebhookEnd): Promise<void>;
  /** Writes how it ended. Never rejects: the log does not alter the answer. */
  recordOutcome(end: WebhookEnd): Promise<void>;
}

/** Logs a webhook before anything else is done about it. A failing or slow log is a warning. */
export async function openWebhookLog(
  context: WebhookContext,
  delivery: WebhookDelivery,
  logger: Logger,
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
    ...logColumns(rawQuery, context.entrata.webhooks),
    remoteAddress,
    rawQuery: rawQuery.slice(0, context.webhook.maxQueryBytes),
    senderVerdict: early,
  });
  const isLogged = await inTime(appended, 'a webhook could not be logged');

  const finished = (end: WebhookEnd) => ({ ...end, durationMs: Math.round(performance.now() - startedAt) });

  async function inTime(work: Promise<void>, otherwise: string): Promise<boolean> {
    try {
      await withTimeout(work, context.webhook.logTimeoutMs);
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
    async recordWith(tx, end) {
      if (isLogged) await tx.webhooks.recordOutcome(logId, finished(end));
    },
    write: (end) => webhooks.recordOutcome(logId, finished(end)),
    async recordOutcome(end) {
      if (!isLogged) recordLate(end);
      else
        await inTime(
          webhooks.recordOutcome(logId, finished(end)),
          'the outcome of a webhook could not be logged',
        );
    },
  };

  /** The row may still come into being: then it shall not stay without its outcome. */
  function recordLate(end: WebhookEnd): void {
    appended.then(() => webhooks.recordOutcome(logId, finished(end))).catch(() => {});
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

/** What the log shows of a query that nobody has checked yet; a text that is not of the usual form is left out. */
function logColumns(
  rawQuery: string,
  { parameters: names, isId }: EntrataWebhooks,
): Pick<NewWebhook, 'requestType' | 'cid' | 'propertyId'> {
  const parameters = new URLSearchParams(rawQuery);
  const read = (aliases: readonly string[], isOfForm: (text: string) => boolean) => {
    const value = aliases.map((name) => parameters.get(name)?.trim()).find((text) => text !== undefined);
    return value !== undefined && isOfForm(value) ? value : undefined;
  };
  const readId = (aliases: readonly string[]) => {
    const id = read(aliases, isId);
    return id && canonicalId(id);
  };
  const isType = (text: string) => /^[\w. -]{1,64}$/.test(text);
  return {
    requestType: read(names.requestType, isType)?.toUpperCase(),
    cid: readId(names.cid),
    propertyId: readId(names.propertyId),
  };
}
