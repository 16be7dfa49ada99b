import type { SandboxCompany } from '../companies/company.js';
import type { Directory } from '../companies/directory.js';
import type { Envelope } from '../protocol/envelope.js';
import type { SandboxRequest } from '../protocol/exchange.js';
import type { Quirks } from '../protocol/quirks.js';
import { Refusal } from '../protocol/refusal.js';
import type { Route } from '../protocol/route.js';
import { textOf } from '../protocol/wire-value.js';
import type { OauthGrants } from './oauth-grants.js';

/** What credentials are checked against. */
export interface Credentials {
  readonly directory: Directory;
  readonly grants: OauthGrants;
  readonly quirks: Quirks;
}

const unknownKey = 'The API key is not valid. Each of `companies` has its `apiKey`.';

/** The company that a call acts on: the one in the URL, provided that the credentials are its own. */
export function authenticate(
  route: Route,
  request: SandboxRequest,
  envelope: Envelope,
  { directory, grants, quirks }: Credentials,
  nowMs: number,
): SandboxCompany {
  // Not a client: the place to ask which clients an API key opens.
  const isAnyone = route.surface === 'gateway' && route.subdomain === 'rsync';
  const company = isAnyone
    ? directory.companies.find(({ apiKey }) => apiKey === request.headers['x-api-key'])
    : directory.bySubdomain(route.subdomain ?? '');
  if (!company && isAnyone) throw new Refusal(401, unknownKey, 401);
  if (!company) throw new Refusal(404, `Unknown client. The sandbox has ${directory.subdomains}.`, 404);
  if (route.surface === 'ils') checkBearer(company, request, envelope, grants, nowMs);
  else if (route.surface === 'gateway' && !(quirks.gatewayBasic && textOf(envelope.auth.type) === 'basic'))
    checkApiKey(company, request, envelope, directory);
  else checkBasic(company, request, envelope);
  return company;
}

function checkBearer(
  company: SandboxCompany,
  request: SandboxRequest,
  envelope: Envelope,
  grants: OauthGrants,
  nowMs: number,
): void {
  requireAuthType(envelope, 'oauth');
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) throw new Refusal(401, 'A bearer token is required.', 401);
  const owner = grants.companyOfToken(token, nowMs);
  if (!owner)
    throw new Refusal(401, 'The access token is invalid or has expired. `issueToken` gives one.', 401);
  if (owner !== company) throw new Refusal(403, 'The access token is not associated with this client.', 403);
}

function checkApiKey(
  company: SandboxCompany,
  request: SandboxRequest,
  envelope: Envelope,
  directory: Directory,
): void {
  requireAuthType(envelope, 'apikey');
  const key = request.headers['x-api-key'];
  if (key === company.apiKey) return;
  if (!directory.companies.some((other) => other.apiKey === key)) {
    throw new Refusal(401, unknownKey, 401);
  }
  throw new Refusal(1403, "The 'orgs' is not associated with the application");
}

/** Basic credentials stand in the header, or in the body of some older clients. */
function checkBasic(company: SandboxCompany, request: SandboxRequest, envelope: Envelope): void {
  requireAuthType(envelope, 'basic');
  const { username, password } = company.basic;
  const encoded = /^Basic (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const given =
    encoded === undefined
      ? `${textOf(envelope.auth.username)}:${textOf(envelope.auth.password)}`
      : new TextDecoder().decode(Uint8Array.from(decodeBase64(encoded), (letter) => letter.charCodeAt(0)));
  if (given !== `${username}:${password}`)
    throw new Refusal(401, 'Invalid username or password. Each of `companies` has its `basic`.', 401);
}

/** Empty when the text is not base64. */
function decodeBase64(text: string): string {
  try {
    return atob(text);
  } catch {
    return '';
  }
}

function requireAuthType(envelope: Envelope, type: string): void {
  if (textOf(envelope.auth.type) !== type) throw new Refusal(401, `auth.type must be ${type}.`, 401);
}
