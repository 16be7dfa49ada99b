import type { SandboxCompany } from '../companies/company.js';
import type { MethodAnswer } from '../methods/method.js';
import type { Envelope } from '../protocol/envelope.js';
import type { SandboxRequest } from '../protocol/exchange.js';
import type { Quirks } from '../protocol/quirks.js';
import { Refusal } from '../protocol/refusal.js';
import { idOf, textOf } from '../protocol/wire-value.js';
import type { OauthGrants } from './oauth-grants.js';

/** What the token endpoint works with. */
export interface TokenEndpoint {
  readonly grants: OauthGrants;
  readonly partner: { readonly clientId: string; readonly clientSecret: string };
  readonly tokenLifeSeconds: number;
  /** What the exchange is called. */
  readonly method: string;
}

interface Circumstances {
  /** The company of a client host; the central host has none. */
  readonly owner: SandboxCompany | undefined;
  readonly quirks: Quirks;
  readonly nowMs: number;
}

/** `getAccessToken` and `getUserInfo`. */
export function answerTokenEndpoint(
  endpoint: TokenEndpoint,
  request: SandboxRequest,
  envelope: Envelope,
  circumstances: Circumstances,
): MethodAnswer {
  if (envelope.method === endpoint.method) return exchangeCode(endpoint, envelope, circumstances);
  if (envelope.method === 'getUserInfo') return userInfo(endpoint, request, circumstances.nowMs);
  throw new Refusal(
    404,
    `Unknown method ${envelope.method}. Here are ${endpoint.method} and getUserInfo.`,
    404,
  );
}

function exchangeCode(
  { grants, partner, tokenLifeSeconds }: TokenEndpoint,
  { auth }: Envelope,
  { owner, quirks, nowMs }: Circumstances,
): MethodAnswer {
  if (textOf(auth.type) !== 'oauth' || textOf(auth.grant_type) !== 'authorization_code') {
    throw new Refusal(400, 'auth.type must be oauth and grant_type authorization_code.');
  }
  if (textOf(auth.client_id) !== partner.clientId || textOf(auth.client_secret) !== partner.clientSecret) {
    throw new Refusal(401, 'Invalid client credentials. The sandbox has its own in `oauth`.', 401);
  }
  const company = grants.redeemCode(textOf(auth.code), nowMs);
  if (!company || (owner && owner !== company))
    throw new Refusal(400, 'Invalid, used or expired authorization code. `issueCode` gives a fresh one.');
  return {
    result: {
      access_token: grants.issueToken(company, nowMs),
      ...(quirks.expiresIn === 'absent'
        ? {}
        : { expires_in: quirks.expiresIn === 'text' ? String(tokenLifeSeconds) : tokenLifeSeconds }),
      token_type: 'bearer',
      scope: ['properties', 'leads'],
    },
  };
}

/** Belongs to single sign-on; a token of ours is good for it too. */
function userInfo({ grants }: TokenEndpoint, request: SandboxRequest, nowMs: number): MethodAnswer {
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const company = grants.companyOfToken(token, nowMs);
  if (!company)
    throw new Refusal(401, 'The access token is invalid or has expired. `issueToken` gives one.', 401);
  const properties = company.properties.map((property) => idOf(property.id));
  const user_id = Number(company.cid).toString(16).padStart(24, '0');
  return { result: { user_id, company_name: company.name, subdomain: company.subdomain, properties } };
}

/** The parameters of RFC 6749 as the envelope that Entrata's own body would be. */
export function grantOfForm(body: string, method: string): object {
  const auth = { type: 'oauth', ...Object.fromEntries(new URLSearchParams(body)) };
  return { auth, method: { name: method, params: {} } };
}
