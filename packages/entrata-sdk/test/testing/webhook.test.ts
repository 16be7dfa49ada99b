import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEntrata } from 'entrata-sdk';
import { afterEach, expect, test } from 'vitest';
import { FakeEntrata, writeWebhookQuery } from '../../src/testing/index.js';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A partner that keeps what it was called with. */
async function partner(answer: { status: number; headers?: Record<string, string> }) {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    calls.push(`${request.method} ${request.url}`);
    response.writeHead(answer.status, { 'content-type': 'text/plain', ...answer.headers }).end('Thank you.');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closing.push(() => server.close());
  return { calls, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/entrata/s3` };
}

test('sends an ACTIVATION as a GET whose code is not escaped', async () => {
  const { calls, url } = await partner({ status: 200 });
  const sandbox = new FakeEntrata();
  const answer = await sandbox.sendWebhook(url, {
    requestType: 'ACTIVATION',
    subdomain: 'demo',
    propertyId: '700002',
  });
  expect(answer).toMatchObject({
    status: 200,
    body: 'Thank you.',
    headers: { 'content-type': 'text/plain' },
  });
  expect(calls).toHaveLength(1);
  expect(calls[0]).toMatch(
    /^GET \/webhooks\/entrata\/s3\?cid=4101&company_name=Prairie%20Lantern%20Residential&subdomain=demo&auth_code=[^&%]*\+[^&%]*\/[^&%]*==&api_location=https%3A%2F%2Fdemo\.entrata\.com%2Fapi%2Fils%2Finternetlisting&property_id=700002&occupancy_type=student&request_type=ACTIVATION&referrer=entrata$/,
  );
  expect(answer.url).toBe(calls[0]?.replace('GET ', new URL(url).origin));
});

test('sends other types without a code, finds a company by its cid, and lets a test change parameters', async () => {
  const { calls, url } = await partner({ status: 302, headers: { location: 'http://127.0.0.1:9/' } });
  const sandbox = new FakeEntrata();
  const extra = { feed_type: 'MINIMAL', referrer: undefined, company_name: 'A&B' };
  const answer = await sandbox.sendWebhook(`${url}?key=1`, { requestType: 'SUSPENDED', cid: '4102', extra });
  expect(answer.status).toBe(302);
  expect(calls[0]).toContain('?key=1&cid=4102&company_name=A%26B&subdomain=coppermesa&');
  expect(calls[0]).toMatch(/request_type=SUSPENDED&feed_type=MINIMAL$/);
  expect(calls[0]).not.toMatch(/auth_code|property_id|occupancy_type/);
});

test('throws for a company that it does not have', () => {
  const sandbox = new FakeEntrata();
  expect(() => sandbox.issueCode('nobody')).toThrow(/no company nobody/);
  expect(() => sandbox.webhookQuery({ requestType: 'ACTIVATION', cid: '1' })).toThrow(/no company 1/);
});

test('a query has the names of the profile, further parameters as they are, and a code that is not escaped', () => {
  const fields = { requestType: 'A&B', cid: '4101', feedType: 'full', authCode: 'a+b/c==&d\ud800' };
  expect(writeWebhookQuery(fields)).toBe(
    'cid=4101&auth_code=a+b/c==%26d%EF%BF%BD&request_type=A%26B&feed_type=full',
  );
  const names = { cid: ['company', 'cid'], feedType: ['feed'] };
  expect(writeWebhookQuery({ cid: '4101', feedType: 'full' }, names, [['cid', '1 2']])).toBe(
    'company=4101&feed=full&cid=1%202',
  );
  const sandbox = new FakeEntrata({ wire: { webhook: { parameters: names } } });
  const webhook = { requestType: 'CHANGE_FEED_TYPE', cid: '4101', extra: { feed_type: 'full' } };
  expect(sandbox.webhookQuery(webhook)).toMatch(/^company=4101&.*&feed=full$/);
});

test('issues a code to another process, for a company that it has', async () => {
  const sandbox = new FakeEntrata();
  const server = await sandbox.listen();
  closing.push(() => void server.close());
  const ask = (query: string) => fetch(`${server.url}/sandbox/codes?${query}`, { method: 'POST' });
  const issued = (await (await ask('cid=4101')).json()) as { code: string };
  expect(issued).toMatchObject({ cid: '4101', subdomain: 'demo', companyName: expect.any(String) });
  const entrata = createEntrata({ oauth: sandbox.oauth, ...server.options });
  expect(await entrata.oauth.exchangeCode({ code: issued.code })).toHaveProperty('accessToken');
  await entrata.close();
  expect((await ask('subdomain=coppermesa')).status).toBe(200);
  expect((await ask('cid=1')).status).toBe(404);
  expect((await ask('')).status).toBe(404);
});
