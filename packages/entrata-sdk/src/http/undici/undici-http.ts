import { HttpFailure, type HttpTransport } from '../transport.js';
import { resolveUndiciSettings, type UndiciHttpOptions } from './settings.js';

/**
 * The default transport: undici on connections of its own. Loads undici at the first request; sends nothing once it was
 * closed.
 *
 * @example
 * ```ts
 * const own = createEntrata({ http: undiciHttp({ connections: 32, proxy: secret('http://proxy.example.test:3128') }) });
 * await own.close();
 * ```
 * @throws EntrataError `invalid_input`, naming the option, for a value that makes no sense and for a name that is no option.
 */
export function undiciHttp(options: UndiciHttpOptions = {}): HttpTransport {
  const settings = resolveUndiciSettings(options);
  let opening: Promise<HttpTransport> | undefined;
  let transport: HttpTransport | undefined;
  let closing: Promise<void> | undefined;
  const open = async () => {
    opening ??= import('./open-undici.js').then((module) => module.openUndici(settings));
    transport = await opening;
    return transport;
  };
  const close = async () => {
    await (await opening)?.close();
  };
  return {
    async send(request) {
      const opened = transport ?? (await open());
      if (closing) throw new HttpFailure('network', false, new Error('this transport was closed'));
      return opened.send(request);
    },
    close() {
      closing ??= close();
      return closing;
    },
  };
}
