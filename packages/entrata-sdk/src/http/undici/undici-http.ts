import { HttpFailure, type HttpTransport } from '../transport.js';
import { resolveUndiciSettings, type UndiciHttpOptions } from './settings.js';

/**
 * The default transport: undici on connections of its own. Loads undici at the first request; sends nothing once it was
 * closed. Throws `invalid_input` for an option that makes no sense.
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
