import { setImmediate as endOfTurn } from 'node:timers/promises';
import type { SenderVerdict } from 'entrata-store';
import { AdapterError } from '../core/adapter-error.js';
import type { WebhookContext } from './webhook-context.js';
import { parseQuery, readEvent, type WebhookEvent } from './webhook-event.js';
import type { WebhookDelivery } from './webhook-log.js';

/** A webhook that makes sense, of a sender who may send it. */
export interface CheckedWebhook {
  /** Undefined when it asks for nothing that is known. */
  readonly event: WebhookEvent | undefined;
  readonly verdict: SenderVerdict;
}

export interface SenderCheck {
  /** The verdict, when it was there at once: it can be written with the row. */
  readonly early: SenderVerdict | undefined;
  /** Rejects with why the webhook is refused. */
  readonly checked: Promise<CheckedWebhook>;
}

/**
 * Begins to read a webhook and to check its sender. Never rejects and waits for nothing outside the process: the row
 * is written next, whatever is wrong with the webhook and however long its check takes.
 */
export async function beginSenderCheck(
  context: WebhookContext,
  delivery: WebhookDelivery,
): Promise<SenderCheck> {
  const checked = checkWebhook(context, delivery);
  const verdict = checked.then(
    ({ verdict }) => verdict,
    // Told to whoever waits for `checked`.
    () => undefined,
  );
  return { early: await Promise.race([verdict, endOfTurn(undefined)]), checked };
}

async function checkWebhook(context: WebhookContext, delivery: WebhookDelivery): Promise<CheckedWebhook> {
  const { rawQuery, pathSecret, remoteAddress, headers } = delivery;
  const settings = context.webhook;
  if (rawQuery.length > settings.maxQueryBytes) throw new AdapterError('uri_too_long');
  const webhook = parseQuery(context, rawQuery);
  const event = readEvent(context, webhook);
  const verdict = await settings.verify({ pathSecret, remoteAddress, headers, webhook });
  if (verdict === 'unauthorized' || verdict === 'forbidden') throw new AdapterError(verdict);
  // A check of the deployment's own that answers something else admits nobody.
  if (verdict !== 'verified' && verdict !== 'unproven') throw new AdapterError('internal');
  return { event, verdict };
}
