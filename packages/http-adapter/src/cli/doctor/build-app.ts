import { createEntrata, type Entrata, type EntrataOptions } from 'entrata-sdk';
import type { Store } from 'entrata-store';
import type { KnexStoreOptions } from 'entrata-store/knex';
import type { AppOptions } from '../../app/options.js';
import { type Finding, failed, messageOf, ok, skipped } from './finding.js';
import type { OwnOptions } from './load-options.js';

/** What the options of a module come to; nothing is started. */
export interface BuiltApp {
  readonly findings: readonly Finding[];
  readonly entrata: Entrata | undefined;
  /** Closes what was made here, and the connections of the module's database. */
  close(): Promise<void>;
}

/** Makes an app of the options, each part by the function that takes them: what makes no sense is refused by name. */
export async function buildApp({
  entrata: forEntrata,
  store: forStore,
  app: forApp,
}: OwnOptions): Promise<BuiltApp> {
  const closers: (() => Promise<unknown>)[] = [];
  const findings: Finding[] = [];

  async function make<T>(name: string, part: string, given: unknown, build: () => T | Promise<T>) {
    const check = `options of ${name}`;
    if (given === undefined) {
      findings.push(skipped(check, `Export them as \`${part}\`.`));
      return undefined;
    }
    try {
      const made = await build();
      findings.push(ok(check, 'they are accepted'));
      return made;
    } catch (error) {
      findings.push(failed(check, 'they are refused', messageOf(error)));
      return undefined;
    }
  }

  const givenEntrata = forEntrata ?? forApp?.entrata;
  const entrata = await make('createEntrata', 'entrata', givenEntrata, () => {
    if (givenEntrata === undefined || isEntrata(givenEntrata)) return givenEntrata;
    const made = createEntrata(givenEntrata);
    closers.push(() => made.close());
    return made;
  });

  const givenStore = forStore ?? forApp?.store;
  const store = await make('createKnexStore', 'store', givenStore, async () => {
    if (givenStore === undefined || isStore(givenStore)) return givenStore;
    // Loaded here alone: `entrata-store/knex` needs knex, which the other commands do without.
    const { createKnexStore } = await import('entrata-store/knex');
    const made = createKnexStore({ ...givenStore, destroyOnClose: true });
    closers.push(() => made.close());
    return made;
  });

  if (forApp !== undefined && (entrata === undefined || store === undefined)) {
    const todo = 'Have `entrata` and `store` accepted first: an app is made of them.';
    return { findings: [...findings, skipped('options of createApp', todo)], entrata, close };
  }
  await make('createApp', 'app', forApp, async () => {
    if (has(forApp, 'handle'))
      throw new TypeError('`app` is what createApp returned: export the options that it was given.');
    const { createApp } = await import('../../app/create-app.js');
    const own = { entrata: forApp?.entrata ?? entrata, store: forApp?.store ?? store };
    // What is missing, it refuses by name.
    return createApp({ ...forApp, ...own } as AppOptions);
  });

  return { findings, entrata, close };

  async function close(): Promise<void> {
    for (const each of closers.reverse()) await each();
  }
}

/** What `createEntrata` returned, rather than its options. */
export const isEntrata = (given: EntrataOptions | Entrata): given is Entrata => has(given, 'client');

/** A store, be it the user's own, rather than the options of `createKnexStore`. */
export const isStore = (given: KnexStoreOptions | Store): given is Store => has(given, 'transaction');

// A module of the user's may export anything.
const has = (given: unknown, name: string) =>
  typeof given === 'object' && given !== null && typeof Reflect.get(given, name) === 'function';
