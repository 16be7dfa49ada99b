import { parseWebhook } from 'entrata-sdk';
import { describe, expect, test } from 'vitest';
import {
  acceptUnverified,
  codeProof,
  everyCheck,
  ipAllowList,
  urlSecret,
  type VerifySender,
  type WebhookSender,
} from '../../src/index.js';

const sender = (more: Partial<WebhookSender> = {}): WebhookSender => ({
  pathSecret: undefined,
  remoteAddress: '192.0.2.7',
  headers: {},
  webhook: parseWebhook('?cid=1&request_type=ACTIVATION'),
  ...more,
});

describe('urlSecret', () => {
  const verify = urlSecret('the-first-secret-1', 'the-second-secret-2');

  test('admits either secret while one replaces the other', () => {
    expect(verify(sender({ pathSecret: 'the-first-secret-1' }))).toBe('verified');
    expect(verify(sender({ pathSecret: 'the-second-secret-2' }))).toBe('verified');
  });

  test.each([undefined, '', 'the-first-secret', 'the-first-secret-1 ', 'x'.repeat(100_000)])(
    'refuses another text',
    (pathSecret) => {
      expect(verify(sender({ pathSecret }))).toBe('unauthorized');
    },
  );

  test('takes no secret that could be guessed', () => {
    expect(() => urlSecret('short')).toThrow(RangeError);
    expect(() => urlSecret({ reveal: () => 'also-short' })).toThrow(RangeError);
  });
});

describe('ipAllowList', () => {
  const verify = ipAllowList(['192.0.2.7', '198.51.100.0/24', '2001:db8::/32']);

  test.each(['192.0.2.7', '198.51.100.200', '2001:db8:1::2', '::ffff:192.0.2.7'])(
    'admits %s',
    (remoteAddress) => {
      expect(verify(sender({ remoteAddress }))).toBe('verified');
    },
  );

  test.each(['192.0.2.8', '203.0.113.1', '2001:db9::1', '', 'localhost', undefined])(
    'refuses %s',
    (remoteAddress) => {
      expect(verify(sender({ remoteAddress }))).toBe('forbidden');
    },
  );

  test('does not believe x-forwarded-for from just anybody', () => {
    const headers = { 'x-forwarded-for': '192.0.2.7' };
    expect(verify(sender({ remoteAddress: '203.0.113.1', headers }))).toBe('forbidden');
  });

  test("reads the address that the outermost of one's own proxies saw", () => {
    const behindTwo = ipAllowList(['192.0.2.7'], { trustedProxyHops: 2 });
    const via = (chain: string) =>
      behindTwo(sender({ remoteAddress: '10.0.0.1', headers: { 'x-forwarded-for': chain } }));
    expect(via('192.0.2.7, 10.0.0.2')).toBe('verified');
    expect(via('203.0.113.1, 192.0.2.7, 10.0.0.2')).toBe('verified');
    // The sender wrote the allowed address itself; the proxy appended the true one.
    expect(via('192.0.2.7, 203.0.113.1, 10.0.0.2')).toBe('forbidden');
    expect(via('192.0.2.7')).toBe('forbidden');
    expect(behindTwo(sender({ remoteAddress: '192.0.2.7' }))).toBe('forbidden');
  });

  test.each(['example.test', '192.0.2.0/33', '192.0.2.0/x', '192.0.2.0/', '192.0.2.0/8/8', ''])(
    'throws on the entry %j',
    (entry) => {
      expect(() => ipAllowList([entry])).toThrow(RangeError);
    },
  );
});

test('codeProof believes nobody, acceptUnverified everybody', () => {
  expect(codeProof()(sender())).toBe('unproven');
  expect(acceptUnverified()(sender())).toBe('verified');
});

test.each([[[]], [[undefined]], [[urlSecret('sixteen-characters'), undefined]], [['secret']]])(
  'everyCheck(%j) is refused when it is made',
  (checks) => {
    expect(() => everyCheck(...(checks as never as [VerifySender]))).toThrow(TypeError);
  },
);

test('everyCheck goes by the strictest answer', async () => {
  const secret = urlSecret('the-first-secret-1');
  const both = everyCheck(secret, ipAllowList(['192.0.2.7']));
  expect(await both(sender({ pathSecret: 'the-first-secret-1' }))).toBe('verified');
  expect(await both(sender())).toBe('unauthorized');
  expect(await both(sender({ pathSecret: 'the-first-secret-1', remoteAddress: '203.0.113.1' }))).toBe(
    'forbidden',
  );
  expect(await everyCheck(acceptUnverified(), codeProof())(sender())).toBe('unproven');
});

test('everyCheck admits nobody when one of the checks answers something else', async () => {
  const odd = [undefined, true, 'yes'].map((answer) => () => answer as never);
  for (const check of odd) {
    expect(await everyCheck(acceptUnverified(), check)(sender())).toBe('forbidden');
  }
});
