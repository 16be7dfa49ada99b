import {
  type Auth,
  apiKey,
  bearer,
  createEntrata,
  type Entrata,
  type EntrataOptions,
  inventedIlsWire,
} from 'entrata-sdk';
import { type Terminal, UsageError } from './terminal.js';

/** How a command finds Entrata; `sandbox` is where a sandbox listens. */
export interface ConnectionFlags {
  readonly sandbox?: string;
}

/** The address of the sandbox to speak to; undefined for Entrata itself. */
export function sandboxUrl(flags: ConnectionFlags, terminal: Terminal): string | undefined {
  const url = flags.sandbox ?? terminal.env.SANDBOX_URL;
  return url === undefined || url === '' ? undefined : url.replace(/\/+$/, '');
}

/**
 * With an OAuth token the invented profile of the ILS wire is spoken, since nothing public says what the real one
 * is.
 */
export function connect(url: string | undefined, options: EntrataOptions = {}): Entrata {
  if (url === undefined) return createEntrata({ endpoints: { ils: inventedIlsWire }, ...options });
  const hosts = {
    client: `${url}/{subdomain}`,
    gateway: `${url}/ext/orgs/{subdomain}`,
    token: `${url}/api/oauth`,
  };
  return createEntrata({
    endpoints: { hosts, ils: inventedIlsWire },
    allowInsecureLoopback: true,
    ...options,
  });
}

/** The credential in the environment; undefined when there is none. Never a flag: flags show in process lists. */
export function findAuth({ env }: Terminal): Auth | undefined {
  if (env.ENTRATA_ACCESS_TOKEN && env.ENTRATA_API_KEY) {
    throw new UsageError(
      'ENTRATA_ACCESS_TOKEN and ENTRATA_API_KEY are both set: unset the one you do not mean.',
    );
  }
  if (env.ENTRATA_ACCESS_TOKEN) return bearer(env.ENTRATA_ACCESS_TOKEN);
  if (env.ENTRATA_API_KEY) return apiKey(env.ENTRATA_API_KEY);
  return undefined;
}
