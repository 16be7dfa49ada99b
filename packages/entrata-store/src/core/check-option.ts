import { StoreError } from './errors.js';

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
