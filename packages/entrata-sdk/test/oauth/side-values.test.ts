import { bearer, createEntrata, type EntrataOptions } from 'entrata-sdk';
import { describe, expect, it, onTestFinished } from 'vitest';
import { quickClock } from '../support/outcome.js';
import { rawServer, reply } from '../support/raw-server.js';

async function exchange(body: string, headers: Record<string, string> = {}, options: EntrataOptions = {}) {
  const server = await rawServer(reply(`{"response":{"code":200,"result":${body}}}`, 200, headers));
  const oauth = { clientId: 'a', clientSecret: 'b' };
  const entrata = createEntrata({ ...server.options, oauth, clock: quickClock(), ...options });
  onTestFinished(async () => {
    await entrata.close();
    await server.close();
  });
  return entrata.oauth.exchangeCode({ code: 'x' });
}

describe('a token is kept, whatever stands beside it', () => {
  // As JSON, since some of these are no numbers of JavaScript.
  it.each([
    '1e15',
    '315576000000',
    '-1',
    '-1e15',
    '0',
    '1e400',
    '-1e400',
    '9007199254740993',
    '"NaN"',
    '""',
    '"never"',
    '"2026-12-01"',
    '"2026-12-01T00:00:00Z"',
    '"1e15"',
    '"99999999999999999999"',
    '"-3600"',
    'null',
    'true',
    '{}',
    '{"seconds":3600}',
    '[]',
    '[3600]',
  ])('expires_in %s: no lifetime is taken from it', async (expiresIn) => {
    const token = await exchange(`{"access_token":"tok","expires_in":${expiresIn}}`);
    expect(token.accessToken.reveal()).toBe('tok');
    expect('expiresAt' in token).toBe(false);
  });

  it.each(['"3600 "', '" 3600"', '3600', '3600.0', '"3600.0"'])(
    'expires_in %s is an hour',
    async (expiresIn) => {
      const token = await exchange(`{"access_token":"tok","expires_in":${expiresIn}}`);
      expect(Date.parse(token.expiresAt ?? '') - quickClock().now()).toBe(3_600_000);
    },
  );

  it.each(['null', '0', 'true', '{}', '{"a":[1]}', '[[["a"]]]', '[null,7,{}]', '1e400', '""'])(
    'a scope and a token_type of %s are none',
    async (value) => {
      const token = await exchange(`{"access_token":"tok","scope":${value},"token_type":${value}}`);
      expect([token.accessToken.reveal(), token.scope]).toEqual(['tok', []]);
    },
  );

  it.each([
    { 'X-RateLimit-Remaining': '0/DAY', 'X-RateLimit-Reset': '9e99', 'X-RateLimit-Limit': '-1/DAY' },
    { 'X-RateLimit-Remaining': 'NaN', 'Retry-After': 'never' },
    { 'X-Total-Count': '-1', Link: '<x', Date: 'never' },
  ])('headers such as %j', async (headers) => {
    const token = await exchange('{"access_token":"tok"}', headers as unknown as Record<string, string>);
    expect(token.accessToken.reveal()).toBe('tok');
  });

  it.each([Number.NaN, 1e300, -1e300, 8.64e15, Number.POSITIVE_INFINITY])('a clock at %s', async (now) => {
    const clock = { now: () => now };
    const token = await exchange('{"access_token":"tok","expires_in":3600}', {}, { clock });
    expect(token.accessToken.reveal()).toBe('tok');
  });
});

it('whose token it is, is never read from a number that was rounded', async () => {
  const server = await rawServer(
    reply('{"response":{"code":200,"result":{"cid":9007199254740993,"subdomain":"demo"}}}'),
  );
  const entrata = createEntrata({ ...server.options, retry: { maxRetries: 0 } });
  onTestFinished(async () => {
    await entrata.close();
    await server.close();
  });
  await expect(entrata.oauth.getClientInfo({ subdomain: 'demo', accessToken: 't' })).rejects.toMatchObject({
    code: 'bad_response',
  });
  await expect(
    entrata.client({ subdomain: 'demo', auth: bearer('t') }).getProperties(),
  ).rejects.toMatchObject({ code: 'bad_response' });
});
