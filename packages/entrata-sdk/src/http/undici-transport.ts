import { type Dispatcher, Pool, ProxyAgent } from 'undici';
import { revealText } from '../secret.js';
import { gunzipCapped } from './gunzip.js';
import type { HttpReply, HttpRequest, HttpTransport } from './http.js';
import type { UndiciHttpOptions } from './undici.js';
import { UndiciExchange } from './undici-exchange.js';

/** One pool per origin: measured faster than an Agent, and no client waits behind another's slow host. */
export function openUndici(options: UndiciHttpOptions): HttpTransport {
  const pools = new Map<string, Pool>();
  const settings = {
    connections: options.connections ?? 128,
    connect: { timeout: options.connectTimeoutMs ?? 5_000 },
    keepAliveTimeout: options.keepAliveTimeoutMs ?? 4_000,
  };
  const proxy =
    options.proxy === undefined ? undefined : new ProxyAgent({ uri: revealText(options.proxy), ...settings });
  const shared: Dispatcher | undefined = options.dispatcher ?? proxy;

  const dispatcherOf = (origin: string): Dispatcher => {
    if (shared) return shared;
    let pool = pools.get(origin);
    if (!pool) {
      pool = new Pool(origin, settings);
      pools.set(origin, pool);
    }
    return pool;
  };

  return {
    async send(request) {
      const { origin, path } = splitUrl(request.url);
      const reply = await new Promise<UndiciReply>((resolve, reject) => {
        const exchange = new UndiciExchange(request, resolve, reject);
        if (exchange.finished) return;
        dispatcherOf(origin).dispatch(
          {
            origin,
            path,
            method: 'POST',
            headers: { ...request.headers, 'accept-encoding': 'gzip' },
            body: request.body,
            // The exchange keeps its own, exact, timer over the whole of it; undici's are coarse.
            headersTimeout: 0,
            bodyTimeout: 0,
          },
          exchange,
        );
      });
      return decodeReply(reply, request);
    },
    async close() {
      const open = [...pools.values()];
      pools.clear();
      await Promise.all([...open.map((pool) => pool.destroy()), proxy?.destroy()]);
    },
  };
}

/** A reply as it came over the wire. */
export interface UndiciReply {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

async function decodeReply(reply: UndiciReply, request: HttpRequest): Promise<HttpReply> {
  const encoding = reply.headers['content-encoding'];
  const bytes =
    encoding !== undefined && /^(x-)?gzip$/i.test(encoding.trim()) && reply.body.length > 0
      ? await gunzipCapped(reply.body, request.maxBodyBytes)
      : reply.body;
  return { status: reply.status, headers: reply.headers, body: bytes.toString('utf8') };
}

// Our URLs are built from checked templates, so the origin ends at the third slash.
function splitUrl(url: string): { origin: string; path: string } {
  const slash = url.indexOf('/', url.indexOf('://') + 3);
  return slash < 0 ? { origin: url, path: '/' } : { origin: url.slice(0, slash), path: url.slice(slash) };
}
