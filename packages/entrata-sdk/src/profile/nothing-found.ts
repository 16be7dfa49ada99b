import { invalidInput } from '../core/errors.js';
import { group, refuseUnknown } from '../core/option-checks.js';
import { hasOwnMeaning } from './reply-kind.js';
import type { NothingFound } from './wire-profile.js';

/** Whether what Entrata says is one of the profile's ways to say that a list is empty. */
export type SaysNothing = (code: number | undefined, words: string | undefined) => boolean;

const longest = 500;

/** Throws `invalid_input` for a code that means something else already. */
export function checkNothingFound(
  field: string,
  given: NothingFound | undefined,
  reauthorizeCodes: ReadonlySet<number>,
): SaysNothing {
  const { codes, words, ...unknown } = group(field, given);
  refuseUnknown(field, unknown);
  const known = new Set(checkCodes(`${field}.codes`, codes ?? [], reauthorizeCodes));
  const patterns = checkWords(`${field}.words`, words ?? []);
  return (code, said) =>
    (code !== undefined && known.has(code)) ||
    (said !== undefined && patterns.some((pattern) => pattern.test(said.slice(0, longest))));
}

function checkCodes(
  field: string,
  given: readonly number[],
  reauthorizeCodes: ReadonlySet<number>,
): readonly number[] {
  if (!Array.isArray(given) || !given.every(Number.isSafeInteger)) {
    throw invalidInput(field, 'must be a list of whole numbers');
  }
  const other = given.find((code) => hasOwnMeaning(code, reauthorizeCodes));
  if (other !== undefined) throw invalidInput(field, `must not hold ${other}, which means something else`);
  return given;
}

function checkWords(field: string, given: readonly RegExp[]): readonly RegExp[] {
  if (!Array.isArray(given) || !given.every((pattern) => pattern instanceof RegExp)) {
    throw invalidInput(field, 'must be a list of regular expressions');
  }
  // A pattern with a memory (g, y) would find every other text.
  return given.map((pattern) => new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')));
}
