import type { App } from '../app/create-app.js';
import { AdapterError } from '../core/adapter-error.js';
import { type ListenerOptions, resolveListener, tooManyInFlight } from '../http/listener-settings.js';
import { parseTarget } from '../http/parse-target.js';
import type { AdapterRequest, AdapterResponse } from '../http/request-response.js';

/** Options of `toFetchHandler`. */
export type FetchHandlerOptions = ListenerOptions;

/** What a `Request` does not say about who sent it. */
export interface Peer {
  /** Needed by `ipAllowList` alone. */
  readonly remoteAddress?: string | undefined;
}

/** Never rejects. */
export type FetchHandler = (request: Request, peer?: Peer) => Promise<Response>;

/**
 * Serves the app where requests are `Request` objects: Hono, Deno, Bun, Workers. Paths that are not the app's
 * are answered 404; ask `app.owns(path)` before, to pass them on. A `Request` holds a parsed URL, which has
 * rewritten some characters (`'`, `"`, spaces): the logged query may not be byte-exact, as it is with
 * `toNodeListener`.
 *
 * @example
 * ```ts
 * const handle = toFetchHandler(app);
 * new Hono().use((context) => handle(context.req.raw));
 * ```
 * @throws TypeError or RangeError that names the option which makes no sense.
 */
export function toFetchHandler(app: App, options: FetchHandlerOptions = {}): FetchHandler {
  const { maxBodyBytes, maxInFlight } = resolveListener('toFetchHandler', options);
  let working = 0;
  return async (request, peer) => {
    const refusal = working >= maxInFlight ? tooManyInFlight() : undefined;
    const asked = readRequest(request, peer, maxBodyBytes, refusal);
    working += 1;
    try {
      return writeResponse(request, await app.handle(asked));
    } catch (cause) {
      // What no Response can be made of, such as an approval's answer with the status 42.
      const failed = new AdapterError('internal', undefined, { cause });
      return writeResponse(request, await app.handle({ ...asked, refusal: failed }));
    } finally {
      working -= 1;
    }
  };
}

function readRequest(
  request: Request,
  peer: Peer | undefined,
  maxBodyBytes: number,
  refusal: AdapterError | undefined,
): AdapterRequest {
  return {
    method: request.method.toUpperCase(),
    // Cut out of the text: `new URL` would rewrite it once more.
    ...parseTarget(request.url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/#.*$/s, '')),
    headers: Object.fromEntries(request.headers),
    remoteAddress: peer?.remoteAddress,
    signal: request.signal,
    ...(refusal === undefined ? {} : { refusal }),
    body: () => readBody(request, maxBodyBytes),
  };
}

async function readBody(request: Request, maxBodyBytes: number): Promise<Uint8Array> {
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (reader !== undefined) {
    const { done, value } = await readOn(reader);
    if (done) break;
    size += value.byteLength;
    if (size > maxBodyBytes) {
      // Whether the peer hears of it or not, its request is answered.
      reader.cancel().catch(() => {});
      throw new AdapterError('payload_too_large');
    }
    chunks.push(value);
  }
  const body = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    body.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return body;
}

async function readOn(reader: ReadableStreamDefaultReader<Uint8Array>) {
  try {
    return await reader.read();
  } catch (cause) {
    throw new AdapterError('client_gone', undefined, { cause });
  }
}

/** Statuses with which a Response must have no body. */
const bodiless: readonly number[] = [204, 205, 304];

function writeResponse(request: Request, { status, headers, body }: AdapterResponse): Response {
  const empty = body === undefined || request.method === 'HEAD' || bodiless.includes(status);
  return new Response(empty ? null : body, { status, headers: { ...headers } });
}
