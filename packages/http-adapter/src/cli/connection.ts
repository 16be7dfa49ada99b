import {
  type Auth,
  apiKey,
  bearer,
  createEntrata,
  type Entrata,
  type EntrataOptions,
  type IlsWire,
  inventedIlsWire,
} from 'entrata-sdk';
import { nameOf } from './doctor/finding.js';
import { isSandboxAddress, sandboxAddressRule } from './flags.js';
import { loadModule } from './load-module.js';
import { type Terminal, UsageError } from './terminal.js';

/** How a command finds Entrata; `sandbox` is where a sandbox listens. */
export interface ConnectionFlags {
  readonly sandbox?: string;
}

/** The address of the sandbox to speak to; undefined for Entrata itself. */
export function sandboxUrl(flags: ConnectionFlags, terminal: Terminal): string | undefined {
  const url = flags.sandbox ?? terminal.env.SANDBOX_URL;
  if (url === undefined || url === '') return undefined;
  if (!isSandboxAddress(url)) throw new UsageError(`SANDBOX_URL ${sandboxAddressRule}`);
  return url.replace(/\/+$/, '');
}

/** Entrata itself, or a sandbox, which speaks the invented profile of the ILS wire. */
export function connect(sandbox: string | undefined, options: EntrataOptions = {}): Entrata {
  if (sandbox === undefined) return createEntrata(options);
  const hosts = {
    client: `${sandbox}/{subdomain}`,
    gateway: `${sandbox}/ext/orgs/{subdomain}`,
    token: `${sandbox}/api/oauth`,
  };
  const wire = { hosts, ils: inventedIlsWire, ...options.wire };
  return createEntrata({ ...options, wire, allowInsecureLoopback: true });
}

/** How the ILS wire is called: by a module of the user's, or by our guesses when they are asked for by name. */
export async function readIlsWire(given: string | undefined, folder: string): Promise<IlsWire | undefined> {
  if (given === undefined) return undefined;
  if (given === 'invented') return inventedIlsWire;
  const { ils } = await loadModule(given, folder).catch((error: unknown) => {
    throw new UsageError(
      `--ils: the module cannot be loaded: ${nameOf(error)}. Give the path of a JavaScript module, or \`invented\`.`,
    );
  });
  if (typeof ils !== 'object' || ils === null) {
    throw new UsageError(`--ils: ${given} exports no \`ils\`, the profile you hand to createEntrata.`);
  }
  // Whoever writes the profile has the SDK's type to write it by; a name that is missing is the SDK's to refuse.
  return ils as IlsWire;
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
