import type { Dispatcher } from 'undici';
import type { SecretText } from '../secret.js';
import type { HttpTransport } from './http.js';

/** Options of {@link undiciHttp}. */
export interface UndiciHttpOptions {
  /** Sends through an HTTP proxy, such as `http://proxy.example.test:3128`. A secret, since it may hold a password. */
  readonly proxy?: SecretText;
  /** Open connections per host; more calls wait in line. Default 128. */
  readonly connections?: number;
  /** Bound of connecting, TLS included. Default 5,000 ms. */
  readonly connectTimeoutMs?: number;
  /** An idle connection is closed after this. Default 4,000 ms. */
  readonly keepAliveTimeoutMs?: number;
  /** Your own undici dispatcher (an `Agent`, a `MockAgent`); the other options are then not used, and you close it. */
  readonly dispatcher?: Dispatcher;
}

/** The default transport: undici on connections of its own. Loads undici at the first request. */
export function undiciHttp(options: UndiciHttpOptions = {}): HttpTransport {
  let opening: Promise<HttpTransport> | undefined;
  let transport: HttpTransport | undefined;
  const open = async () => {
    opening ??= import('./undici-transport.js').then((module) => module.openUndici(options));
    transport = await opening;
    return transport;
  };
  return {
    send: (request) => transport?.send(request) ?? open().then((opened) => opened.send(request)),
    async close() {
      const opened = await opening;
      opening = undefined;
      transport = undefined;
      await opened?.close();
    },
  };
}
