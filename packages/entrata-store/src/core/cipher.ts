import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { checkObject } from './check-option.js';
import { StoreError } from './errors.js';
import { readSettings } from './settings.js';

/** Seals texts at rest. `context` names the place of the value: what is sealed for one place opens in no other. */
export interface Cipher {
  /**
   * The text as it is kept at this place.
   * @example
   * const sealed = cipher.seal(text, 'tokens/1234');
   */
  seal(plain: string, context: string): string;
  /**
   * The text that was sealed for this place.
   * @throws StoreError `misuse` when the text was not sealed, was changed, or was sealed for another place.
   * @example
   * const plain = cipher.open(cipher.seal(text, 'tokens/1234'), 'tokens/1234');
   */
  open(sealed: string, context: string): string;
  /**
   * Whether it was sealed by the key that seals now.
   * @example
   * const isOfTheActiveKey = cipher.isCurrent(text);
   */
  isCurrent(sealed: string): boolean;
}

/** What {@link aesGcmCipher} takes. */
export interface AesGcmOptions {
  /** 32 bytes each, as bytes or as 64 hexadecimal digits, by an id of your choosing (`[A-Za-z0-9_-]`, at most 64). */
  readonly keys: Readonly<Record<string, string | Uint8Array>>;
  /** The key that seals; the others only open. */
  readonly activeKeyId: string;
}

const sealedShape = /^sealed:1:([A-Za-z0-9_-]{1,64}):([A-Za-z0-9_-]+)$/;
const ivBytes = 12;
const tagBytes = 16;

/** Whether a stored text looks sealed. A text in clear that an existing table holds does not. */
export const isSealed = (text: string): boolean => text.startsWith('sealed:');

function readKey(id: string, key: string | Uint8Array): Buffer {
  if (typeof key !== 'string' && !(key instanceof Uint8Array))
    throw new StoreError('misuse', `Key ${id} is neither bytes nor a text`);
  const bytes = typeof key === 'string' ? Buffer.from(key, 'hex') : Buffer.from(key);
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(id))
    throw new StoreError('misuse', 'A key id is 1 to 64 of [A-Za-z0-9_-]');
  if (bytes.length !== 32 || (typeof key === 'string' && key.length !== 64))
    throw new StoreError('misuse', `Key ${id} is not 32 bytes (as bytes or 64 hexadecimal digits)`);
  return bytes;
}

/**
 * AES-256-GCM with a fresh nonce for each value, the key's id beside it, and the context authenticated.
 * @throws StoreError `misuse` for a key that is not 32 bytes, and when `activeKeyId` names none of them.
 * @example
 * const cipher = aesGcmCipher({ keys: { k1: keyFromYourSecretManager }, activeKeyId: 'k1' });
 */
export function aesGcmCipher(options: AesGcmOptions): Cipher {
  const { keys: givenKeys, activeKeyId } = readSettings('aesGcmCipher', options);
  checkObject('keys of aesGcmCipher', givenKeys);
  const given = Object.entries(givenKeys).filter(([, key]) => key !== undefined);
  const keys = new Map(given.map(([id, key]) => [id, readKey(id, key)]));
  const active = keys.get(activeKeyId);
  if (!active) throw new StoreError('misuse', 'activeKeyId names none of the keys');
  const bind = (keyId: string, context: string) => Buffer.from(`entrata-store:1:${keyId}:${context}`);

  return {
    seal(plain, context) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', active, iv).setAAD(bind(activeKeyId, context));
      const body = Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `sealed:1:${activeKeyId}:${body.toString('base64url')}`;
    },
    open(sealed, context) {
      const [, keyId, body] = sealedShape.exec(sealed) ?? [];
      const key = keyId === undefined ? undefined : keys.get(keyId);
      if (keyId === undefined || body === undefined)
        throw new StoreError('misuse', 'A stored secret is not sealed, or was cut');
      if (!key) throw new StoreError('misuse', `A stored secret needs key ${keyId}, which was not given`);
      const bytes = Buffer.from(body, 'base64url');
      if (bytes.length < ivBytes + tagBytes) throw new StoreError('misuse', 'A stored secret was cut');
      try {
        const opener = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes), {
          authTagLength: tagBytes,
        })
          .setAAD(bind(keyId, context))
          .setAuthTag(bytes.subarray(-tagBytes));
        return Buffer.concat([opener.update(bytes.subarray(ivBytes, -tagBytes)), opener.final()]).toString(
          'utf8',
        );
      } catch {
        throw new StoreError(
          'misuse',
          'A stored secret was changed, moved, or sealed by another key of this id',
        );
      }
    },
    isCurrent: (sealed) => sealed.startsWith(`sealed:1:${activeKeyId}:`),
  };
}

/** The secret; undefined when it does not open: its key is gone, or the text was cut, changed or moved. */
export function tryOpen({ open }: Pick<Cipher, 'open'>, sealed: string, context: string): string | undefined {
  try {
    return open(sealed, context);
  } catch {
    // Whatever a cipher says: it will say the same the next time, and one row must not spoil a list.
    return undefined;
  }
}
