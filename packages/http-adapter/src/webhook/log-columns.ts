import type { WebhookParameterNames } from 'entrata-sdk';
import type { NewWebhook } from 'entrata-store';

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
  return {
    requestType: read(names.requestType ?? ['request_type'], /^[\w. -]{1,64}$/)?.toUpperCase(),
    cid: read(names.cid ?? ['cid'], /^\d{1,18}$/),
    propertyId: read(names.propertyId ?? ['property_id'], /^\d{1,18}$/),
  };
}
