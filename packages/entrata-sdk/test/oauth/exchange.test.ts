import { createEntrata, type EntrataOptions } from 'entrata-sdk';
import { describe, expect, it, onTestFinished } from 'vitest';
import { failureOf, quickClock } from '../support/outcome.js';
import { type Answer, rawServer, reply, result } from '../support/raw-server.js';
import { oauth, sandboxClient } from '../support/sandbox.js';

async function setUp(answer: Answer, options: EntrataOptions = {}) {
  const server = await rawServer(answer);
  const clock = quickClock();
  const entrata = createEntrata({ ...server.options, oauth, clock, ...options });
  onTestFinished(async () => {
    await entrata.close();
    await server.close();
  });
  return { server, entrata, now: clock.now() };
}

describe('exchangeCode', () => {
  it('posts the code with the partner’s credentials in the body, as Entrata’s flow chart has it', async () => {
    const { server, entrata } = await setUp(result({ access_token: 'tok', expires_in: 3600 }));
    await entrata.oauth.exchangeCode({ code: 'aK+b/4A==' });
    const [request] = server.requests;
    expect(request?.url).toBe('/oauth');
    expect(request?.headers.authorization).toBeUndefined();
    expect(JSON.parse(request?.body ?? '')).toEqual({
      auth: {
        type: 'oauth',
        code: 'aK+b/4A==',
        grant_type: 'authorization_code',
        client_id: oauth.clientId,
        client_secret: oauth.clientSecret,
      },
      method: { name: 'getAccessToken', params: {} },
    });
  });

  it('can ask the client’s own host', async () => {
    const server = await rawServer(result({ access_token: 'tok' }));
    const token = `${server.url}/{subdomain}/api/oauth`;
    const entrata = createEntrata({ allowInsecureLoopback: true, oauth, wire: { hosts: { token } } });
    onTestFinished(async () => {
      await entrata.close();
      await server.close();
    });
    await entrata.oauth.exchangeCode({ code: 'x', subdomain: 'demo' });
    expect(server.requests[0]?.url).toBe('/demo/api/oauth');
  });

  it.each([
    ['a number', { expires_in: 3600 }, 3_600_000],
    ['a text', { expires_in: '3600' }, 3_600_000],
    ['absent', {}, undefined],
    ['zero', { expires_in: 0 }, undefined],
  ])('reads a lifetime that is %s', async (_, life, lifeMs) => {
    const { entrata, now } = await setUp(
      result({ access_token: 'tok', token_type: 'bearer', scope: ['a', 'b'], ...life }),
    );
    const token = await entrata.oauth.exchangeCode({ code: 'x' });
    expect(token.accessToken.reveal()).toBe('tok');
    expect(token.scope).toEqual(['a', 'b']);
    expect(token.expiresAt).toBe(lifeMs === undefined ? undefined : new Date(now + lifeMs).toISOString());
    expect('expiresAt' in token).toBe(lifeMs !== undefined);
  });

  it('reads a scope that is a text or missing', async () => {
    const text = await setUp(result({ access_token: 'tok', scope: 'a b,c' }));
    expect((await text.entrata.oauth.exchangeCode({ code: 'x' })).scope).toEqual(['a', 'b', 'c']);
    const none = await setUp(result({ access_token: 'tok' }));
    expect((await none.entrata.oauth.exchangeCode({ code: 'x' })).scope).toEqual([]);
  });

  it.each([
    ['lost', ((response) => void response.socket?.destroy()) as Answer, 'network'],
    ['HTML', reply('<html>'), 'bad_response'],
    ['without a token', result({}), 'bad_response'],
    ['an empty token', result({ access_token: '' }), 'bad_response'],
    ['a server error', reply('', 500), 'unavailable'],
  ])('is not repeated when the answer is %s: the code may be used up', async (_, answer, code) => {
    const { server, entrata } = await setUp(answer);
    expect(await failureOf(entrata.oauth.exchangeCode({ code: 'x' }))).toMatchObject({
      code,
      outcome: 'unknown',
    });
    expect(server.requests).toHaveLength(1);
  });

  it('calls a refused code refused, used, stale or of another partner', async () => {
    const { entrata, sandbox, company } = await sandboxClient('ils');
    const used = sandbox.issueCode(company.subdomain);
    await entrata.oauth.exchangeCode({ code: used });
    for (const code of [used, 'made-up']) {
      expect(await failureOf(entrata.oauth.exchangeCode({ code }))).toMatchObject({
        outcome: 'refused',
        method: 'oauth.exchangeCode',
      });
    }
  });
});

describe('getClientInfo', () => {
  it('names the owner of a token, and no other', async () => {
    const { entrata, sandbox } = await sandboxClient('ils');
    const [first, second] = sandbox.companies;
    if (!first || !second) throw new Error('two companies are needed');
    const { accessToken } = await entrata.oauth.exchangeCode({ code: sandbox.issueCode(first.subdomain) });
    await expect(entrata.oauth.getClientInfo({ subdomain: first.subdomain, accessToken })).resolves.toEqual({
      cid: first.cid,
      companyName: first.name,
      subdomain: first.subdomain,
    });
    const foreign = entrata.oauth.getClientInfo({ subdomain: second.subdomain, accessToken });
    expect(await failureOf(foreign)).toMatchObject({ code: 'forbidden', outcome: 'refused' });
  });

  it('needs no profile: this call is known', async () => {
    const { server, entrata } = await setUp(
      result({ cid: 7, companyName: 'A &amp; B', subdomain: 'Demo' }),
      {},
    );
    await expect(entrata.oauth.getClientInfo({ subdomain: 'demo', accessToken: 't' })).resolves.toEqual({
      cid: '7',
      companyName: 'A & B',
      subdomain: 'demo',
    });
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({
      auth: { type: 'oauth' },
      method: { name: 'getClientInfo', params: [] },
    });
  });

  it('refuses an answer without an owner', async () => {
    const { entrata } = await setUp(result({ companyName: 'x' }));
    const call = entrata.oauth.getClientInfo({ subdomain: 'demo', accessToken: 't' }, { maxRetries: 0 });
    expect(await failureOf(call)).toMatchObject({ code: 'bad_response' });
  });
});
