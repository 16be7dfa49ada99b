import { invalidInput } from '../core/errors.js';

const usual = /^[0-9]{1,18}$/;
/**
 * What any id of Entrata's matches, whatever `wire.ids` says: 1 to 32 characters, no spaces, commas or control characters.
 * Ids are joined by commas, shown in messages and stored.
 */
export const anyEntrataId: RegExp = /^[^\s,\p{C}]{1,32}$/u;

/** A pattern that the whole of an id has to match. Throws `invalid_input` for what is none. */
export function checkIdPattern(field: string, given: RegExp | undefined): RegExp {
  if (given == null) return usual;
  if (!(given instanceof RegExp)) throw invalidInput(field, 'must be a regular expression');
  // A pattern with a memory (g, y) would find every other id.
  return new RegExp(`^(?:${given.source})$`, given.flags.replace(/[gym]/g, ''));
}

/** Whether a text is an id of this form. */
export function isId(text: string, ids: RegExp = usual): boolean {
  return anyEntrataId.test(text) && ids.test(text);
}

/** What an id of this form is, for messages. */
export function idForm(ids: RegExp): string {
  return ids === usual ? 'an id of 1 to 18 digits' : 'an id of the form that wire.ids says';
}
