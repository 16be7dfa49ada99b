import { type Cipher, isSealed } from '../core/cipher.js';
import { StoreError } from '../core/errors.js';
import { synchronous } from '../core/synchronous.js';

/** `'plaintext'` keeps secrets as they are, and has to be written out. */
export type CipherOption = Cipher | 'plaintext';

/** Opens what it sealed. A sealed text is never handed out as if it were the secret itself. */
const plaintext: Cipher = {
  seal: (plain) => plain,
  open(stored) {
    if (isSealed(stored))
      throw new StoreError('misuse', 'A stored secret is sealed; the store was given no key');
    return stored;
  },
  isCurrent: (stored) => !isSealed(stored),
};

/** Seals what it writes, and also opens what an existing table still holds in clear. */
const lenient = (cipher: Cipher): Cipher => ({
  ...cipher,
  open: (stored, context) => (isSealed(stored) ? cipher.open(stored, context) : stored),
});

export function resolveCipher(option: CipherOption | undefined, unsealed: 'refuse' | 'read'): Cipher {
  if (option === undefined)
    throw new StoreError('misuse', "Say how secrets are kept: cipher: aesGcmCipher({ ... }) or 'plaintext'");
  if (option === 'plaintext') return plaintext;
  const methods = ['seal', 'open', 'isCurrent'] as const;
  if (
    typeof option !== 'object' ||
    option === null ||
    methods.some((name) => typeof option[name] !== 'function')
  )
    throw new StoreError(
      'misuse',
      "cipher is one of aesGcmCipher({ ... }), a Cipher of your own, or 'plaintext'",
    );
  const own: Cipher = {
    seal: synchronous('cipher.seal', option.seal.bind(option)),
    open: synchronous('cipher.open', option.open.bind(option)),
    isCurrent: synchronous('cipher.isCurrent', option.isCurrent.bind(option)),
  };
  return unsealed === 'read' ? lenient(own) : own;
}
