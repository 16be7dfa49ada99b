import { invalidInput } from '../core/errors.js';
import { decodeBody } from './decode-body.js';
import { HttpFailure, type HttpReply, type HttpRequest, type HttpTransport } from './transport.js';

/**
 * A transport on `fetch`: for other runtimes, and for tests that intercept fetch (MSW does not see
 * undici).
 *
 * @param fetch Default: `globalThis.fetch`, looked up at each call.
 *
 * @example
 * ```ts
 * const own = createEntrata({ http: fetchHttp() });
 * await own.close();
 * ```
 * @throws EntrataError `invalid_input` for what is no function.
 */
export function fetchHttp(fetch?: typeof globalThis.fetch): HttpTransport {
  if (fetch !== undefined && typeof fetch !== 'function') throw invalidInput('fetch', 'must be a function');
  return {
    send: (request) => exchange(fetch ?? globalThis.fetch, request),
    close: async () => {},
  };
}

async function exchange(fetch: typeof globalThis.fetch, request: HttpRequest): Promise<HttpReply> {
  if (request.signal?.aborted) throw new HttpFailure('aborted', false, request.signal.reason);
  const abort = new AbortController();
  let given: 'timeout' | 'aborted' | 'too_large' | undefined;
  const giveUp = (kind: 'timeout' | 'aborted' | 'too_large', reason?: unknown) => {
    given ??= kind;
    abort.abort(reason);
  };
  const timer = setTimeout(() => giveUp('timeout'), request.timeoutMs);
  const onAbort = () => giveUp('aborted', request.signal?.reason);
  request.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const response = await fetch(request.url, {
      method: 'POST',
      headers: request.headers,
      body: request.body,
      redirect: 'manual',
      signal: abort.signal,
    });
    const body = await readCapped(response, request.maxBodyBytes, () => giveUp('too_large'));
    // A browser hides a refused redirect behind status 0.
    const status = response.type === 'opaqueredirect' ? 302 : response.status;
    return { status, headers: Object.fromEntries(response.headers), body };
  } catch (error) {
    if (given) throw new HttpFailure(given, true, given === 'aborted' ? request.signal?.reason : undefined);
    throw new HttpFailure('network', !failedToConnect(error), error);
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener('abort', onAbort);
  }
}

async function readCapped(response: Response, maxBytes: number, onTooLarge: () => void): Promise<string> {
  if (!response.body) return '';
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body) {
    length += chunk.byteLength;
    if (length > maxBytes) {
      onTooLarge();
      throw new Error('body over the cap');
    }
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return decodeBody(bytes, response.headers.get('content-type') ?? undefined);
}

// What Node's fetch reports, as the cause, when no connection came about.
const connectErrors = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function failedToConnect(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return (
    typeof cause === 'object' && cause !== null && 'code' in cause && connectErrors.has(String(cause.code))
  );
}
