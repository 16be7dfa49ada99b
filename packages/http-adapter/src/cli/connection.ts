import {
  type Auth,
  apiKey,
  bearer,
  createEntrata,
  type Entrata,
  type EntrataOptions,
  inventedIlsWire,
  type WireProfile,
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

/** Entrata itself, or a sandbox, which speaks the invented profile of the ILS wire unless it is given another. */
export function connect(
  sandbox: string | undefined,
  wire: WireProfile | undefined,
  options: Omit<EntrataOptions, 'wire'> = {},
): Entrata {
  return createEntrata(optionsFor(sandbox, wire, options));
}

/** What `connect` hands to `createEntrata`. */
export function optionsFor(
  sandbox: string | undefined,
  wire: WireProfile | undefined,
  options: EntrataOptions,
): EntrataOptions {
  if (sandbox === undefined) return wire === undefined ? options : { ...options, wire };
  // As it was given: what makes no sense in it shall not pass because the sandbox takes its place.
  createEntrata({ ...(wire && { wire }), allowGlobalHosts: true, allowInsecureLoopback: true });
  const hosts = {
    client: `${sandbox}/{subdomain}`,
    gateway: `${sandbox}/ext/orgs/{subdomain}`,
    token: `${sandbox}/api/oauth`,
  };
  return { ...options, wire: { ils: inventedIlsWire, ...wire, hosts }, allowInsecureLoopback: true };
}

/** Refuses by its flag or variable what is no id of Entrata: the form of ids is the wire profile's to say. */
export function checkEntrataId(entrata: Entrata, name: string, id: string | undefined): void {
  if (id === undefined || entrata.webhooks.isId(id)) return;
  throw new UsageError(`${name} must be an id of Entrata: 1 to 18 digits, unless --wire says otherwise.`);
}

/** What `--wire` says in the help of each command that takes it. */
export const wireFlag = [
  '--wire <module>',
  'a JavaScript module that exports `wire`, what your contract says of the wire (or set ENTRATA_WIRE); or `invented`, our guesses',
] as const;

/** How Entrata is spoken to: by a module of the user's, or by our guesses when they are asked for by name. */
export async function readWire(
  flags: { readonly wire?: string },
  { env, folder }: Terminal,
): Promise<WireProfile | undefined> {
  const given = flags.wire ?? env.ENTRATA_WIRE;
  if (given === undefined || given === '') return undefined;
  if (given === 'invented') return { ils: inventedIlsWire };
  const name = flags.wire === undefined ? 'ENTRATA_WIRE' : '--wire';
  const module = await loadModule(given, folder).catch((error: unknown) => {
    throw new UsageError(
      `${name}: the module cannot be loaded: ${nameOf(error)}. Give the path of a JavaScript module, or \`invented\`.`,
    );
  });
  const wire = module.wire ?? module.default;
  if (typeof wire !== 'object' || wire === null) {
    throw new UsageError(`${name}: ${given} exports no \`wire\`, the profile you hand to createEntrata.`);
  }
  // Whoever writes the profile has the SDK's type to write it by; what makes no sense in it is the SDK's to refuse.
  return wire as WireProfile;
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
