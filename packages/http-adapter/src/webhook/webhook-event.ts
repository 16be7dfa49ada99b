import { createHash } from 'node:crypto';
import { type EntrataWebhook, isEntrataError, type WebhookAction } from 'entrata-sdk';
import type { DesiredState } from 'entrata-store';
import { AdapterError } from '../core/adapter-error.js';
import type { WebhookContext } from './webhook-context.js';

const desiredStates: Readonly<Record<Exclude<WebhookAction, 'ignore' | 'change_feed_type'>, DesiredState>> = {
  activate: 'active',
  suspend: 'suspended',
  deactivate: 'inactive',
};

/** A webhook that asks for something, with all that its kind needs. */
export interface WebhookEvent {
  readonly action: Exclude<WebhookAction, 'ignore'>;
  readonly cid: string;
  /** Undefined: every property of the client. */
  readonly propertyId: string | undefined;
  /** Undefined leaves the property's desired state as it is. */
  readonly desiredState: DesiredState | undefined;
  /** Two equal ones in a row are one event delivered twice. A new code makes a new event. */
  readonly fingerprint: string;
  readonly webhook: EntrataWebhook;
}

/** One that is about a single property. */
export interface PropertyWebhookEvent extends WebhookEvent {
  readonly propertyId: string;
}

export function isOfProperty(event: WebhookEvent): event is PropertyWebhookEvent {
  return event.propertyId !== undefined;
}

/** What an event of a whole client asks for of one of its properties. */
export function ofProperty(event: WebhookEvent, propertyId: string): PropertyWebhookEvent {
  const { action, cid, webhook } = event;
  return { ...event, propertyId, fingerprint: fingerprint([action, cid, propertyId], webhook) };
}

/** Reads a webhook's query; throws `invalid_request` naming the faulty parameter. */
export function parseQuery({ entrata }: WebhookContext, rawQuery: string): EntrataWebhook {
  try {
    // The leading mark keeps a query that starts like a URL from being taken for one.
    return entrata.webhooks.parse(`?${rawQuery}`);
  } catch (error) {
    if (!isEntrataError(error, 'invalid_input')) throw error;
    // The SDK's message begins with the parameter's name.
    const field = /^\w+/.exec(error.message)?.[0];
    throw new AdapterError('invalid_request', undefined, field === undefined ? {} : { field });
  }
}

/**
 * What the webhook asks for; undefined when it asks for nothing that is known. Throws `not_a_webhook` for a
 * browser that comes from Entrata's app store, and `invalid_request` naming the parameter that is missing.
 */
export function readEvent(webhook: EntrataWebhook): WebhookEvent | undefined {
  if (webhook.kind === 'sso_landing') throw new AdapterError('not_a_webhook');
  const cid = canonicalId(required(webhook.cid, 'cid'));
  required(webhook.requestType, 'requestType');
  const { action, scope } = webhook;
  if (action === undefined || action === 'ignore') return undefined;
  const propertyId = scope === 'client' ? undefined : canonicalId(required(webhook.propertyId, 'propertyId'));
  return {
    action,
    cid,
    propertyId,
    desiredState: action === 'change_feed_type' ? undefined : desiredStates[action],
    fingerprint: fingerprint([action, cid, propertyId ?? ''], webhook),
    webhook,
  };
}

/** A logged query: what it asks for, and what Entrata calls that. Throws like the two that it is made of. */
export function readLoggedQuery(context: WebhookContext, rawQuery: string) {
  const webhook = parseQuery(context, rawQuery);
  return { event: readEvent(webhook), requestType: webhook.requestType };
}

/** The same event without the texts that are only kept, for a database that refuses them. */
export function plainestEvent(event: PropertyWebhookEvent): PropertyWebhookEvent {
  const { feedType: _, occupancyType: __, ...webhook } = event.webhook;
  return { ...event, webhook };
}

function required(value: string | undefined, field: string): string {
  if (value === undefined) throw new AdapterError('invalid_request', 'A parameter is missing', { field });
  return value;
}

function fingerprint(what: readonly string[], { feedType, occupancyType, authCode }: EntrataWebhook): string {
  return sha256Hex(JSON.stringify([...what, feedType, occupancyType, authCode?.reveal()]));
}

/** Entrata writes ids as numbers here and as texts there: no leading zeros. Ids that are no digits stay as they are. */
export function canonicalId(id: string): string {
  return /^\d+$/.test(id) ? id.replace(/^0+(?=\d)/, '') : id;
}

/** The digest under which a one-time code is remembered, so that the code itself is not. */
export function codeDigest(code: string): string {
  return sha256Hex(code);
}

function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
