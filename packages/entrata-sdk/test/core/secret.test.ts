import { inspect } from 'node:util';
import { secret } from 'entrata-sdk';
import { expect, it } from 'vitest';

it('never prints, and reveals on request only', () => {
  const token = secret('canary-123');
  const printed = [
    String(token),
    `${token}`,
    JSON.stringify({ token }),
    inspect(token, { showHidden: true, depth: 9 }),
    inspect({ nested: [token] }),
    inspect(token, { customInspect: false, showHidden: true }),
  ];
  for (const text of printed) expect(text).not.toContain('canary');
  expect(JSON.stringify({ token })).toBe('{"token":"[secret]"}');
  expect(token.reveal()).toBe('canary-123');
});
