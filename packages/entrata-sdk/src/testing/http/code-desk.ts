import type { SandboxCompany } from '../companies/company.js';
import type { SandboxReply, SandboxRequest } from '../protocol/exchange.js';

/** Where another process asks a sandbox that listens for a code. Entrata has no such endpoint. */
const path = '/sandbox/codes';

/**
 * Answers `POST /sandbox/codes?cid=4101` (or `?subdomain=demo`) with `{ code, cid, subdomain, companyName }`; undefined for any
 * other request.
 */
export function answerCodeDesk(
  request: SandboxRequest,
  companies: readonly SandboxCompany[],
  issueCode: (subdomain: string) => string,
): SandboxReply | undefined {
  if (request.path !== path || request.method !== 'POST') return undefined;
  const asked = new URLSearchParams(request.query);
  const company = companies.find(
    ({ cid, subdomain }) => cid === asked.get('cid') || subdomain === asked.get('subdomain'),
  );
  if (company === undefined) return reply(404, { message: 'The sandbox has no such company' });
  const { cid, subdomain, name } = company;
  return reply(200, { code: issueCode(subdomain), cid, subdomain, companyName: name });
}

const reply = (status: number, body: object): SandboxReply => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
  delivery: 'whole',
});
