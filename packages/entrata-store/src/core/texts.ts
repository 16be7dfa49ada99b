import { StoreError } from './errors.js';

const loneSurrogate = /\p{Surrogate}/u;

/** Whether a text survives UTF-8 unchanged: half of a surrogate pair does not. */
export const isWellFormed = (value: string): boolean => !loneSurrogate.test(value);

/** Whether a row could hold the text; a search for another finds nothing, on engines that would refuse it too. */
export const isStorable = (text: string): boolean => isWellFormed(text) && !text.includes('\0');

/** Refuses a text that sealing would change or could not take: sealed, it is checked as what it has become. */
export function checkSealable(where: string, value: unknown): asserts value is string {
  if (typeof value !== 'string') throw new StoreError('misuse', `${where} is not a text`);
  if (!isWellFormed(value))
    throw new StoreError('misuse', `${where} holds half of a surrogate pair, which is no character`);
}
