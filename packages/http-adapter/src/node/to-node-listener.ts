import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App } from '../app.js';
import type { AdapterRequest, AdapterResponse } from '../http.js';
import { AdapterError } from '../problem.js';

export interface NodeListenerOptions {
  /** A larger body is answered 413. Default 65 536. */
  readonly maxBodyBytes?: number;
}

/** What Express adds to a request. */
interface MountedRequest extends IncomingMessage {
  originalUrl?: string;
  body?: unknown;
}

export type NodeListener = (
  request: IncomingMessage,
  response: ServerResponse,
  next?: (error?: unknown) => void,
) => void;

/**
 * Serves the app from node:http, or mounts it in Express and its like: paths that are not the app's go to
 * `next()`, an already parsed body is used as it is, and the query stays byte-exact.
 */
export function toNodeListener(app: App, options: NodeListenerOptions = {}): NodeListener {
  const maxBodyBytes = options.maxBodyBytes ?? 65_536;
  return (incoming, outgoing, next) => {
    const request = readRequest(incoming, outgoing, maxBodyBytes);
    if (next !== undefined && !app.owns(request.path)) {
      next();
      return;
    }
    app.handle(request).then(
      (response) => sendResponse(incoming, outgoing, response),
      () => outgoing.destroy(),
    );
  };
}

function readRequest(
  incoming: MountedRequest,
  outgoing: ServerResponse,
  maxBodyBytes: number,
): AdapterRequest {
  const target = incoming.originalUrl ?? incoming.url ?? '/';
  const mark = target.indexOf('?');
  let signal: AbortSignal | undefined;
  return {
    method: incoming.method ?? 'GET',
    path: mark === -1 ? target : target.slice(0, mark),
    rawQuery: mark === -1 ? '' : target.slice(mark + 1),
    headers: joinHeaders(incoming.headers),
    remoteAddress: incoming.socket.remoteAddress,
    // Made when it is asked for: few ask, and it costs as much as the rest of reading a request.
    get signal() {
      signal ??= goneSignal(outgoing);
      return signal;
    },
    ...(incoming.body === undefined ? {} : { parsedBody: incoming.body }),
    body: () => readBody(incoming, maxBodyBytes),
  };
}

function joinHeaders(headers: IncomingMessage['headers']): Record<string, string | undefined> {
  const joined: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(headers)) {
    joined[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return joined;
}

function goneSignal(outgoing: ServerResponse): AbortSignal {
  const gone = new AbortController();
  const onClose = () => {
    if (!outgoing.writableFinished) gone.abort(new Error('the peer went away'));
  };
  if (outgoing.closed) onClose();
  else outgoing.once('close', onClose);
  return gone.signal;
}

async function readBody(incoming: IncomingMessage, maxBodyBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > maxBodyBytes) throw new AdapterError('payload_too_large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function sendResponse(incoming: IncomingMessage, outgoing: ServerResponse, response: AdapterResponse): void {
  if (outgoing.destroyed) return;
  const headers: Record<string, string | number> = { ...response.headers };
  if (response.body !== undefined) headers['content-length'] = Buffer.byteLength(response.body);
  // A body that was not read to its end would be taken for the next request on this connection.
  if (!incoming.complete) headers.connection = 'close';
  outgoing.writeHead(response.status, headers);
  outgoing.end(incoming.method === 'HEAD' ? undefined : response.body);
}
