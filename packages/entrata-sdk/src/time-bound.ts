import { invalidInput } from './errors.js';

// A timer that is set for longer fires at once.
const longestMs = 2 ** 31 - 1;

/** The value of an option that bounds a wait. Throws `invalid_input` naming the option. */
export function timeBound(field: string, value: number, method?: string): number {
  if (value > 0 && value <= longestMs) return value;
  throw invalidInput(field, `must be above 0 and at most ${longestMs}`, method);
}
