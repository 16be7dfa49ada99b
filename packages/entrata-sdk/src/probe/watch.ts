import { parseJson, readEnvelope } from '../call/envelope.js';
import { fetchHttp } from '../http/fetch.js';
import type { HttpReply, HttpRequest, HttpTransport } from '../http/transport.js';
import { isRecord } from './shape.js';

/** One request and its reply, as they were. They may hold persons, and stay in memory. */
export interface Exchange {
  readonly path: string;
  /** Of a paged method. */
  readonly query: string;
  readonly method: string;
  readonly version: string | undefined;
  readonly params: Readonly<Record<string, unknown>>;
  readonly requestId: string | undefined;
  /** Absent when none came. */
  reply?: HttpReply;
  /** The reply's body as JSON; undefined when it is none. */
  json?: unknown;
  /** The result of a good reply, as the profile's `read` hook gives it where there is one. */
  result?: unknown;
  isReshaped?: boolean;
  /** What is known of the body's bytes; undefined where the transport is the user's own. */
  bytes?: BodyBytes | undefined;
}

export interface BodyBytes {
  readonly isUtf8: boolean;
  readonly hasMark: boolean;
}

/** Sees each exchange that goes through its transport, one after another. */
export class Watch {
  readonly http: HttpTransport;
  readonly exchanges: Exchange[] = [];
  #bytes: BodyBytes | undefined;

  /** Sees the bytes of replies too, unless the transport is the user's own. */
  constructor(http: HttpTransport | undefined, fetch: typeof globalThis.fetch = globalThis.fetch) {
    const inner = http ?? fetchHttp(async (input, init) => this.#seeBytes(await fetch(input, init)));
    this.http = { send: (request) => this.#send(inner, request), close: () => inner.close() };
  }

  async #send(inner: HttpTransport, request: HttpRequest): Promise<HttpReply> {
    const exchange = readRequest(request);
    this.exchanges.push(exchange);
    this.#bytes = undefined;
    const reply = await inner.send(request);
    const json = parseJson(reply.body);
    const { ok, result } = readEnvelope(json);
    Object.assign(exchange, { reply, json, bytes: this.#bytes }, ok && { result });
    return reply;
  }

  async #seeBytes(response: Response): Promise<Response> {
    const bytes = new Uint8Array(await response.arrayBuffer());
    this.#bytes = { isUtf8: isUtf8(bytes), hasMark: byteOrderMark.every((byte, at) => bytes[at] === byte) };
    const { status, headers } = response;
    return new Response(bytes.length === 0 ? null : bytes, { status, headers });
  }
}

const byteOrderMark = [0xef, 0xbb, 0xbf];

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function readRequest({ url, body }: HttpRequest): Exchange {
  const { pathname, search } = new URL(url);
  const json = parseJson(body);
  const envelope = isRecord(json) ? json : {};
  const method = isRecord(envelope.method) ? envelope.method : {};
  return {
    path: pathname,
    query: search,
    method: String(method.name),
    version: typeof method.version === 'string' ? method.version : undefined,
    params: isRecord(method.params) ? method.params : {},
    requestId: typeof envelope.requestId === 'string' ? envelope.requestId : undefined,
  };
}
