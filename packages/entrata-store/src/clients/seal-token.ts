import { checkObject } from '../core/check-option.js';
import { StoreError } from '../core/errors.js';
import { checkInstant } from '../core/instants.js';
import { checkSealable } from '../core/texts.js';
import type { Services } from '../rows/row-table.js';
import type { NewToken } from './client-repository.js';

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
