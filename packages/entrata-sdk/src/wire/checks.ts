import { invalidInput } from '../core/errors.js';
import { readDay } from './readers.js';

// Checks of what the caller passes. Each throws `invalid_input` naming the field.

export function checkId(field: string, value: string, method: string): string {
  if (typeof value !== 'string' || !/^[0-9]{1,18}$/.test(value)) {
    throw invalidInput(field, 'must be an id of 1 to 18 digits', method);
  }
  return value;
}

/** A list of ids. */
export function checkIds(field: string, values: readonly string[], method: string): string[] {
  if (!Array.isArray(values)) throw invalidInput(field, 'must be a list of ids', method);
  return Array.from(values, (id) => checkId(field, id, method));
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
