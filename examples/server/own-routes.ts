import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import { parseTarget } from 'entrata-http-adapter/node';

/** An endpoint of the example server itself, beside the adapter's. */
export interface OwnRoute {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** `fields` is the body of a POST, as JSON; `query` its query. */
  answer(asked: { readonly query: URLSearchParams; readonly fields: unknown }): Promise<OwnAnswer>;
}

export interface OwnAnswer {
  readonly status: number;
  readonly body: unknown;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const maxBodyBytes = 65_536;

/**
 * Serves the example's own endpoints, and `otherwise` what is none of them. They are for development and
 * trust whoever reaches this machine, so they keep out what a browser brings from elsewhere: a page of
 * another site cannot post JSON unasked, and a name that was pointed at this machine is not our name.
 */
export function ownRoutes(routes: readonly OwnRoute[], otherwise: Handler): Handler {
  return (request, response) => {
    const target = parseTarget(request.url ?? '/');
    const route = routes.find(({ method, path }) => method === request.method && path === target.path);
    if (route === undefined) {
      otherwise(request, response);
      return;
    }
    answer(route, request, new URLSearchParams(target.rawQuery)).then(
      ({ status, body }) => send(response, status, body),
      () => send(response, 503, { message: 'That did not work' }),
    );
  };
}

async function answer(route: OwnRoute, request: IncomingMessage, query: URLSearchParams): Promise<OwnAnswer> {
  if (!isOwnName(request.headers.host)) return { status: 403, body: { message: 'Unknown host name' } };
  if (route.method === 'GET') return route.answer({ query, fields: undefined });
  if (!request.headers['content-type']?.startsWith('application/json')) {
    return { status: 415, body: { message: 'The body must be JSON' } };
  }
  const text = await readText(request);
  if (text === undefined) return { status: 413, body: { message: 'The body is too large' } };
  const fields = parseJson(text);
  return fields === undefined
    ? { status: 400, body: { message: 'The body is not JSON' } }
    : route.answer({ query, fields });
}

function isOwnName(host: string | undefined): boolean {
  const name = host?.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1') ?? '';
  return name === 'localhost' || isIP(name) !== 0;
}

/** Undefined when it is too long; the rest is not kept. */
async function readText(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Without an encoding set, a request's chunks are buffers.
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes <= maxBodyBytes) chunks.push(chunk);
  }
  return bytes > maxBodyBytes ? undefined : Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed) return;
  response
    .writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    .end(JSON.stringify(body));
}
