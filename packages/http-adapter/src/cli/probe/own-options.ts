import type { Auth, EntrataOptions } from 'entrata-sdk';
import { findAuth } from '../connection.js';
import { isEntrata } from '../doctor/build-app.js';
import { loadOptions } from '../doctor/load-options.js';
import { type Terminal, UsageError } from '../terminal.js';

/** How the user's own integration speaks to Entrata, and as whom. */
export interface ProbedOptions {
  readonly options: EntrataOptions;
  readonly auth: Auth;
}

/** Reads the module of `--module`, and the credential that it exports or the environment has. */
export async function readOwnOptions(
  { module: file }: { readonly module?: string },
  terminal: Terminal,
): Promise<ProbedOptions> {
  const { entrata = {}, auth = findAuth(terminal) } =
    file === undefined ? {} : await load(file, terminal.folder);
  if (isEntrata(entrata)) {
    throw new UsageError(
      '--module: `entrata` must be the options of createEntrata: the probe makes its own of them.',
    );
  }
  if (auth === undefined) {
    throw new UsageError(
      'Set ENTRATA_ACCESS_TOKEN (OAuth token) or ENTRATA_API_KEY (gateway key), or export `auth` from --module.',
    );
  }
  // What makes no sense in them is the SDK's to refuse.
  return { options: entrata, auth };
}

async function load(file: string, folder: string) {
  const { options, finding } = await loadOptions(file, folder);
  if (options !== undefined) return options;
  throw new UsageError(`--module: ${finding.found}. ${finding.todo}`);
}
