import { StoreError } from '../errors.js';
import type { NewToken } from '../repositories.js';
import type { Services } from '../row-table.js';
import { checkSealable } from '../schema/check-value.js';

/** Seals the token's text for its place; `misuse` when it is no Secret, as a bare text would not be. */
export function sealToken(seal: Services['seal'], token: NewToken, context: string): string {
  if (typeof token?.accessToken?.reveal !== 'function')
    throw new StoreError('misuse', 'accessToken is not a Secret: wrap the text in secret(...)');
  const text = token.accessToken.reveal();
  checkSealable('accessToken', text);
  return seal(text, context);
}
