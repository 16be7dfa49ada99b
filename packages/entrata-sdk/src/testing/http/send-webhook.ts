import type { WebhookMethod, WebhookParameterNames } from '../../profile/webhook-wire.js';
import type { SandboxCompany } from '../companies/company.js';
import type { WebhookAnswer, WebhookToSend } from '../options.js';

/** The query of a webhook, in the order of the one known integration. The code is not escaped, as at Entrata. */
export function webhookQuery(
  company: SandboxCompany,
  webhook: WebhookToSend,
  code: string | undefined,
  names: Partial<WebhookParameterNames>,
): string {
  const property = company.properties.find(({ id }) => id === webhook.propertyId);
  const parameters: Record<string, string | undefined> = {
    cid: company.cid,
    company_name: company.name,
    subdomain: company.subdomain,
    auth_code: code,
    api_location: `https://${company.subdomain}.entrata.com/api/ils/internetlisting`,
    property_id: webhook.propertyId,
    occupancy_type: property && (property.type === 'Student' ? 'student' : 'conventional'),
    request_type: webhook.requestType,
    referrer: 'entrata',
    ...webhook.extra,
  };
  return Object.entries(parameters)
    .flatMap(([usual, value]) => {
      if (value === undefined) return [];
      const field = fields[usual];
      const name = (field && names[field]?.[0]) ?? usual;
      return [`${name}=${usual === 'auth_code' ? value : encodeURIComponent(value)}`];
    })
    .join('&');
}

/** What the profile calls the parameters of the one known integration. */
const fields: Readonly<Record<string, keyof WebhookParameterNames>> = {
  cid: 'cid',
  company_name: 'companyName',
  subdomain: 'subdomain',
  auth_code: 'authCode',
  api_location: 'apiLocation',
  property_id: 'propertyId',
  occupancy_type: 'occupancyType',
  request_type: 'requestType',
  referrer: 'referrer',
};

/** Calls the partner, and follows no redirect. */
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
