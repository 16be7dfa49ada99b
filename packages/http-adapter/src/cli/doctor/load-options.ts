import { existsSync, statSync } from 'node:fs';
import type { Auth, Entrata, EntrataOptions } from 'entrata-sdk';
import type { Store } from 'entrata-store';
import type { KnexStoreOptions } from 'entrata-store/knex';
import type { AppOptions } from '../../app/options.js';
import { loadModule, modulePath } from '../load-module.js';
import { type Finding, failed, messageOf, nameOf, ok } from './finding.js';

/** What an app is made of, as a module of the user's exports it. */
export interface OwnOptions {
  /** What `createEntrata` is given, or what it returned. */
  readonly entrata?: EntrataOptions | Entrata | undefined;
  /** What `createKnexStore` is given, or any store. */
  readonly store?: KnexStoreOptions | Store | undefined;
  /** What `createApp` is given; `entrata` and `store` may be left to the two above. */
  readonly app?: Partial<AppOptions> | undefined;
  /** As whom a client is spoken to, such as a login of the legacy host; for the probe. */
  readonly auth?: Auth | undefined;
}

const check = 'module';
const parts = ['entrata', 'store', 'app', 'auth'] as const;
const exported =
  'export `entrata`, `store` and `app`, the options of createEntrata, createKnexStore and createApp, by name or as ' +
  'the default export, which may be a function that returns them';

/** Longer than a module takes that reads files; one that waits for a server to end never loads. */
const timeoutMs = 30_000;

/** The options that a module exports, and how it went. */
export async function loadOptions(
  file: string,
  folder: string,
  timeout = timeoutMs,
): Promise<{ readonly options: OwnOptions | undefined; readonly finding: Finding }> {
  const path = modulePath(file, folder);
  if (!existsSync(path) || !statSync(path).isFile()) {
    return none(
      'there is no such file',
      'Mend the path; a relative one starts where the command was started.',
    );
  }
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, timeout, 'late');
  });
  try {
    const options = await Promise.race([loadModule(file, folder).then(readExports), late]);
    if (options === 'late') {
      return none(
        `it has not loaded within ${timeout / 1000} s`,
        'Give one that makes the options and starts nothing.',
      );
    }
    if (options === undefined) return none(`it exports none of ${parts.join(', ')}`, `Have it ${exported}.`);
    const found = parts.filter((part) => isRecord(options[part]));
    return { options, finding: ok(check, `it exports ${found.join(', ')}`) };
  } catch (error) {
    return none(`it cannot be loaded: ${messageOf(error)}`, adviceOn(nameOf(error)));
  } finally {
    clearTimeout(timer);
  }
}

const none = (found: string, todo: string) => ({ options: undefined, finding: failed(check, found, todo) });

function adviceOn(code: string): string {
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION') return 'Give the JavaScript that it is compiled to.';
  if (/^(ERR_MODULE_NOT_FOUND|MODULE_NOT_FOUND)$/.test(code)) return 'Install or build what it imports.';
  return 'Mend it, or set what it reads from the environment.';
}

/** By name, as the default export, as what CommonJS calls its default, or returned by such a function. */
async function readExports(module: Readonly<Record<string, unknown>>): Promise<OwnOptions | undefined> {
  const inner = module.default;
  for (const given of [module, inner, isRecord(inner) ? inner.default : undefined]) {
    const made: unknown = typeof given === 'function' ? await given() : given;
    // What is no option of theirs, those who take them refuse.
    if (isRecord(made) && parts.some((part) => isRecord(made[part]))) return made as OwnOptions;
  }
  return undefined;
}

function isRecord(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === 'object' && given !== null;
}
