import { StoreError } from './errors.js';

/** The longest that a timer waits: past it, Node's fire at once. */
export const longestTimerMs = 2 ** 31 - 1;

/** A number of an option, or its default where it is left out or `undefined`. Throws `misuse`, naming the option. */
export function wholeNumber(
  name: string,
  value: unknown,
  bounds: { readonly least: number; readonly most: number; readonly preset: number },
): number {
  const { least, most, preset } = bounds;
  if (value === undefined) return preset;
  if (!Number.isSafeInteger(value) || (value as number) < least || (value as number) > most)
    throw new StoreError('misuse', `${name} is a whole number from ${least} to ${most}`);
  return value as number;
}

/** One of some words, or the first where it is left out or `undefined`. Throws `misuse`, naming the option. */
export function oneOfWords<T extends string>(name: string, value: unknown, words: readonly [T, ...T[]]): T {
  if (value === undefined) return words[0];
  const word = words.find((one) => one === value);
  if (word === undefined) throw new StoreError('misuse', `${name} is one of ${words.join(', ')}`);
  return word;
}

/** Refuses, as `misuse`, what is neither left out nor a function. */
export function checkFunction(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'function')
    throw new StoreError('misuse', `${name} is a function`);
}

/** Refuses, as `misuse`, an argument that is no object: its fields could not even be looked at. */
export function checkObject(name: string, value: unknown): asserts value is object {
  if (typeof value !== 'object' || value === null) throw new StoreError('misuse', `${name} is required`);
}

/** The entries of a record of options but for those left `undefined`. */
export const givenEntries = <V>(
  record: Readonly<Record<string, V>> | undefined,
): [string, NonNullable<V> | null][] =>
  Object.entries(record ?? {}).filter(([, value]) => value !== undefined) as [
    string,
    NonNullable<V> | null,
  ][];

/** Refuses, as `misuse`, an argument that is no text. */
export function checkTextArgument(name: string, value: unknown): asserts value is string {
  if (typeof value !== 'string') throw new StoreError('misuse', `${name} is a text`);
}

/** The same, unless it is left out. */
export function checkOptionalText(name: string, value: unknown): void {
  if (value !== undefined) checkTextArgument(name, value);
}

/** Refuses, as `misuse`, what is no whole number that is exact. */
export function checkNumber(name: string, value: unknown): asserts value is number {
  if (!Number.isSafeInteger(value)) throw new StoreError('misuse', `${name} is not a whole number`);
}
