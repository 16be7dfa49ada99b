import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { App } from '../app/create-app.js';
import {
  callable,
  count,
  flag,
  type OptionReaders,
  readOptions,
  text,
  timerMs,
  timerOrNoneMs,
  wholeNumber,
} from '../core/check-options.js';
import { defaultDrainMs } from '../core/deadline.js';
import { listenerReaders } from '../http/listener-settings.js';
import { closeGracefully } from './close-gracefully.js';
import { closeIdle } from './close-idle.js';
import { type NodeListenerOptions, toNodeListener } from './to-node-listener.js';

/** How `startServer` serves an app. */
export interface ServerOptions extends NodeListenerOptions {
  /** @defaultValue 0: any free port */
  readonly port?: number;
  /** @defaultValue `127.0.0.1` */
  readonly host?: string;
  /**
   * Answers what is not the app's, e.g. pages of your own. When it throws, or its promise rejects, the app answers
   * 500 and logs it. @defaultValue the app answers 404
   */
  readonly fallback?: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
  /** How long a client may take to send its headers. @defaultValue 10,000, or `requestTimeoutMs` where that is less */
  readonly headersTimeoutMs?: number;
  /** How long a client may take to send a whole request. @defaultValue 30,000 */
  readonly requestTimeoutMs?: number;
  /** How many connections are open at once; further ones are closed at once. @defaultValue 2,000 */
  readonly maxConnections?: number;
  /**
   * After how long without a byte in either direction a connection is closed, also one that never sent any and one
   * whose peer does not read its answer. One whose request is being worked on is not idle. @defaultValue 60,000
   */
  readonly idleTimeoutMs?: number;
  /** How long `stop` waits for running requests and tasks. @defaultValue 10,000 */
  readonly drainMs?: number;
  /** False for a process that only answers, while others run the tasks. @defaultValue true: `app.start()` is called */
  readonly startWorkers?: boolean;
}

/** A server that listens. */
export interface RunningServer {
  /** E.g. `http://127.0.0.1:4010`. */
  readonly url: string;
  readonly port: number;
  /**
   * Accepts nothing new, lets running requests and tasks end within `drainMs`, then closes what is still open. Called
   * again, it waits for the same end.
   *
   * @example
   * ```ts
   * process.once('SIGTERM', async () => {
   *   await server.stop();
   *   await entrata.close();
   *   await store.close();
   * });
   * ```
   */
  stop(): Promise<void>;
}

const readers: OptionReaders<ServerOptions> = {
  ...listenerReaders,
  port: wholeNumber({ least: 0, most: 65_535 }),
  host: text,
  fallback: callable(),
  headersTimeoutMs: wholeNumber(timerMs),
  requestTimeoutMs: wholeNumber(timerMs),
  maxConnections: wholeNumber(count),
  idleTimeoutMs: wholeNumber(timerMs),
  drainMs: wholeNumber(timerOrNoneMs),
  startWorkers: flag,
};

/** The options of a server, its defaults in place, and those of its listener. */
function resolveServer(given: ServerOptions) {
  const { maxBodyBytes, maxInFlight, ...options } = readOptions('startServer: ', given, readers);
  // A form of a renter over a slow phone; Node's own five minutes let one client hold a connection for as long.
  const requestTimeoutMs = options.requestTimeoutMs ?? 30_000;
  const settings = {
    // Any free one: two servers on one machine, and tests, do not meet.
    port: 0,
    // Nobody but this machine, until somebody says otherwise: usually a proxy stands in front.
    host: '127.0.0.1',
    // Headers are one packet or two, and come at once.
    headersTimeoutMs: Math.min(10_000, requestTimeoutMs),
    // Twice the requests that are worked on at once: as many again may rest, kept alive for the next request.
    maxConnections: 2_000,
    // As long as load balancers usually keep a connection that rests.
    idleTimeoutMs: 60_000,
    drainMs: defaultDrainMs,
    // Most have one process, which does everything.
    startWorkers: true,
    ...options,
    requestTimeoutMs,
    listener: {
      ...(maxBodyBytes === undefined ? {} : { maxBodyBytes }),
      ...(maxInFlight === undefined ? {} : { maxInFlight }),
    },
  };
  if (settings.headersTimeoutMs > requestTimeoutMs) {
    throw new RangeError('startServer: headersTimeoutMs must not be longer than requestTimeoutMs');
  }
  return settings;
}

/**
 * Starts the app's workers and serves it. Rejects when the port cannot be had (`EADDRINUSE`).
 *
 * @example
 * ```ts
 * const server = await startServer(app, { port: 4010 });
 * process.once('SIGTERM', () => server.stop());
 * ```
 * @throws TypeError or RangeError that names the option which makes no sense.
 */
export async function startServer(app: App, options: ServerOptions = {}): Promise<RunningServer> {
  const settings = resolveServer(options);
  const { port, host, drainMs, startWorkers, maxConnections, idleTimeoutMs } = settings;
  const server = createServer(timeoutsOf(settings), listenerOf(app, settings));
  server.maxConnections = maxConnections;
  closeIdle(server, idleTimeoutMs);
  const close = closeGracefully(server);
  await listen(server, port, host);
  // What goes wrong from now on, e.g. with accepting a connection, ends that connection and nothing else.
  server.on('error', () => {});
  try {
    if (startWorkers) app.start();
  } catch (error) {
    await close(0);
    throw error;
  }
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

type ServerSettings = ReturnType<typeof resolveServer>;

function timeoutsOf({ requestTimeoutMs, headersTimeoutMs }: ServerSettings) {
  return {
    headersTimeout: headersTimeoutMs,
    requestTimeout: requestTimeoutMs,
    // Node looks for late clients only this often; its default is half a minute.
    connectionsCheckingInterval: Math.min(5_000, headersTimeoutMs),
  };
}

function listenerOf(
  app: App,
  { fallback, listener: options }: ServerSettings,
): (incoming: IncomingMessage, outgoing: ServerResponse) => void {
  const listener = toNodeListener(app, options);
  if (fallback === undefined) return listener;
  return (incoming, outgoing) =>
    listener(incoming, outgoing, () => {
      // A stream that nobody listens to ends the process with its error, e.g. of a second answer.
      incoming.on('error', () => {});
      outgoing.on('error', () => {});
      return fallback(incoming, outgoing);
    });
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
