import type { HttpTransport } from './http.js';
import type { UndiciHttpOptions } from './undici-transport.js';

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
