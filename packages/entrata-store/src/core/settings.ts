import { StoreError } from './errors.js';
import { synchronous } from './synchronous.js';

/** How one option is read. With a `preset`, the setting has that value where the option is left out. */
interface OptionSpec {
  /** What it must be, in words; undefined when the value is that. */
  check(value: unknown): string | undefined;
  readonly preset?: unknown;
  /** Whether it is a function whose result is used at once. */
  readonly isSynchronous?: boolean;
}

/** The longest that a timer waits: past it, Node's fire at once. */
const longestTimerMs = 2 ** 31 - 1;
/** A century: an instant that far back is still one of a four-digit year. */
const longestKeptMs = 100 * 365 * 24 * 60 * 60_000;

function wholeNumber<P extends number | undefined>(least: number, most: number, preset: P) {
  const spec: OptionSpec = {
    check: (value) =>
      Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most
        ? undefined
        : `a whole number from ${least} to ${most}`,
  };
  return { ...spec, preset };
}

function word<P extends string>(preset: P, ...others: readonly string[]) {
  const words: readonly unknown[] = [preset, ...others];
  const spec: OptionSpec = {
    check: (value) => (words.includes(value) ? undefined : `one of ${words.join(', ')}`),
  };
  return { ...spec, preset };
}

const flag = {
  check: (value: unknown) => (typeof value === 'boolean' ? undefined : 'true or false'),
  preset: false,
} satisfies OptionSpec;

const callback: OptionSpec = {
  check: (value) => (typeof value === 'function' ? undefined : 'a function'),
};

const synchronousCallback: OptionSpec = { ...callback, isSynchronous: true };

const text: OptionSpec = {
  check: (value) => (typeof value === 'string' && value !== '' ? undefined : 'a text'),
};

const texts = {
  check: (value: unknown) =>
    Array.isArray(value) && value.every((each) => typeof each === 'string') ? undefined : 'a list of texts',
  preset: [] as readonly string[],
} satisfies OptionSpec;

const isRecord = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

const record: OptionSpec = { check: (value) => (isRecord(value) ? undefined : 'an object') };

/** What the one who uses it looks at more closely. */
const checkedThere: OptionSpec = { check: () => undefined };

const signal: OptionSpec = {
  check: (value) =>
    typeof (value as { readonly throwIfAborted?: unknown } | null)?.throwIfAborted === 'function'
      ? undefined
      : 'an AbortSignal',
};

/** Where a store has its time and its ids from; without them, from its database, and from {@link createIdSource}. */
const clockAndIds = {
  now: synchronousCallback,
  clockOffsetMs: synchronousCallback,
  newId: synchronousCallback,
};

/**
 * Every option of this package: what it may be, what it is where it is left out, and why. Nothing else reads options,
 * and all that is not in here is refused by name, so that a misspelt one is not passed over.
 */
export const optionSpecs = {
  createMemoryStore: { ...clockAndIds },

  createKnexStore: {
    ...clockAndIds,
    // Without one of these there is no store: `dialectOf` and `resolveCipher` say what is wrong with them.
    knex: checkedThere,
    cipher: checkedThere,
    // Not `read`: a secret in clear beside a cipher may have been planted.
    unsealed: word('refuse', 'read'),
    tables: record,
    onUnreadable: callback,
    // The Knex instance is its maker's, who may use it for more than the store.
    destroyOnClose: flag,
  },

  /** The only option of `migrate`, `inspectSchema` and their like. */
  migrate: { tables: record },

  openSqlite: {
    // Longer than any commit of ours takes, and shorter than who waits for a web page does.
    busyTimeoutMs: wholeNumber(0, longestTimerMs, 5_000),
  },

  rewriteSecrets: {
    cipher: checkedThere,
    tables: record,
    // A batch is read whole; more gains nothing, since each row is written by itself.
    batchSize: wholeNumber(1, 10_000, 200),
    onProgress: callback,
    signal,
  },

  aesGcmCipher: { keys: record, activeKeyId: text },

  taskWorker: {
    // Handlers wait for the network most of the time; a pool of ten connections has room for their statements.
    concurrency: wholeNumber(1, 1_000, 8),
    // Renewed three times as often; what a worker that died had claimed waits so long.
    leaseMs: wholeNumber(1, longestTimerMs, 30_000),
    // What this process enqueues wakes it at once: this is for delays, and for what others enqueue.
    pollMs: wholeNumber(1, longestTimerMs, 1_000),
    // Long enough to look into what happened last week.
    keepDoneMs: wholeNumber(0, longestKeptMs, 7 * 24 * 60 * 60_000),
    // Many times what a handler that works takes; one that hangs has its place back in minutes, not never.
    timeoutMs: wholeNumber(1, longestTimerMs, 5 * 60_000),
    // A handler that listens to its signal is done by then; one that does not will not be later either.
    graceMs: wholeNumber(0, longestTimerMs, 10_000),
    leaveKinds: texts,
    onEvent: callback,
  },

  stopWorker: {
    // Process managers send SIGKILL after 10 to 30 seconds.
    drainMs: wholeNumber(0, longestTimerMs, 10_000),
  },

  /** A table of an existing schema in `tables`. */
  tableMapping: {
    name: text,
    ids: word('ours', 'database'),
    columns: record,
    where: record,
    insert: record,
    mirror: record,
  },

  /** A column of an existing table in `columns`. */
  columnMapping: {
    column: text,
    read: synchronousCallback,
    write: synchronousCallback,
    // As wide as our widest text; undefined leaves the field's own width.
    width: wholeNumber(1, 1_000_000, undefined),
    datetime: {
      check: (value: unknown) => (value === 0 || value === 3 ? undefined : '0 or 3'),
    },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, OptionSpec>>>>;

type OptionSpecs = typeof optionSpecs;

/** Options as read: those with a default are there. */
export type Settings<O, K extends keyof OptionSpecs> = {
  readonly [N in keyof O]-?: N extends keyof OptionSpecs[K]
    ? OptionSpecs[K][N] extends { readonly preset: infer P }
      ? P extends undefined
        ? O[N]
        : Exclude<O[N], undefined>
      : O[N]
    : never;
};

/**
 * Reads the options of one kind. An option given as `undefined` is one left out. Throws `misuse` for one that is unknown
 * or makes no sense, as `<option> of <of>`.
 */
export function readSettings<K extends keyof OptionSpecs, O extends object>(
  kind: K,
  options: O | undefined,
  of: string = kind,
): Settings<O, K> {
  const specs: Readonly<Record<string, OptionSpec>> = optionSpecs[kind];
  if (options !== undefined && !isRecord(options))
    throw new StoreError('misuse', `options of ${of}: an object`);
  for (const [name, value] of Object.entries(options ?? {}))
    if (value !== undefined && !Object.hasOwn(specs, name))
      throw new StoreError(
        'misuse',
        `${JSON.stringify(name)} is no option of ${of}, which has ${Object.keys(specs).join(', ')}`,
      );
  const settings = Object.entries(specs).map(([name, { check, preset, isSynchronous }]) => {
    const value = (options as Readonly<Record<string, unknown>> | undefined)?.[name];
    if (value === undefined) return [name, preset];
    const expected = check(value);
    if (expected !== undefined) throw new StoreError('misuse', `${name} of ${of} is ${expected}`);
    return [name, isSynchronous ? synchronous(`${name} of ${of}`, value as () => unknown) : value];
  });
  // Each option has its entry, and was checked to be of its type.
  return Object.fromEntries(settings) as Settings<O, K>;
}
