import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { App } from '../app.js';
import { closeGracefully } from './close-gracefully.js';
import { type NodeListenerOptions, toNodeListener } from './to-node-listener.js';

export interface ServerOptions extends NodeListenerOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** Answers what is not the app's, e.g. pages of your own. Default: the app answers 404. */
  readonly fallback?: (request: IncomingMessage, response: ServerResponse) => void;
  /** How long a client may take to send its headers. Default 10 000. */
  readonly headersTimeoutMs?: number;
  /** How long a client may take to send a whole request. Default 30 000. */
  readonly requestTimeoutMs?: number;
  /** How long `stop` waits for running requests and tasks. Default 10 000. */
  readonly drainMs?: number;
}

export interface RunningServer {
  /** E.g. `http://127.0.0.1:4010`. */
  readonly url: string;
  readonly port: number;
  /** Accepts nothing new, lets running requests and tasks finish within `drainMs`, then closes. */
  stop(): Promise<void>;
}

/** Starts the app's workers and serves it. Rejects when the port cannot be had (`EADDRINUSE`). */
export async function startServer(app: App, options: ServerOptions = {}): Promise<RunningServer> {
  const { port = 0, host = '127.0.0.1', drainMs = 10_000 } = options;
  const { headersTimeoutMs = 10_000, requestTimeoutMs = 30_000 } = options;
  const listener = toNodeListener(app, options);
  const { fallback } = options;
  const timeouts = {
    headersTimeout: headersTimeoutMs,
    requestTimeout: requestTimeoutMs,
    // Node looks for late clients only this often; its default is half a minute.
    connectionsCheckingInterval: Math.min(5_000, headersTimeoutMs),
  };
  const server = createServer(timeouts, (request, response) =>
    listener(request, response, fallback && (() => fallback(request, response))),
  );
  const close = closeGracefully(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  app.start();
  // `listen` succeeded on a TCP port, so the address is an object.
  const address = server.address() as AddressInfo;
  const shownHost = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${shownHost}:${address.port}`,
    port: address.port,
    async stop() {
      await Promise.all([close(drainMs), app.stop({ drainMs })]);
    },
  };
}
