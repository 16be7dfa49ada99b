import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { FakeEntrata } from '../../src/testing/index.js';
import { fixedClock } from './fixed-clock.js';
import { ils, post } from './post.js';

const tokenUrl = 'https://sync.entrata.com/api/oauth';
const demo = 'https://demo.entrata.com';

function exchangeBody(code: string, secret = 'sandbox-secret') {
  const auth = {
    type: 'oauth',
    code,
    grant_type: 'authorization_code',
    client_id: 'demo.sandbox',
    client_secret: secret,
  };
  return { auth, method: { name: 'getAccessToken', params: {} } };
}

test('swaps a code for a token that names its owner', async () => {
  const sandbox = new FakeEntrata();
  const send = (request: Request) => sandbox.handle(request);
  const code = sandbox.issueCode('demo');
  expect(code).toMatch(/\+.*\/.*=/);
  const { json } = await post(send, tokenUrl, exchangeBody(code));
  expect(json.response).toMatchObject({
    code: 200,
    result: { token_type: 'bearer', expires_in: 315_360_000, scope: expect.any(Array) },
  });
  expect(json.response).not.toHaveProperty('requestId');
  const token = String(json.response.result?.access_token);
  const owner = await ils(send, demo, token, 'getClientInfo', []);
  expect(owner.json.response).toEqual({
    requestId: '15',
    code: 200,
    result: { cid: 4101, companyName: 'Prairie Lantern Residential', subdomain: 'demo' },
  });
});

test('takes a code once, by the central host or by the company host of its owner', async () => {
  const sandbox = new FakeEntrata();
  const send = (request: Request) => sandbox.handle(request);
  const code = sandbox.issueCode('demo');
  expect((await post(send, `${demo}/api/oauth`, exchangeBody(code))).json.response.code).toBe(200);
  const again = await post(send, tokenUrl, exchangeBody(code));
  expect(again).toMatchObject({ status: 200, json: { response: { error: { code: 400 } } } });
  const foreign = await post(
    send,
    'https://coppermesa.entrata.com/api/oauth',
    exchangeBody(sandbox.issueCode('demo')),
  );
  expect(foreign.json.response.error?.code).toBe(400);
});

test('refuses a code that is too old, and a wrong secret without using the code up', async () => {
  const clock = fixedClock('2026-11-23T18:00:00Z');
  const sandbox = new FakeEntrata({ clock });
  const send = (request: Request) => sandbox.handle(request);
  const code = sandbox.issueCode('demo');
  expect((await post(send, tokenUrl, exchangeBody(code, 'wrong'))).json.response.error?.code).toBe(401);
  clock.set('2026-11-23T18:01:59Z');
  expect((await post(send, tokenUrl, exchangeBody(code))).json.response.code).toBe(200);
  const late = sandbox.issueCode('demo');
  clock.set('2026-11-23T18:04:00Z');
  expect((await post(send, tokenUrl, exchangeBody(late))).json.response.error?.code).toBe(400);
});

test('refuses the token of another company, a revoked one, an expired one, and none', async () => {
  const clock = fixedClock('2026-11-23T18:00:00Z');
  const sandbox = new FakeEntrata({ clock, tokenLifeSeconds: 3600 });
  const send = (request: Request) => sandbox.handle(request);
  const errorOf = async (base: string, token: string) =>
    (await ils(send, base, token, 'getProperties')).json.response.error?.code;
  const token = sandbox.issueToken('demo');
  expect(await errorOf('https://coppermesa.entrata.com', token)).toBe(403);
  expect(await errorOf('https://nobody.entrata.com', token)).toBe(404);
  expect(await errorOf(demo, token)).toBeUndefined();
  sandbox.revokeTokens('demo');
  expect(await errorOf(demo, token)).toBe(401);
  const second = sandbox.issueToken('demo');
  clock.set('2026-11-23T19:00:00Z');
  expect(await errorOf(demo, second)).toBe(401);
  expect(await errorOf(demo, '')).toBe(401);
});

test('the journal keeps requests, and prints no code, secret or token', async () => {
  const sandbox = new FakeEntrata();
  const send = (request: Request) => sandbox.handle(request);
  const code = sandbox.issueCode('demo');
  const { json } = await post(send, tokenUrl, exchangeBody(code));
  const token = String(json.response.result?.access_token);
  await ils(send, demo, token, 'getClientInfo');
  const printed = inspect(sandbox.journal, { depth: 9, showHidden: true }) + JSON.stringify(sandbox.journal);
  for (const secret of [code, token, 'sandbox-secret']) expect(printed).not.toContain(secret);
  expect(sandbox.journal).toMatchObject([
    { surface: 'oauth', method: 'getAccessToken', path: '/api/oauth', status: 200, subdomain: undefined },
    { surface: 'ils', method: 'getClientInfo', subdomain: 'demo', service: 'internetlisting' },
  ]);
  // What was sent can still be compared.
  const body = sandbox.journal[0]?.body as { auth: { code: { reveal(): string } } };
  expect(body.auth.code.reveal()).toBe(code);
  const headers = sandbox.journal[1]?.headers as { authorization: { reveal(): string } };
  expect(headers.authorization.reveal()).toBe(`Bearer ${token}`);
  await post(send, tokenUrl, [exchangeBody('another-code')]);
  expect(JSON.stringify(sandbox.journal)).not.toMatch(/another-code|sandbox-secret/);
});
