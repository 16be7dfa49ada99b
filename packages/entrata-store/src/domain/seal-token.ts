import { checkObject } from '../check-option.js';
import { StoreError } from '../errors.js';
import type { NewToken } from '../repositories.js';
import type { Services } from '../row-table.js';
import { checkInstant, checkSealable } from '../schema/check-value.js';

/** Seals the token's text for its place; `misuse` when it is no Secret, as a bare text would not be. */
export function sealToken(seal: Services['seal'], token: NewToken, context: string): string {
  return seal(checkToken(token), context);
}

/** The token's text; `misuse` when it is no token, before anything is written. */
export function checkToken(token: NewToken): string {
  checkObject('token', token);
  if (typeof token.accessToken?.reveal !== 'function')
    throw new StoreError('misuse', 'accessToken is not a Secret: wrap the text in secret(...)');
  const text = token.accessToken.reveal();
  checkSealable('accessToken', text);
  if (token.expiresAt !== undefined && token.expiresAt !== null) checkInstant('expiresAt', token.expiresAt);
  return text;
}
