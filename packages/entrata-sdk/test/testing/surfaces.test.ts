import { expect, test } from 'vitest';
import { FakeEntrata } from '../../src/testing/index.js';
import { post } from './post.js';
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
  const ils = await post(send, 'https://demo.entrata.com/api/ils/internetlisting', body, key);
  expect(ils.json.response.error?.code).toBe(401);
});

test('other paths and other HTTP methods get a page', async () => {
  const sandbox = new FakeEntrata();
  const wrong = await sandbox.handle(new Request('https://demo.entrata.com/nowhere', { method: 'POST' }));
  expect([wrong.status, wrong.headers.get('content-type')]).toEqual([404, 'text/html; charset=UTF-8']);
  const get = await sandbox.handle(new Request('https://demo.entrata.com/api/v1/properties'));
  expect(get.status).toBe(405);
});
