import { type EntrataWebhook, isEntrataError, parseWebhook } from 'entrata-sdk';
import { AdapterError } from '../core/adapter-error.js';
import type { Context } from '../core/context.js';

/** Reads a webhook's query; throws `invalid_request` naming the faulty parameter. */
export function parseQuery({ options }: Context, rawQuery: string): EntrataWebhook {
  const names = options.webhook.parameters;
  try {
    // The leading mark keeps a query that starts like a URL from being taken for one.
    return parseWebhook(`?${rawQuery}`, names === undefined ? {} : { names });
  } catch (error) {
    if (!isEntrataError(error, 'invalid_input')) throw error;
    // The SDK's message begins with the parameter's name.
    const field = /^\w+/.exec(error.message)?.[0];
    throw new AdapterError('invalid_request', undefined, field === undefined ? {} : { field });
  }
}
