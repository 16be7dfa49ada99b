import type { NewWebhook } from 'entrata-store';

/** What the log shows of a query that nobody has checked yet; a text that is not of the usual form is left out. */
export function logColumns(rawQuery: string): Pick<NewWebhook, 'requestType' | 'cid' | 'propertyId'> {
  const parameters = new URLSearchParams(rawQuery);
  const read = (name: string, form: RegExp) => {
    const value = parameters.get(name)?.trim();
    return value !== undefined && form.test(value) ? value : undefined;
  };
  return {
    requestType: read('request_type', /^[\w. -]{1,64}$/)?.toUpperCase(),
    cid: read('cid', /^\d{1,18}$/),
    propertyId: read('property_id', /^\d{1,18}$/),
  };
}
