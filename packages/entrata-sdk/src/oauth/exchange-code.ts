import { z } from 'zod';
import type { Context } from '../call/context.js';
import { sendCall } from '../call/send-call.js';
import { EntrataError, invalidInput } from '../core/errors.js';
import { omitUndefined } from '../core/omit-undefined.js';
import { isSecretText, revealText, secret } from '../core/secret.js';
import type { CallOptions } from '../options.js';
import { fillHost } from '../wire/host-template.js';
import { resultReader } from '../wire/result-reader.js';
import { wireNode, wireText } from '../wire/schema.js';
import { normalizeSubdomain } from '../wire/subdomain.js';
import type { ExchangeCodeInput, TokenSet } from './token.js';

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
  if (!isSecretText(input.code)) throw invalidInput('code', 'must be a text or a secret', method);
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

// The code is spent by now: nothing that is said beside the token may cost us the token.
const readToken = resultReader(
  wireNode(
    z.object({
      access_token: wireText,
      expires_in: z.unknown().optional(),
      scope: z.unknown().optional(),
    }),
  ),
);

/** Reads a token; `expires_in` may be a number, a text or absent, and is so when it makes no sense. */
function decodeToken(result: unknown, now: number): TokenSet {
  const token = readToken(result, method);
  if (!token?.access_token) {
    throw new EntrataError('bad_response', `${method}: Entrata's reply holds no token`, {
      outcome: 'unknown',
      method,
    });
  }
  return omitUndefined({
    accessToken: secret(token.access_token),
    expiresAt: expiryOf(token.expires_in, now),
    scope: readScope(token.scope),
  });
}

// A hundred years; the sandbox's tokens live for ten. What lives longer does not end.
const longestLifeSeconds = 100 * 366 * 86_400;

function expiryOf(expiresIn: unknown, now: number): string | undefined {
  const isText = typeof expiresIn === 'string' && /^\s*\d{1,12}(?:\.\d{1,9})?\s*$/.test(expiresIn);
  const seconds = isText ? Number(expiresIn) : expiresIn;
  if (typeof seconds !== 'number' || !(seconds > 0 && seconds <= longestLifeSeconds)) return undefined;
  const at = new Date(now + seconds * 1000);
  return at.getUTCFullYear() <= 9999 ? at.toISOString() : undefined;
}

function readScope(scope: unknown): string[] {
  const list = Array.isArray(scope) ? scope : typeof scope === 'string' ? scope.split(/[\s,]+/) : [];
  return list.filter((name): name is string => typeof name === 'string' && name !== '');
}
