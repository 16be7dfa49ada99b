import { expect, test } from 'vitest';
import { FakeEntrata } from '../../src/testing/index.js';
import { ils } from './post.js';
import { openGateway } from './standard-call.js';

const quota = { perMinute: 2, perHour: 100, perDay: 1000 };

test('every reply says what is left, longest window first', async () => {
  const { call } = openGateway({ quota });
  const { headers } = await call('properties/getProperties');
  expect(headers.get('x-ratelimit-limit')).toBe('1000/DAY;100/HOUR;2/MINUTE');
  expect(headers.get('x-ratelimit-remaining')).toBe('999/DAY;99/HOUR;1/MINUTE');
  expect(headers.get('x-ratelimit-reset')).toBe('21600;3600;60');
  const refused = await call('properties/getFloorPlans');
  expect([refused.status, refused.headers.get('x-ratelimit-remaining')]).toEqual([
    400,
    '999/DAY;99/HOUR;1/MINUTE',
  ]);
});

test('over the limit is HTTP 429, per method, until the window resets on the sandbox clock', async () => {
  const { call, clock } = openGateway({ quota });
  clock.set('2026-11-23T18:00:10.400Z');
  const statuses = [];
  for (let index = 0; index < 3; index += 1) statuses.push((await call('properties/getProperties')).status);
  expect(statuses).toEqual([200, 200, 429]);
  const over = await call('properties/getProperties');
  expect(over.json.response).toEqual({
    requestId: '15',
    code: 429,
    error: { code: 429, message: 'Rate limit exceeded.' },
  });
  expect(over.headers.get('x-ratelimit-remaining')).toBe('998/DAY;98/HOUR;0/MINUTE');
  expect(over.headers.get('x-ratelimit-reset')).toBe('21590;3590;50');
  expect(over.headers.get('retry-after')).toBeNull();
  expect((await call('leads/getLeads', { propertyId: '700003' })).status).toBe(200);
  clock.set('2026-11-23T18:01:00Z');
  expect((await call('properties/getProperties')).status).toBe(200);
});

test('a 429 is HTTP 429 on the ILS API too, which answers 200 for everything else', async () => {
  const sandbox = new FakeEntrata({ quota: { perMinute: 1 } });
  const token = sandbox.issueToken('demo');
  const call = () =>
    ils((request) => sandbox.handle(request), 'https://demo.entrata.com', token, 'getProperties');
  expect([(await call()).status, (await call()).status]).toEqual([200, 429]);
});

test('Retry-After comes where it is asked for, and is the longest wait', async () => {
  const { call } = openGateway({ quota: { perMinute: 1, perHour: 1, sendsRetryAfter: true } });
  await call('properties/getProperties');
  const over = await call('properties/getProperties');
  expect(over.headers.get('retry-after')).toBe('3600');
});

test('without a quota there are no such headers, and no limit', async () => {
  const { call } = openGateway();
  const { headers } = await call('properties/getProperties');
  expect([...headers.keys()].filter((name) => name.startsWith('x-ratelimit'))).toEqual([]);
});
