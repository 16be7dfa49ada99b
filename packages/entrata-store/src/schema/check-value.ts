import { StoreError } from '../errors.js';
import type { Field } from './field.js';

const loneSurrogate = /\p{Surrogate}/u;

/** Whether a text survives UTF-8 unchanged: half of a surrogate pair does not. */
export const isWellFormed = (value: string): boolean => !loneSurrogate.test(value);

/** Refuses, naming the field but not the value, what no engine could give back unchanged. */
export function checkValue(where: string, field: Field, value: unknown): void {
  const refuse = (why: string): never => {
    throw new StoreError('misuse', `${where} ${why}`);
  };
  if (value === undefined || value === null) {
    if (!field.optional) refuse('is required');
    return;
  }
  switch (field.kind) {
    case 'id':
    case 'reference':
    case 'text':
      if (typeof value !== 'string') {
        refuse('is not a text');
        return;
      }
      if (value.length > (field.width ?? Number.POSITIVE_INFINITY))
        refuse(`has ${value.length} characters, at most ${field.width} fit`);
      if (field.values && !field.values.includes(value)) refuse(`is none of ${field.values.join(', ')}`);
      if (!isWellFormed(value)) refuse('holds half of a surrogate pair, which is no character');
      return;
    case 'integer':
      if (!Number.isSafeInteger(value)) refuse('is not a whole number');
      return;
    case 'real':
      if (!Number.isFinite(value)) refuse('is not a finite number');
      return;
    case 'instant':
      if (typeof value !== 'string' || Number.isNaN(Date.parse(value))) refuse('is not an instant');
      return;
    case 'json': {
      const written = JSON.stringify(value);
      if (written.length > (field.width ?? Number.POSITIVE_INFINITY))
        refuse(`has ${written.length} characters as JSON, at most ${field.width} fit`);
      return;
    }
  }
}
