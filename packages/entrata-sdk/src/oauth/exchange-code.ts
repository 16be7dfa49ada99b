import { z } from 'zod';
import type { Context } from '../context.js';
import { EntrataError, invalidInput } from '../errors.js';
import { sendCall } from '../http/call.js';
import type { ExchangeCodeInput, TokenSet } from '../model/oauth.js';
import { fillHost } from '../operations/host-template.js';
import { omitUndefined } from '../operations/omit-undefined.js';
import { resultReader } from '../operations/result-reader.js';
import { normalizeSubdomain } from '../operations/subdomain.js';
import { wireNode, wireNumber, wireText } from '../operations/wire-schema.js';
import type { CallOptions } from '../options.js';
import { revealText, secret } from '../secret.js';

const method = 'oauth.exchangeCode';

/** `getAccessToken`: the id and secret go in the body, as in Entrata's OAuth flow chart. */
export async function exchangeCode(
  context: Context,
  input: ExchangeCodeInput,
  call?: CallOptions,
): Promise<TokenSet> {
  const { oauth, hosts, clock } = context;
  if (!oauth) {
    throw new EntrataError(
      'not_configured',
      `${method} needs createEntrata({ oauth: { clientId, clientSecret } })`,
      {
        outcome: 'not_sent',
        method,
      },
    );
  }
  const code = revealText(input.code);
  if (code === '') throw invalidInput('code', 'must not be empty', method);
  const subdomain = input.subdomain === undefined ? undefined : normalizeSubdomain(input.subdomain);
  if (hosts.token.includes('{subdomain}') && subdomain === undefined) {
    throw invalidInput('subdomain', 'is needed, because the token URL holds {subdomain}', method);
  }
  const clientSecret = revealText(oauth.clientSecret);
  const envelope = {
    auth: {
      type: 'oauth',
      code,
      grant_type: 'authorization_code',
      client_id: oauth.clientId,
      client_secret: clientSecret,
    },
    method: { name: 'getAccessToken', params: {} },
  };
  return sendCall(
    context,
    {
      method,
      subdomain: subdomain ?? '',
      url: fillHost(hosts.token, subdomain ?? ''),
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(envelope),
      // Not sent, since this method has no place for it: for events and errors.
      requestId: call?.requestId,
      // A code is good for one exchange; a second try may revoke the first token (RFC 6749, 4.1.2).
      safety: 'write',
      secrets: [code, clientSecret],
      quotaKey: hosts.token,
    },
    (result) => decodeToken(result, clock.now()),
    call,
  );
}

const readToken = resultReader(
  wireNode(z.object({ access_token: wireText, expires_in: wireNumber, scope: z.unknown().optional() })),
);

/** Reads a token; `expires_in` may be a number, a text or absent. */
export function decodeToken(result: unknown, now: number): TokenSet {
  const token = readToken(result, method);
  if (!token?.access_token) {
    throw new EntrataError('bad_response', `${method}: Entrata's reply holds no token`, {
      outcome: 'unknown',
      method,
    });
  }
  const lifeSeconds = token.expires_in;
  return omitUndefined({
    accessToken: secret(token.access_token),
    expiresAt:
      lifeSeconds !== undefined && lifeSeconds > 0
        ? new Date(now + lifeSeconds * 1000).toISOString()
        : undefined,
    scope: readScope(token.scope),
  });
}

function readScope(scope: unknown): string[] {
  const list = Array.isArray(scope) ? scope : typeof scope === 'string' ? scope.split(/[\s,]+/) : [];
  return list.filter((name): name is string => typeof name === 'string' && name !== '');
}
