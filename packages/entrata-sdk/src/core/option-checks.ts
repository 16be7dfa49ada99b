import { invalidInput } from './errors.js';

// Options that are numbers. Each check returns the value, or throws `invalid_input` naming the option.

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
