import { StoreError } from '../core/errors.js';
import { checkInstant } from '../core/instants.js';
import { isWellFormed } from '../core/texts.js';
import type { Field } from './field.js';

const refuse = (where: string, why: string): never => {
  throw new StoreError('misuse', `${where} ${why}`);
};

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
