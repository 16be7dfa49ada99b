import { type Dispatcher, Pool, ProxyAgent } from 'undici';
import { revealText } from '../../core/secret.js';
import type { HttpTransport } from '../transport.js';
import { UndiciExchange } from './exchange.js';
import type { UndiciSettings } from './settings.js';

/** One pool per origin: measured faster than an Agent, and no client waits behind another's slow host. */
export function openUndici(options: UndiciSettings): HttpTransport {
  const pools = new Map<string, Pool>();
  const settings = {
    connections: options.connections,
    connect: { timeout: options.connectTimeoutMs },
    keepAliveTimeout: options.keepAliveTimeoutMs,
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
    send(request) {
      const { origin, path } = splitUrl(request.url);
      return new Promise((resolve, reject) => {
        const exchange = new UndiciExchange(request, resolve, reject);
        if (exchange.isFinished) return;
        try {
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
        } catch (error) {
          // A dispatcher that cannot serve us (one of undici 6, one that is closed) says so before it writes.
          exchange.onResponseError(undefined, error);
        }
      });
    },
    async close() {
      const open = [...pools.values()];
      pools.clear();
      // Waits for the calls under way, each of which is bounded.
      await Promise.all([...open.map((pool) => pool.close()), proxy?.close()]);
    },
  };
}

// Our URLs are built from checked templates, so the origin ends at the third slash.
function splitUrl(url: string): { origin: string; path: string } {
  const slash = url.indexOf('/', url.indexOf('://') + 3);
  return slash < 0 ? { origin: url, path: '/' } : { origin: url.slice(0, slash), path: url.slice(slash) };
}
