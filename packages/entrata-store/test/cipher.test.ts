import { expect, test } from 'vitest';
import { aesGcmCipher } from '../src/core/cipher.js';

const [keyA, keyB] = ['aa'.repeat(32), 'bb'.repeat(32)];
const cipher = aesGcmCipher({ keys: { a: keyA }, activeKeyId: 'a' });
const context = 'clients/accessToken/17';

test('opens what it sealed, byte for byte', () => {
  for (const text of ['', 'token', '🏠 é \0 \r\n', 'x'.repeat(100_000)])
    expect(cipher.open(cipher.seal(text, context), context)).toBe(text);
});

test('seals the same text differently each time, and shows nothing of it', () => {
  const [one, two] = [cipher.seal('hello', context), cipher.seal('hello', context)];
  expect(one).not.toBe(two);
  expect(one).not.toContain('hello');
  expect(one).not.toContain(Buffer.from('hello').toString('base64url'));
});

test('opens in no other row, column or tenant', () => {
  const sealed = cipher.seal('token', context);
  for (const place of ['clients/accessToken/18', 'oauthCodes/accessToken/17', 'clients/rawQuery/17', ''])
    expect(() => cipher.open(sealed, place)).toThrow(expect.objectContaining({ code: 'misuse' }));
});

test('refuses every text with one character changed, cut anywhere, or in clear', () => {
  const sealed = cipher.seal('token', context);
  for (let at = 0; at < sealed.length; at += 1) {
    const other = sealed[at] === 'A' ? 'B' : 'A';
    const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);
    expect(() => cipher.open(changed, context), `changed at ${at}`).toThrow();
    expect(() => cipher.open(sealed.slice(0, at), context), `cut at ${at}`).toThrow();
  }
  expect(() => cipher.open('token', context)).toThrow(expect.objectContaining({ code: 'misuse' }));
});

test('opens with an older key and seals with the active one', () => {
  const sealed = cipher.seal('token', context);
  const both = aesGcmCipher({ keys: { a: keyA, b: keyB }, activeKeyId: 'b' });
  expect(both.open(sealed, context)).toBe('token');
  expect(both.isCurrent(sealed)).toBe(false);
  const again = both.seal('token', context);
  expect(both.isCurrent(again)).toBe(true);
  expect(() => cipher.open(again, context)).toThrow(/needs key b/);
});

test('another key under the same id opens nothing', () => {
  const impostor = aesGcmCipher({ keys: { a: keyB }, activeKeyId: 'a' });
  expect(() => impostor.open(cipher.seal('token', context), context)).toThrow(/changed, moved/);
});

test('refuses keys of another length, odd ids and an active key that is not there, without showing a key', () => {
  for (const options of [
    { keys: { a: 'abcd' }, activeKeyId: 'a' },
    { keys: { a: 'zz'.repeat(32) }, activeKeyId: 'a' },
    { keys: { a: new Uint8Array(16) }, activeKeyId: 'a' },
    { keys: { 'a:b': keyA }, activeKeyId: 'a:b' },
    { keys: { a: keyA }, activeKeyId: 'b' },
  ]) {
    expect(() => aesGcmCipher(options)).toThrow(expect.objectContaining({ code: 'misuse' }));
    expect(() => aesGcmCipher(options)).not.toThrow(new RegExp(keyA));
  }
});
