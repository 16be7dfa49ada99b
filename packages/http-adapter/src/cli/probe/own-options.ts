import type { Auth, EntrataOptions } from 'entrata-sdk';
import { findAuth } from '../connection.js';
import { nameOf } from '../doctor/finding.js';
import { loadModule } from '../load-module.js';
import { type Terminal, UsageError } from '../terminal.js';

/** How the user's own integration speaks to Entrata, and as whom. */
export interface OwnOptions {
  readonly options: EntrataOptions;
  readonly auth: Auth;
}

/** Reads the module of `--options`, and the credential that it exports or the environment has. */
export async function readOwnOptions(
  { options: file }: { readonly options?: string },
  terminal: Terminal,
): Promise<OwnOptions> {
  const module = file === undefined ? {} : await load(file, terminal.folder);
  const { options = {}, auth = findAuth(terminal) } = module;
  if (!isObject(options))
    throw new UsageError('--options: `options` must be what you hand to createEntrata.');
  if (!isObject(auth)) {
    throw new UsageError(
      'Set ENTRATA_ACCESS_TOKEN (OAuth token) or ENTRATA_API_KEY (gateway key), or export `auth` from --options.',
    );
  }
  // What makes no sense in them is the SDK's to refuse.
  return { options: options as EntrataOptions, auth: auth as Auth };
}

async function load(file: string, folder: string): Promise<Readonly<Record<string, unknown>>> {
  const module = await loadModule(file, folder).catch((error: unknown) => {
    throw new UsageError(
      `--options: the module cannot be loaded: ${nameOf(error)}. Give the path of a JavaScript module.`,
    );
  });
  if (module.options !== undefined || module.auth !== undefined) return module;
  throw new UsageError('--options: the module exports neither `options` nor `auth`.');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
