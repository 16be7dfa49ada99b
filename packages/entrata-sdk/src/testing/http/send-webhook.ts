import type { SandboxCompany } from '../companies/company.js';
import type { WebhookAnswer, WebhookToSend } from '../options.js';

/** The query of a webhook, in the order of the one known integration. The code is not escaped, as at Entrata. */
export function webhookQuery(
  company: SandboxCompany,
  webhook: WebhookToSend,
  code: string | undefined,
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
    .flatMap(([name, value]) => {
      if (value === undefined) return [];
      return [`${name}=${name === 'auth_code' ? value : encodeURIComponent(value)}`];
    })
    .join('&');
}

/** Calls the partner with GET, and follows no redirect. */
export async function callWebhook(
  webhookUrl: string,
  query: string,
  timeoutMs: number,
): Promise<WebhookAnswer> {
  const url = `${webhookUrl}${webhookUrl.includes('?') ? '&' : '?'}${query}`;
  const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
    url,
  };
}
