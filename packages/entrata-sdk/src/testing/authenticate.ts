import type { SandboxCompany } from './company.js';
import type { Directory } from './directory.js';
import type { Envelope } from './envelope.js';
import type { SandboxRequest } from './exchange.js';
import type { OauthGrants } from './oauth-grants.js';
import { Refusal } from './refusal.js';
import type { Route } from './route.js';
import { textOf } from './wire-value.js';

/** What credentials are checked against. */
export interface Credentials {
  readonly directory: Directory;
  readonly grants: OauthGrants;
}

/** The company that a call acts on: the one in the URL, provided that the credentials are its own. */
export function authenticate(
  route: Route,
  request: SandboxRequest,
  envelope: Envelope,
  { directory, grants }: Credentials,
  nowMs: number,
): SandboxCompany {
  const company = directory.bySubdomain(route.subdomain ?? '');
  if (!company) throw new Refusal(404, 'Unknown client.', 404);
  requireAuthType(envelope, 'oauth');
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) throw new Refusal(401, 'A bearer token is required.', 401);
  const owner = grants.companyOfToken(token, nowMs);
  if (!owner) throw new Refusal(401, 'The access token is invalid or has expired.', 401);
  if (owner !== company) throw new Refusal(403, 'The access token is not associated with this client.', 403);
  return company;
}

function requireAuthType(envelope: Envelope, type: string): void {
  if (textOf(envelope.auth.type) !== type) throw new Refusal(401, `auth.type must be ${type}.`, 401);
}
