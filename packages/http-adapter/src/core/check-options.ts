/** Whole numbers from `least` to `most`. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** A timer that is set for longer fires at once. */
const longestTimerMs = 2_147_483_647;
/** A hundred years: so far from now an instant can still be written down. */
const longestSpanMs = 3_155_760_000_000;

/** A duration that a timer waits for. */
export const timerMs: Bounds = { least: 1, most: longestTimerMs };
/** The same, where none at all makes sense. */
export const timerOrNoneMs: Bounds = { least: 0, most: longestTimerMs };
/** A duration between two instants, which no timer waits for. */
export const spanMs: Bounds = { least: 0, most: longestSpanMs };
/** How many of something, at least one. */
export const count: Bounds = { least: 1, most: longestTimerMs };

/** Reads one option that was given: throws an error that names it, or returns it as it is to be used. */
export type ReadOption<V> = (name: string, given: V) => V;

/** How each option of a record is read. One that is forgotten here does not compile. */
export type OptionReaders<T> = {
  readonly [K in keyof T]-?: ReadOption<Exclude<T[K], undefined>>;
};

/**
 * The options that were given: what is `undefined` counts as left out. Throws a TypeError for what holds no options and
 * for a name that is none, a TypeError or RangeError for a value that makes no sense. `where` is how messages name the
 * record: `createApp: `, `createApp: webhook.`.
 */
export function readOptions<T extends object>(where: string, given: T, readers: OptionReaders<T>): T {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new TypeError(`${where.replace(/(: |\.)$/, '')} must be an object of options`);
  }
  const read: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    const reader: unknown = Object.hasOwn(readers, name) ? Reflect.get(readers, name) : undefined;
    if (typeof reader !== 'function') {
      throw new TypeError(`${where}${name} is not an option; there are ${Object.keys(readers).join(', ')}`);
    }
    if (value !== undefined) read[name] = reader(`${where}${name}`, value);
  }
  // The same keys, each read by its own reader; an optional key that is undefined and one that is absent are the same.
  return read as T;
}

/** A group of options within a record. */
export const group =
  <T extends object>(readers: OptionReaders<T>): ReadOption<T> =>
  (name, given) =>
    readOptions(`${name}.`, given, readers);

export const wholeNumber =
  ({ least, most }: Bounds): ReadOption<number> =>
  (name, given) => {
    if (typeof given !== 'number') throw new TypeError(`${name} must be a number`);
    if (Number.isInteger(given) && given >= least && given <= most) return given;
    throw new RangeError(`${name} must be a whole number from ${least} to ${most}`);
  };

/** A function. */
export const callable =
  <V>(): ReadOption<V> =>
  (name, given) => {
    if (typeof given === 'function') return given;
    throw new TypeError(`${name} must be a function`);
  };

/**
 * A function whose result is used at once; where it returns a promise, it throws. An async function compiles wherever
 * types were loosened, and what it rejects with would end the process.
 */
export const synchronous =
  <A extends readonly unknown[], R>(): ReadOption<(...args: A) => R> =>
  (name, given) => {
    const call = callable<(...args: A) => R>()(name, given);
    return (...args) => {
      const returned = call(...args);
      if (typeof (returned as { readonly then?: unknown } | null | undefined)?.then !== 'function')
        return returned;
      Promise.resolve(returned).catch(() => {});
      throw new TypeError(`${name} returned a promise: it may not be async`);
    };
  };

/** A {@link synchronous} function, or the value that it would return. */
export const synchronousOr =
  <V, A extends readonly unknown[], R>(readValue: ReadOption<V>): ReadOption<V | ((...args: A) => R)> =>
  (name, given) =>
    typeof given === 'function'
      ? synchronous<A, R>()(name, given as (...args: A) => R)
      : // What is no function is the value.
        readValue(name, given as V);

export const oneOf =
  <V>(...values: readonly V[]): ReadOption<V> =>
  (name, given) => {
    if (values.includes(given)) return given;
    throw new TypeError(`${name} must be ${values.map((value) => JSON.stringify(value)).join(' or ')}`);
  };

export const flag: ReadOption<boolean> = oneOf(true, false);

export const text: ReadOption<string> = (name, given) => {
  if (typeof given !== 'string') throw new TypeError(`${name} must be a text`);
  // A variable that is set to nothing.
  if (given === '') throw new TypeError(`${name} must not be empty`);
  return given;
};

/** A list of texts that are not empty; `what` says of what kind, `fits` which are. */
export const texts =
  (what: string, fits: (text: string) => boolean = () => true): ReadOption<readonly string[]> =>
  (name, given) => {
    const isText = (each: unknown) => typeof each === 'string' && each !== '' && fits(each);
    if (!Array.isArray(given) || !given.every(isText))
      throw new TypeError(`${name} must be a list of ${what}`);
    return given;
  };

/** An object that brings its own methods, among them these (`users.find`: one of a member): used as it is. */
export const having =
  <V>(what: string, ...methods: readonly string[]): ReadOption<V> =>
  (name, given) => {
    const member = (path: string) =>
      path
        .split('.')
        .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], given);
    if (methods.every((path) => typeof member(path) === 'function')) return given;
    throw new TypeError(`${name} must be ${what}`);
  };
