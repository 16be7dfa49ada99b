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

/** The names of a record's numeric options. A table with one entry each does not compile when one is forgotten. */
export type NumberKey<T> = {
  [K in keyof T]-?: Exclude<T[K], undefined> extends number ? K : never;
}[keyof T];

/** Throws for a number that could not be kept to: a TypeError or RangeError that names the option. */
export function checkNumber(name: string, value: unknown, { least, most }: Bounds): void {
  if (value === undefined) return;
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number`);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new RangeError(`${name} must be a whole number from ${least} to ${most}`);
  }
}

/** Checks each numeric option of a record that is there. */
export function checkNumbers<T extends object>(
  where: string,
  options: T,
  bounds: Readonly<Record<NumberKey<T>, Bounds>>,
): void {
  for (const [name, allowed] of Object.entries<Bounds>(bounds)) {
    checkNumber(`${where}${name}`, Reflect.get(options, name), allowed);
  }
}

/** The same options without those given as `undefined`, which count as left out. Throws for what holds no options. */
export function givenOptions<T extends object>(where: string, options: T): T {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new TypeError(`${where} must be an object`);
  }
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  // The same keys and values; an optional key that is undefined and one that is absent are the same to a reader.
  return Object.fromEntries(given) as T;
}
