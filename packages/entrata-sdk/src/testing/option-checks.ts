// Checks of what the sandbox is told. Each throws a TypeError or RangeError that names the option.

export function record<T>(name: string, value: T): T {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new TypeError(`${name} must be an object`);
}

/** A text that is not empty. */
export function text(name: string, value: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new TypeError(`${name} must be a text`);
}

export function number(name: string, value: number, most: number): number {
  if (typeof value === 'number' && value >= 0 && value <= most) return value;
  throw new RangeError(`${name} must be a number from 0 to ${most}`);
}

export function flag(name: string, value: unknown): void {
  if (typeof value !== 'boolean') throw new TypeError(`${name} must be true or false`);
}

/** A misspelt option would otherwise be set and have no effect. */
export function refuseOthers(group: string, given: object, known: object): void {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || Object.hasOwn(known, name)) continue;
    throw new TypeError(`${group === '' ? name : `${group}.${name}`} is no option`);
  }
}

/** What one field may be: a number up to so much, or one of these kinds. */
type Field = number | 'text' | 'any text' | 'flag' | 'function' | 'record' | readonly string[];

/** All that `T` may hold; one that is forgotten does not compile. */
export type Fields<T> = { readonly [K in keyof T]-?: Field };

/** Checks each field that is given, and refuses what is none. */
export function checkFields<T extends object>(group: string, given: T, fields: Fields<T>): T {
  refuseOthers(group, record(group || 'options', given), fields);
  for (const [name, field] of Object.entries<Field>(fields)) {
    const value: unknown = given[name as keyof T];
    if (value !== undefined) checkField(group === '' ? name : `${group}.${name}`, value, field);
  }
  return given;
}

function checkField(name: string, value: unknown, field: Field): void {
  if (typeof field === 'number') number(name, value as number, field);
  else if (field === 'text') text(name, value as string);
  else if (field === 'flag') flag(name, value);
  else if (field === 'record') record(name, value);
  else if (field === 'function' || field === 'any text') {
    const kind = field === 'function' ? 'function' : 'string';
    if (typeof value !== kind) throw new TypeError(`${name} must be a ${kind === 'string' ? 'text' : kind}`);
  } else if (!field.includes(value as string)) throw new TypeError(`${name} must be ${field.join(' or ')}`);
}
