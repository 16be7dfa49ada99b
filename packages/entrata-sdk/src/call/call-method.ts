import type { Auth } from '../auth.js';
import type { Drop } from '../core/drops.js';
import { EntrataError, invalidInput } from '../core/errors.js';
import { isSecretText, revealText, type SecretText } from '../core/secret.js';
import type { CallOptions } from '../options.js';
import { fillHost } from '../profile/host-template.js';
import type { IlsWire } from '../profile/invented-ils-wire.js';
import type { WireMethod } from '../profile/method.js';
import type { StandardMethodName } from '../profile/wire-profile.js';
import { runBodyHook } from '../wire/run-hook.js';
import { checkCallOptions } from './check-call-options.js';
import type { Context, Target } from './context.js';
import { fetchToken, type TokenFunction } from './fetch-token.js';
import type { Safety } from './retry.js';
import { sendCall, type WireCall } from './send-call.js';

/** What an operation wants sent. */
export interface WireRequest {
  /** The public method's name. */
  readonly method: string;
  readonly wire: WireMethod;
  readonly params: object;
  readonly safety: Safety;
  /** It reads a list, which Entrata's words may say is empty, also those of an error. */
  readonly readsList?: boolean;
  /** Page of a paged method, in the URL's query. */
  readonly query?: string;
}

/** Puts a request into Entrata's envelope for the target's surface, sends it and reads the `result`. */
export async function callMethod<T>(
  target: Target,
  request: WireRequest,
  read: (result: unknown, drop: Drop) => T,
  call?: CallOptions,
): Promise<T> {
  const { context, subdomain } = target;
  const { method, wire, params, safety, query, readsList } = request;
  const startedAt = performance.now();
  const source = target.auth.kind === 'bearer' ? target.auth.token : undefined;
  const token = typeof source === 'function' ? await currentToken(source, context, method, call) : source;
  const { headers, auth, secrets } = credentials(target.auth, token, method);
  const requestId = call?.requestId ?? crypto.randomUUID();
  const body = writeEnvelope(wire, { auth, requestId, params, method });
  const { host, path } = placeOf(target, wire);
  const url = `${host}${path}`;
  const wireCall: WireCall = {
    method,
    subdomain,
    wire: { service: wire.service, method: wire.method, version: wire.version || undefined, path },
    url: query === undefined ? url : `${url}?${query}`,
    headers,
    body,
    requestId,
    safety,
    readsList,
    reshape: wire.read && { name: `read() of the method ${wire.method}`, read: wire.read },
    secrets,
    quotaKey: `${url} ${wire.method}`,
  };
  return await sendCall(context, wireCall, read, call, startedAt);
}

/** The body to send. What the caller's own `params` throws, or gives that is no JSON, is the caller's mistake. */
function writeEnvelope(
  wire: WireMethod,
  given: { auth: object; requestId: string; params: object; method: string },
): string {
  const { auth, requestId, params, method } = given;
  const { params: transform } = wire;
  try {
    return JSON.stringify({
      auth,
      requestId,
      method: {
        name: wire.method,
        ...(wire.version ? { version: wire.version } : {}),
        params: transform ? runBodyHook(() => transform({ ...structuredClone(params) })) : params,
      },
    });
  } catch (cause) {
    const says = `${method}: what params() of the method ${wire.method} gives cannot be sent`;
    throw new EntrataError('invalid_input', says, { outcome: 'not_sent', method, cause });
  }
}

/** The token that the caller's function gives, within the bounds of the call. */
async function currentToken(
  source: TokenFunction,
  context: Context,
  method: string,
  call: CallOptions = {},
): Promise<SecretText> {
  checkCallOptions(call, method);
  const timeoutMs = call.deadlineMs ?? context.deadlineMs;
  return fetchToken(context, source, { method, timeoutMs, signal: call.signal });
}

/** A method that both the public API and an ILS profile may have. */
export type SharedMethodName = StandardMethodName & keyof IlsWire;

/** Where such a method lives for this target. */
export function standardMethod(target: Target, name: SharedMethodName, method: string): WireMethod {
  return target.auth.kind === 'bearer' ? ilsMethod(target, name, method) : target.context.wire.methods[name];
}

/** Whether this target has the method: an ILS profile may lack it. */
export function hasMethod({ auth, context }: Target, name: SharedMethodName): boolean {
  return auth.kind !== 'bearer' || context.wire.ils?.[name] !== undefined;
}

/** Where a method lives on the ILS surface, which nothing is sent to until a profile is given. */
export function ilsMethod<K extends keyof IlsWire>(
  target: Target,
  name: K,
  method: string,
): NonNullable<IlsWire[K]> {
  const { auth, context } = target;
  const wire = auth.kind === 'bearer' ? context.wire.ils?.[name] : undefined;
  if (wire) return wire;
  throw new EntrataError(
    'not_configured',
    `${method} with this credential has no known place at Entrata: it needs a bearer token and a profile that names it, such as createEntrata({ wire: { ils: inventedIlsWire } })`,
    { outcome: 'not_sent', method },
  );
}

/** Host and path of a method; what the host's template has for a path belongs to the host. */
function placeOf({ context, subdomain, auth }: Target, { path, service }: WireMethod) {
  const { hosts, paths } = context.wire;
  const surfaces = {
    bearer: { host: hosts.client, path: paths.ils },
    apiKey: { host: hosts.gateway, path: paths.gateway },
    basic: { host: hosts.client, path: paths.legacy },
  } as const;
  const surface = surfaces[auth.kind];
  return { host: fillHost(surface.host, subdomain), path: path ?? `${surface.path}/${service}` };
}

const jsonHeaders = { 'content-type': 'application/json', accept: 'application/json' };

/** `token` is the bearer's, fetched. */
function credentials(auth: Auth, token: SecretText | undefined, method: string) {
  switch (auth.kind) {
    case 'bearer': {
      const text = headerText('token', token ?? '', method);
      const headers = { ...jsonHeaders, authorization: `Bearer ${text}` };
      return { headers, auth: { type: 'oauth' }, secrets: [text] };
    }
    case 'apiKey': {
      const key = headerText('key', auth.key, method);
      return { headers: { ...jsonHeaders, 'x-api-key': key }, auth: { type: 'apikey' }, secrets: [key] };
    }
    case 'basic': {
      const password = revealText(auth.password);
      const bytes = new TextEncoder().encode(`${auth.username}:${password}`);
      const encoded = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
      const headers = { ...jsonHeaders, authorization: `Basic ${encoded}` };
      return { headers, auth: { type: 'basic' }, secrets: [password, encoded] };
    }
  }
}

// A line break in a credential would end the header.
function headerText(field: string, value: SecretText, method: string): string {
  if (!isSecretText(value)) throw invalidInput(field, 'must be a text or a secret', method);
  const text = revealText(value);
  if (!/^[\x21-\x7e]+$/.test(text))
    throw invalidInput(field, 'must be printable ASCII without spaces', method);
  return text;
}
