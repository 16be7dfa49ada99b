import { invalidInput } from './errors.js';

// Checks of options. Each gives the value back, or throws `invalid_input` naming the option.

/** A timer that is set for longer fires at once. */
export const longestMs = 2 ** 31 - 1;

/** The value of an option that bounds a wait. */
export function timeBound(field: string, value: number, method?: string): number {
  if (typeof value === 'number' && value > 0 && value <= longestMs) return value;
  throw invalidInput(field, `must be a number above 0 and at most ${longestMs}`, method);
}

/** The value of an option that counts, or that may be a wait of 0. */
export function amount(field: string, value: number, method?: string): number {
  if (typeof value === 'number' && value >= 0 && value <= longestMs) return value;
  throw invalidInput(field, `must be a number from 0 to ${longestMs}`, method);
}

/** The value of an option that must be a whole number in this range. */
export function wholeNumber(field: string, value: number, [min, max]: readonly [number, number]): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw invalidInput(field, `must be a whole number from ${min} to ${max}`);
}

export function flag(field: string, value: boolean): boolean {
  if (typeof value === 'boolean') return value;
  throw invalidInput(field, 'must be true or false');
}

export function text(field: string, value: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw invalidInput(field, 'must be a text');
}

export function oneOf<T extends string>(field: string, value: T, allowed: readonly T[]): T {
  if (allowed.includes(value)) return value;
  throw invalidInput(field, `must be ${allowed.join(' or ')}`);
}

/** A function, or undefined where none is given. */
export function functionOrNone<F>(
  field: string,
  value: F | null | undefined,
  method?: string,
): F | undefined {
  if (value == null) return undefined;
  if (typeof value === 'function') return value;
  throw invalidInput(field, 'must be a function', method);
}

/** A group of options; one that is left out is an empty one. */
export function group<T extends object>(field: string, value: T | null | undefined): Partial<T> {
  if (value == null) return {};
  if (typeof value === 'object' && !Array.isArray(value)) return value;
  throw invalidInput(field, 'must be an object');
}

/**
 * Refuses what is left of a group once every option is taken out of it: a misspelt option would otherwise be set and have
 * no effect. The type keeps the taking out complete.
 */
export function refuseUnknown(field: string, rest: Readonly<Record<string, never>>, method?: string): void {
  refuseOthers(field, rest, {}, method);
}

/** Refuses the names that are not among the known ones; one that is undefined counts as left out. */
export function refuseOthers(field: string, given: object, known: object, method?: string): void {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || Object.hasOwn(known, name)) continue;
    throw invalidInput(field === '' ? name : `${field}.${name}`, 'is no option', method);
  }
}
