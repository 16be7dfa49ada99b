import { expect, test } from 'vitest';
import { inventedIlsWire } from '../../src/profile/invented-ils-wire.js';
import { FakeEntrata } from '../../src/testing/index.js';
import { ils, post } from './post.js';
import { openGateway } from './standard-call.js';

test('the gateway uses HTTP statuses and repeats them as response.code', async () => {
  const { call } = openGateway();
  const cases: [string, object, Record<string, string>, number, number][] = [
    ['properties/getMagic', {}, {}, 404, 404],
    ['properties/getProperties r9', {}, {}, 400, 400],
    ['leads/getProperties', {}, {}, 404, 404],
    ['properties/getProperties', { propertyIds: '700101' }, {}, 403, 311],
    ['properties/getFloorPlans', {}, {}, 400, 400],
    ['properties/getProperties', {}, { 'x-api-key': 'nobody' }, 401, 401],
    ['properties/getProperties', {}, { 'x-api-key': 'coppermesa-sandbox-key' }, 400, 1403],
  ];
  for (const [target, params, headers, status, code] of cases) {
    const reply = await call(target, params, headers);
    expect([target, reply.status, reply.json.response.error?.code]).toEqual([target, status, code]);
    expect(reply.json.response).toMatchObject({ requestId: '15', code: status });
  }
});

test('the legacy host answers HTTP 200 for everything, and leaves response.code out of errors', async () => {
  const sandbox = new FakeEntrata();
  const errorOf = async (body: object, authorization?: string) => {
    const headers = authorization === undefined ? {} : { authorization };
    const url = 'https://demo.entrata.com/api/v1/properties';
    const reply = await post((request) => sandbox.handle(request), url, body, headers);
    expect(reply.status).toBe(200);
    expect(reply.json.response.code).toBe(reply.json.response.error ? undefined : 200);
    return reply.json.response.error?.code;
  };
  const method = { name: 'getProperties' };
  const basic = `Basic ${btoa('demo-api:demo-sandbox-password')}`;
  expect(await errorOf({ auth: { type: 'basic' }, method }, basic)).toBeUndefined();
  expect(await errorOf({ auth: { type: 'basic' }, method }, `Basic ${btoa('demo-api:no')}`)).toBe(401);
  expect(await errorOf({ auth: { type: 'basic' }, method }, 'Basic %%%')).toBe(401);
  expect(await errorOf({ auth: { type: 'basic' }, method })).toBe(401);
  expect(await errorOf({ auth: { type: 'apikey' }, method }, basic)).toBe(401);
  expect(await errorOf({ auth: { type: 'basic' }, method: { name: 'getMagic' } }, basic)).toBe(404);
});

test('credentials of one surface open no other', async () => {
  const sandbox = new FakeEntrata();
  const send = (request: Request) => sandbox.handle(request);
  const bearer = { authorization: `Bearer ${sandbox.issueToken('demo')}` };
  const body = { auth: { type: 'oauth' }, method: { name: 'getProperties' } };
  const legacy = await post(send, 'https://demo.entrata.com/api/v1/properties', body, bearer);
  expect(legacy.json.response.error?.code).toBe(401);
  const gateway = await post(send, 'https://apis.entrata.com/ext/orgs/demo/v1/properties', body, bearer);
  expect(gateway.status).toBe(401);
  const key = { 'x-api-key': 'demo-sandbox-key' };
  const overIls = await post(send, 'https://demo.entrata.com/api/ils/internetlisting', body, key);
  expect(overIls.json.response.error?.code).toBe(401);
});

test('takes JSON only, by any spelling of its name', async () => {
  const { call } = openGateway();
  const statusOf = async (type: string) =>
    (await call('properties/getProperties', {}, { 'content-type': type })).status;
  expect(await statusOf('APPLICATION/JSON; CHARSET=UTF-8')).toBe(200);
  expect(await statusOf('text/plain')).toBe(400);
  expect(await statusOf('application/x-www-form-urlencoded')).toBe(400);
});

test('takes several ids as one text and flags as digits, as Entrata does', async () => {
  const { call } = openGateway();
  expect((await call('properties/getProperties', { propertyIds: ['700001', '700002'] })).status).toBe(400);
  const { json } = await call('propertyunits/getUnitsAvailabilityAndPricing', {
    propertyId: '700001',
    availableUnitsOnly: true,
  });
  expect(Object.keys(json.response.result?.ILS_Units?.Unit ?? {})).toHaveLength(11);
});

test('other paths and other HTTP methods get a page', async () => {
  const sandbox = new FakeEntrata();
  const wrong = await sandbox.handle(new Request('https://demo.entrata.com/nowhere', { method: 'POST' }));
  expect([wrong.status, wrong.headers.get('content-type')]).toEqual([404, 'text/html; charset=UTF-8']);
  const get = await sandbox.handle(new Request('https://demo.entrata.com/api/v1/properties'));
  expect(get.status).toBe(405);
  expect(sandbox.journal).toMatchObject([
    { path: '/nowhere', surface: 'unknown', status: 404, method: undefined },
    { path: '/api/v1/properties', surface: 'legacy', status: 405 },
  ]);
});

test('each host of Entrata serves its own surface and no other', async () => {
  const sandbox = new FakeEntrata();
  const statusOf = async (url: string) =>
    (await sandbox.handle(new Request(url, { method: 'POST', body: '{}' }))).status;
  for (const url of [
    'https://demo.entrata.com/ext/orgs/demo/v1/properties',
    'https://apis.entrata.com/api/v1/properties',
    'https://apis.entrata.com/api/oauth',
    'https://sync.entrata.com/ext/orgs/demo/v1/properties',
    'https://sync.entrata.com/api/ils/internetlisting',
    'http://127.0.0.1:4020/demo/ext/orgs/demo/v1/properties',
  ])
    expect([url, await statusOf(url)]).toEqual([url, 404]);
  const { call } = openGateway();
  const global = await post(
    (request) => sandbox.handle(request),
    'https://apis.entrata.global/ext/orgs/demo/v1/properties',
    { auth: { type: 'apikey' }, method: { name: 'getProperties' } },
    { 'x-api-key': 'demo-sandbox-key' },
  );
  expect([global.status, (await call('properties/getProperties')).status]).toEqual([200, 200]);
});

test('says what there is to those who ask for something else', async () => {
  const { sandbox, call } = openGateway();
  const messageOf = async (target: string) => (await call(target)).json.response.error?.message;
  expect(await messageOf('leads/getProperties')).toMatch(/leads getProperties.*properties getProperties/);
  expect(await messageOf('properties/getProperties r9')).toMatch(/only r1/);
  const page = await sandbox.handle(new Request('http://127.0.0.1:4020/api/v1/leads', { method: 'POST' }));
  expect(await page.text()).toContain('/{subdomain}/api/v1/{service}');
  const unknown = await post(
    (request) => sandbox.handle(request),
    'https://nobody.entrata.com/api/v1/properties',
    { auth: { type: 'basic' }, method: { name: 'getProperties' } },
  );
  expect(unknown.json.response.error?.message).toContain('demo, coppermesa, harborpine');
});

test('a body past 10 MB is the fault of the sandbox, and says so', async () => {
  const server = await new FakeEntrata().listen();
  try {
    const reply = await fetch(`${server.url}/demo/api/v1/leads`, {
      method: 'POST',
      body: 'x'.repeat(10_000_001),
    });
    expect([reply.status, await reply.text()]).toEqual([500, expect.stringContaining('too large')]);
  } finally {
    await server.close();
  }
});

test('two sandboxes know nothing of each other', async () => {
  const [first, second] = [new FakeEntrata(), new FakeEntrata()];
  const token = first.issueToken('demo');
  const errorOf = async (sandbox: FakeEntrata) =>
    (await ils((request) => sandbox.handle(request), 'https://demo.entrata.com', token, 'getProperties')).json
      .response.error?.code;
  expect([await errorOf(first), await errorOf(second)]).toEqual([undefined, 401]);
});

test('speaks the ILS names of the profile it is given, and no others', async () => {
  const wire = (method: string) => ({ service: 'internetlisting', method, version: 'r1' });
  const profile = {
    ...inventedIlsWire,
    getProperties: wire('listEverything'),
    getFloorPlans: wire('getFloorPlans'),
    getUnitsAvailabilityAndPricing: wire('getUnits'),
    getLeadPickLists: wire('getLeadPickLists'),
  };
  const sandbox = new FakeEntrata({ wire: { ils: profile } });
  const token = sandbox.issueToken('demo');
  const codeOf = async (method: string) => {
    const params = { propertyId: '700001' };
    const send = (request: Request) => sandbox.handle(request);
    const { response } = (await ils(send, 'https://demo.entrata.com', token, method, params)).json;
    return response.error?.code ?? response.code;
  };
  for (const method of ['listEverything', 'getFloorPlans', 'getUnits', 'getLeadPickLists']) {
    expect([method, await codeOf(method)]).toEqual([method, 200]);
  }
  expect(await codeOf('getProperties')).toBe(404);
  expect(await codeOf('getPropertyUnits')).toBe(404);
});
