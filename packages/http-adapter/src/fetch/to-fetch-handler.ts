import type { App } from '../app.js';
import type { AdapterRequest, AdapterResponse } from '../http.js';
import { AdapterError } from '../problem.js';

export interface FetchHandlerOptions {
  /** A larger body is answered 413. Default 65 536. */
  readonly maxBodyBytes?: number;
}

/** What a `Request` does not say about who sent it. */
export interface Peer {
  /** Needed by `ipAllowList` alone. */
  readonly remoteAddress?: string | undefined;
}

export type FetchHandler = (request: Request, peer?: Peer) => Promise<Response>;

/**
 * Serves the app where requests are `Request` objects: Hono, Deno, Bun, Workers. Paths that are not the app's
 * are answered 404; ask `app.owns(path)` before, to pass them on. A `Request` holds a parsed URL, which has
 * rewritten some characters (`'`, `"`, spaces): the logged query may not be byte-exact, as it is with
 * `toNodeListener`.
 */
export function toFetchHandler(app: App, options: FetchHandlerOptions = {}): FetchHandler {
  const maxBodyBytes = options.maxBodyBytes ?? 65_536;
  return async (request, peer) => {
    const response = await app.handle(readRequest(request, peer, maxBodyBytes));
    return writeResponse(request, response);
  };
}

function readRequest(request: Request, peer: Peer | undefined, maxBodyBytes: number): AdapterRequest {
  // Cut out of the text: `new URL` would rewrite it once more.
  const target = request.url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/#.*$/s, '');
  const mark = target.indexOf('?');
  return {
    method: request.method.toUpperCase(),
    path: (mark === -1 ? target : target.slice(0, mark)) || '/',
    rawQuery: mark === -1 ? '' : target.slice(mark + 1),
    headers: Object.fromEntries(request.headers),
    remoteAddress: peer?.remoteAddress,
    signal: request.signal,
    body: () => readBody(request, maxBodyBytes),
  };
}

async function readBody(request: Request, maxBodyBytes: number): Promise<Uint8Array> {
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (reader !== undefined) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBodyBytes) {
      await reader.cancel();
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

function writeResponse(request: Request, { status, headers, body }: AdapterResponse): Response {
  const empty = body === undefined || request.method === 'HEAD';
  return new Response(empty ? null : body, { status, headers: { ...headers } });
}
