import { invalidInput } from '../core/errors.js';
import { idForm, isId } from '../profile/ids.js';
import { readDay } from './readers.js';

// Checks of what the caller passes. Each throws `invalid_input` naming the field.

/** Gives an id back, or throws. */
export type CheckId = (field: string, value: string) => string;

/** Makes the check of ids of this form. */
export function idCheck(ids: RegExp, method: string): CheckId {
  return (field, value) => {
    if (typeof value === 'string' && isId(value, ids)) return value;
    throw invalidInput(field, `must be ${idForm(ids)}`, method);
  };
}

/** A list of ids. */
export function checkIds(
  field: string,
  values: readonly string[],
  { ids, method }: { readonly ids: RegExp; readonly method: string },
): string[] {
  if (!Array.isArray(values)) throw invalidInput(field, 'must be a list of ids', method);
  const checkId = idCheck(ids, method);
  return Array.from(values, (id) => checkId(field, id));
}

export function checkDay(field: string, value: string, method: string): string {
  if (typeof value !== 'string' || value.length !== 10 || readDay(value) !== value) {
    throw invalidInput(field, 'must be a day of 1970 to 2199, YYYY-MM-DD', method);
  }
  return value;
}

/** `MM/DD/YYYY`, the day format of Entrata's requests. */
export function usDay(day: string): string {
  return `${day.slice(5, 7)}/${day.slice(8, 10)}/${day.slice(0, 4)}`;
}
