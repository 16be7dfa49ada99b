import { setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IlsWire } from '../../profile/invented-ils-wire.js';
import type { WireProfile } from '../../profile/wire-profile.js';
import type { SandboxServer } from '../options.js';
import { type SandboxReply, type SandboxRequest, wholeBody } from '../protocol/exchange.js';

const maxBodyBytes = 10_000_000;

/** Answers a request of the sandbox. */
export type Answerer = (request: SandboxRequest) => Promise<SandboxReply>;

/** Serves the sandbox over node:http, by default on a free port of 127.0.0.1. */
export async function listen(
  answer: Answerer,
  profile: WireProfile & { readonly ils: IlsWire },
  { port = 0, host = '127.0.0.1' }: { readonly port?: number; readonly host?: string } = {},
): Promise<SandboxServer> {
  const closing = new AbortController();
  // One listens for each request that waits.
  setMaxListeners(0, closing.signal);
  const server = createServer((request, response) => {
    serve(answer, request, response, closing.signal).catch((error: unknown) => {
      if (response.headersSent || closing.signal.aborted) response.destroy();
      // A fault of the sandbox itself, such as a body that is too large: said aloud, since a test will look for it.
      else response.writeHead(500, { 'content-type': 'text/plain' }).end(`The sandbox failed: ${error}`);
    });
  });
  // Longer than any client's pool keeps a socket, so that no client writes to one that is being closed.
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  // A TCP server's address is an object; only pipes have text.
  const { port: taken } = server.address() as AddressInfo;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${taken}`;
  return {
    url,
    options: {
      wire: {
        ...profile,
        hosts: {
          client: `${url}/{subdomain}`,
          gateway: `${url}/ext/orgs/{subdomain}`,
          token: `${url}/api/oauth`,
        },
      },
      allowInsecureLoopback: true,
    },
    async close() {
      closing.abort();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function serve(
  answer: Answerer,
  request: IncomingMessage,
  response: ServerResponse,
  closing: AbortSignal,
): Promise<void> {
  const body = await readBody(request);
  const target = request.url ?? '/';
  const mark = target.indexOf('?');
  const reply = await answer({
    method: request.method ?? 'GET',
    host: request.headers.host ?? '',
    scheme: 'http',
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? '' : target.slice(mark + 1),
    // Only repeated Set-Cookie headers come as arrays, and no client sends those.
    headers: request.headers as Record<string, string | undefined>,
    body,
    closing,
  });
  if (reply.delivery === 'reset') request.socket.resetAndDestroy();
  else if (reply.delivery === 'lost') request.socket.destroy();
  else if (reply.delivery === 'cut') await writeCut(reply, response);
  else await writeWhole(reply, response);
}

/** By events: an async iterator costs more than the whole rest of a small request. */
function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBodyBytes) chunks.push(chunk);
      else reject(new Error('The request body is too large for the sandbox'));
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.on('error', reject);
  });
}

async function writeWhole(reply: SandboxReply, response: ServerResponse): Promise<void> {
  const encoding = reply.encoding ?? 'utf8';
  if (typeof reply.body === 'string') {
    const length = Buffer.byteLength(reply.body, encoding);
    response.writeHead(reply.status, { ...reply.headers, 'content-length': length });
    response.end(reply.body, encoding);
    return;
  }
  response.writeHead(reply.status, reply.headers);
  for await (const part of reply.body) {
    if (response.destroyed) return;
    if (!response.write(part, encoding)) await drained(response);
  }
  response.end();
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}

/** Promises the whole length, sends a part, and drops the connection once that part has left. */
async function writeCut(reply: SandboxReply, response: ServerResponse): Promise<void> {
  const bytes = Buffer.from(await wholeBody(reply.body), reply.encoding);
  response.writeHead(reply.status, { ...reply.headers, 'content-length': bytes.length });
  const kept = bytes.subarray(0, reply.cutAfterBytes ?? Math.floor(bytes.length / 2));
  response.write(kept, () => response.socket?.destroy());
}
