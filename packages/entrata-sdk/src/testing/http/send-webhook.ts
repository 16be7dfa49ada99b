import type { WebhookMethod, WebhookParameterNames } from '../../profile/webhook-wire.js';
import type { SandboxCompany } from '../companies/company.js';
import type { WebhookAnswer, WebhookFields, WebhookToSend } from '../options.js';

type Field = keyof WebhookParameterNames;

/** In the order of the one known integration, which sends no feed type. */
const usualNames: Readonly<Record<Field, string>> = {
  cid: 'cid',
  companyName: 'company_name',
  subdomain: 'subdomain',
  authCode: 'auth_code',
  apiLocation: 'api_location',
  propertyId: 'property_id',
  occupancyType: 'occupancy_type',
  requestType: 'request_type',
  referrer: 'referrer',
  feedType: 'feed_type',
};
// The keys of the record above.
const usualFields = Object.keys(usualNames) as readonly Field[];

/**
 * The query of a webhook as Entrata writes it: the fields in the order of the one known integration, by the first of the
 * names that a profile gives each, and the `others` as they are. The code is not escaped, as at Entrata.
 *
 * @example
 * writeWebhookQuery({ cid: '4101', requestType: 'SUSPENDED' }, { cid: ['company'] });
 * // company=4101&request_type=SUSPENDED
 */
export function writeWebhookQuery(
  fields: WebhookFields,
  names: Partial<WebhookParameterNames> = {},
  others: readonly (readonly [name: string, value: string])[] = [],
): string {
  const known = usualFields.flatMap((field) => {
    const value = fields[field];
    if (value === undefined) return [];
    const written = encode(value);
    const name = names[field]?.[0] ?? usualNames[field];
    return [`${encode(name)}=${field === 'authCode' ? unescapeBase64(written) : written}`];
  });
  return [...known, ...others.map(([name, value]) => `${encode(name)}=${encode(value)}`)].join('&');
}

/** Half a character cannot be escaped. */
const encode = (text: string) => encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));
const unescapeBase64 = (encoded: string) =>
  encoded.replaceAll('%2B', '+').replaceAll('%2F', '/').replaceAll('%3D', '=');

/** The query of a webhook of a sandbox's company. */
export function webhookQuery(
  company: SandboxCompany,
  webhook: WebhookToSend,
  code: string | undefined,
  names: Partial<WebhookParameterNames>,
): string {
  const property = company.properties.find(({ id }) => id === webhook.propertyId);
  const fields: Partial<Record<Field, string | undefined>> = {
    cid: company.cid,
    companyName: company.name,
    subdomain: company.subdomain,
    authCode: code,
    apiLocation: `https://${company.subdomain}.entrata.com/api/ils/internetlisting`,
    propertyId: webhook.propertyId,
    occupancyType: property && (property.type === 'Student' ? 'student' : 'conventional'),
    requestType: webhook.requestType,
    referrer: 'entrata',
  };
  const others: [string, string][] = [];
  for (const [name, value] of Object.entries(webhook.extra ?? {})) {
    const field = usualFields.find((each) => usualNames[each] === name);
    if (field !== undefined) fields[field] = value;
    else if (value !== undefined) others.push([name, value]);
  }
  return writeWebhookQuery(fields, names, others);
}

/**
 * Calls a partner's webhook with a query, as Entrata does, and follows no redirect. A POST has the query in a form.
 *
 * @example
 * ```ts
 * const query = writeWebhookQuery({ cid: '4101', propertyId: '700001', requestType: 'SUSPENDED' });
 * const { status, body } = await callWebhook('http://127.0.0.1:3000/webhook', query, { method: 'GET', timeoutMs: 5_000 });
 * console.log(status, body);
 * ```
 * @throws what `fetch` does when there is no answer: a TypeError whose `cause` says why, a `TimeoutError` past the time.
 */
export async function callWebhook(
  webhookUrl: string,
  query: string,
  { method, timeoutMs }: { readonly method: WebhookMethod; readonly timeoutMs: number },
): Promise<WebhookAnswer> {
  const isForm = method === 'POST';
  const url = isForm ? webhookUrl : `${webhookUrl}${webhookUrl.includes('?') ? '&' : '?'}${query}`;
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
    ...(isForm ? { body: query, headers: { 'content-type': 'application/x-www-form-urlencoded' } } : {}),
  });
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
    url,
  };
}
