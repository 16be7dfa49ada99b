import type { IncomingMessage, ServerResponse } from 'node:http';
import { AdapterError } from '../core/adapter-error.js';
import { parseTarget } from '../http/parse-target.js';
import type { AdapterRequest } from '../http/request-response.js';

/** What Express adds to a request. */
interface MountedRequest extends IncomingMessage {
  originalUrl?: string;
  body?: unknown;
}

export function readRequest(
  incoming: MountedRequest,
  outgoing: ServerResponse,
  maxBodyBytes: number,
  refusal: AdapterError | undefined,
): AdapterRequest {
  const { path, rawQuery } = parseTarget(incoming.originalUrl ?? incoming.url ?? '/');
  let signal: AbortSignal | undefined;
  return {
    method: incoming.method ?? 'GET',
    path,
    rawQuery,
    headers: joinHeaders(incoming.headers),
    remoteAddress: incoming.socket.remoteAddress,
    // Made when it is asked for: few ask, and it costs as much as the rest of reading a request.
    get signal() {
      signal ??= goneSignal(outgoing);
      return signal;
    },
    ...(incoming.body === undefined ? {} : { parsedBody: incoming.body }),
    ...(refusal === undefined ? {} : { refusal }),
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
  try {
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      size += chunk.byteLength;
      if (size > maxBodyBytes) break;
      chunks.push(chunk);
    }
  } catch (cause) {
    // Of a request nothing fails but its connection.
    throw new AdapterError('client_gone', undefined, { cause });
  }
  if (size > maxBodyBytes) throw new AdapterError('payload_too_large');
  return Buffer.concat(chunks);
}
