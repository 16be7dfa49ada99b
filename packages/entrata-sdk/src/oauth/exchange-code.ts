import { z } from 'zod';
import type { Context } from '../call/context.js';
import { sendCall } from '../call/send-call.js';
import { EntrataError, invalidInput } from '../core/errors.js';
import { omitUndefined } from '../core/omit-undefined.js';
import { isSecretText, revealText, secret } from '../core/secret.js';
import type { CallOptions } from '../options.js';
import type { CheckedWire } from '../profile/check-profile.js';
import { fillHost } from '../profile/host-template.js';
import { resultReader } from '../wire/result-reader.js';
import { runBodyHook } from '../wire/run-hook.js';
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
  const { oauth, clock } = context;
  const { hosts, token } = context.wire;
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
  const url = fillHost(hosts.token, subdomain ?? '');
  const { contentType, body } = writeBody(token, {
    code,
    grant_type: 'authorization_code',
    client_id: oauth.clientId,
    client_secret: clientSecret,
  });
  return sendCall(
    context,
    {
      method,
      subdomain: subdomain ?? '',
      wire: { service: 'oauth', method: token.method, version: token.version, path: new URL(url).pathname },
      url,
      headers: { 'content-type': contentType, accept: 'application/json' },
      body,
      reshape: token.read && { name: 'read() of wire.token', read: token.read },
      // Not sent, since this method has no place for it: for events and errors.
      requestId: call?.requestId,
      // A code is good for one exchange; a second try may revoke the first token (RFC 6749, 4.1.2).
      safety: 'write',
      secrets: [code, clientSecret],
      repliesSecret: true,
      quotaKey: hosts.token,
    },
    (result) => decodeToken(result, clock.now()),
    call,
  );
}

/** The body of the exchange. What the profile's hook throws, or gives that cannot be sent, is the caller's mistake. */
function writeBody(token: CheckedWire['token'], grant: Readonly<Record<string, string>>) {
  const isForm = token.encoding === 'form';
  const version = token.version === undefined ? {} : { version: token.version };
  const own = isForm
    ? grant
    : { auth: { type: 'oauth', ...grant }, method: { name: token.method, ...version, params: {} } };
  const transform = token.body;
  try {
    const body = transform ? runBodyHook(() => transform(own)) : own;
    return isForm
      ? { contentType: 'application/x-www-form-urlencoded', body: formOf(body) }
      : { contentType: 'application/json', body: JSON.stringify(body) };
  } catch (cause) {
    const says = `${method}: what body() of wire.token gives cannot be sent`;
    throw new EntrataError('invalid_input', says, { outcome: 'not_sent', method, cause });
  }
}

function formOf(body: object): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries<unknown>({ ...body })) {
    if (typeof value === 'string' || typeof value === 'number') form.append(name, String(value));
    else if (value !== undefined) throw new TypeError(`${name} is no text: a form holds texts`);
  }
  return form.toString();
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
