import type { WebhookParameterNames } from 'entrata-sdk';
import type { NewWebhook } from 'entrata-store';
import { canonicalId } from './read-event.js';

/** What the log shows of a query that nobody has checked yet; a text that is not of the usual form is left out. */
export function logColumns(
  rawQuery: string,
  names: Partial<WebhookParameterNames> = {},
): Pick<NewWebhook, 'requestType' | 'cid' | 'propertyId'> {
  const parameters = new URLSearchParams(rawQuery);
  const read = (aliases: readonly string[], form: RegExp) => {
    const value = aliases.map((name) => parameters.get(name)?.trim()).find((text) => text !== undefined);
    return value !== undefined && form.test(value) ? value : undefined;
  };
  const readId = (aliases: readonly string[]) => {
    const id = read(aliases, /^\d{1,18}$/);
    return id && canonicalId(id);
  };
  return {
    requestType: read(names.requestType ?? ['request_type'], /^[\w. -]{1,64}$/)?.toUpperCase(),
    cid: readId(names.cid ?? ['cid']),
    propertyId: readId(names.propertyId ?? ['property_id']),
  };
}
