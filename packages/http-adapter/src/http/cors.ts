import type { AdapterRequest } from './request-response.js';

/** Which pages may call the app's endpoints from a browser. */
export interface CorsOptions {
  /** Origins whose pages may call, e.g. `https://app.example.com`; `*` for any. Tokens travel in headers, never in cookies. */
  readonly origins: readonly string[] | '*';
  /** How long a browser may remember a preflight's answer. @defaultValue 600 */
  readonly maxAgeSeconds?: number;
}

/** The headers that let a page of an allowed origin read an answer. */
export function corsHeaders({ origins }: CorsOptions, request: AdapterRequest): Record<string, string> {
  const { origin } = request.headers;
  if (origins === '*') return { 'access-control-allow-origin': '*', ...exposed };
  if (origin === undefined || !origins.includes(origin)) return { vary: 'origin' };
  return { 'access-control-allow-origin': origin, vary: 'origin', ...exposed };
}

/** Further headers of the answer to a preflight; undefined for any other request. */
export function preflightHeaders(
  { maxAgeSeconds }: Required<CorsOptions>,
  request: AdapterRequest,
): Record<string, string> | undefined {
  const isPreflight =
    request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
  if (!isPreflight) return undefined;
  return {
    'access-control-allow-methods': 'GET, HEAD, POST',
    'access-control-allow-headers': 'authorization, content-type, idempotency-key, if-none-match',
    'access-control-max-age': String(maxAgeSeconds),
  };
}

const exposed = { 'access-control-expose-headers': 'etag, location, retry-after, x-request-id' };
