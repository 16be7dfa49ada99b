import { StoreError } from '../core/errors.js';
import type { Instant } from '../records.js';
import type { Field } from './field.js';

const loneSurrogate = /\p{Surrogate}/u;
const instantShape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Whether a text survives UTF-8 unchanged: half of a surrogate pair does not. */
export const isWellFormed = (value: string): boolean => !loneSurrogate.test(value);

/** Whether a row could hold the text; a search for another finds nothing, on engines that would refuse it too. */
export const isStorable = (text: string): boolean => isWellFormed(text) && !text.includes('\0');

const refuse = (where: string, why: string): never => {
  throw new StoreError('misuse', `${where} ${why}`);
};

export const isInstant = (value: unknown): value is Instant =>
  typeof value === 'string' &&
  instantShape.test(value) &&
  !Number.isNaN(Date.parse(value)) &&
  new Date(value).toISOString() === value;

/** Refuses what is not UTC with milliseconds: texts that `Date` guesses a zone for, or that sort otherwise. */
export function checkInstant(where: string, value: unknown): asserts value is Instant {
  if (!isInstant(value)) refuse(where, 'is not an instant like 2026-03-08T08:00:00.000Z');
}

const deepest = 20;

/** Refuses what JSON would drop or turn into something else, such as NaN into null, and what never ends. */
function checkJson(where: string, value: unknown, depth: number): void {
  if (depth > deepest) refuse(where, `is nested more than ${deepest} deep`);
  if (value === undefined || value === null || typeof value === 'string' || typeof value === 'boolean')
    return;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) refuse(where, 'holds a number that is not finite');
    return;
  }
  if (typeof value !== 'object' || 'toJSON' in value)
    refuse(where, 'holds what is no text, number, list or object');
  else for (const item of Object.values(value)) checkJson(where, item, depth + 1);
}

/** Refuses a value of another type than the field's. Absence is a matter of the caller. */
export function checkType(where: string, field: Field, value: unknown): void {
  switch (field.kind) {
    case 'id':
    case 'reference':
    case 'text':
      if (typeof value !== 'string') refuse(where, 'is not a text');
      return;
    case 'integer':
      if (!Number.isSafeInteger(value)) refuse(where, 'is not a whole number');
      return;
    case 'real':
      if (!Number.isFinite(value)) refuse(where, 'is not a finite number');
      return;
    case 'instant':
      checkInstant(where, value);
      return;
    case 'json':
      if (!Array.isArray(value)) refuse(where, 'is not a list');
      checkJson(where, value, 0);
      return;
  }
}

/** Refuses a text that sealing would change or could not take: sealed, it is checked as what it has become. */
export function checkSealable(where: string, value: unknown): asserts value is string {
  if (typeof value !== 'string') refuse(where, 'is not a text');
  else if (!isWellFormed(value)) refuse(where, 'holds half of a surrogate pair, which is no character');
}

/** Refuses, naming the field but not the value, what no engine could give back unchanged. */
export function checkValue(where: string, field: Field, value: unknown): void {
  if (value === undefined || value === null) {
    if (!field.optional) refuse(where, 'is required');
    return;
  }
  checkType(where, field, value);
  const isJson = field.kind === 'json';
  const text = isJson ? JSON.stringify(value) : value;
  if (typeof text !== 'string') return;
  const { width = Number.POSITIVE_INFINITY, values } = field;
  if (text.length > width)
    refuse(where, `has ${text.length} characters${isJson ? ' as JSON' : ''}, at most ${width} fit`);
  if (isJson) return;
  if (values && !values.includes(text)) refuse(where, `is none of ${values.join(', ')}`);
  if (!isWellFormed(text)) refuse(where, 'holds half of a surrogate pair, which is no character');
}
