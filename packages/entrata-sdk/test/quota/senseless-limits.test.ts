import { bearer, createEntrata } from 'entrata-sdk';
import { describe, expect, it, onTestFinished } from 'vitest';
import { QuotaBucket } from '../../src/quota/bucket.js';
import { readRateLimits } from '../../src/quota/rate-limit-headers.js';
import { readRetryAfter } from '../../src/quota/retry-after.js';
import { handClock } from '../support/hand-clock.js';
import { failureOf } from '../support/outcome.js';
import { noProperties, rawServer, reply } from '../support/raw-server.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const now = Date.parse('2026-11-27T18:00:00Z');

// Seconds and milliseconds since 1970, beyond integers, below zero, no number at all.
const resets = [
  '1795802400',
  '1795802400000',
  '9'.repeat(400),
  '1e308',
  '-5',
  'NaN',
  'soon',
  '',
  '∞',
  'null',
];

describe('a reset that makes no sense', () => {
  it.each(resets)('lets the window reset no later than it is long (%#)', (reset) => {
    const headers = {
      'x-ratelimit-limit': '1000/HOUR;10/MINUTE;7/FORTNIGHT',
      'x-ratelimit-remaining': '0/HOUR;0/MINUTE;0/FORTNIGHT',
      'x-ratelimit-reset': `${reset};${reset};${reset}`,
    };
    const lengths = readRateLimits(headers).map(({ unit, resetMs }) => [unit, resetMs]);
    expect(lengths).toEqual([
      ['HOUR', hour],
      ['MINUTE', minute],
      ['', minute],
    ]);
    expect(readRetryAfter(headers, now)).toBe(hour);
  });

  it('is not waited for: the next window of the limit serves the next call', async () => {
    const clock = handClock();
    const server = await rawServer(
      reply({ response: { code: 200, result: [] } }, 200, {
        'X-RateLimit-Limit': '0/MINUTE',
        'X-RateLimit-Remaining': '0/MINUTE',
        'X-RateLimit-Reset': '1795802400',
      }),
      noProperties,
    );
    const entrata = createEntrata({ ...server.options, clock, quota: { maxWaitMs: 0 } });
    onTestFinished(async () => {
      await entrata.close();
      await server.close();
    });
    const client = entrata.client({ subdomain: 'demo', auth: bearer('t') });
    await client.getProperties();
    const early = await failureOf(client.getProperties({}, { maxRetries: 0 }));
    expect(early).toMatchObject({ code: 'rate_limited', outcome: 'not_sent', retryAfterMs: minute });
    await clock.advance(minute + 1);
    await expect(client.getProperties()).resolves.toEqual([]);
  });
});

it.each(['0', '-1', 'NaN', '', 'x', '-99999999999999999999'])(
  'a limit of %s does not keep a window closed once it is over',
  (limit) => {
    const bucket = new QuotaBucket();
    bucket.tryAdmit(now);
    const headers = { 'x-ratelimit-limit': `${limit}/MINUTE`, 'x-ratelimit-remaining': '0/MINUTE' };
    bucket.learn(readRateLimits(headers), undefined, now);
    expect(bucket.opensAt(now)).toBe(now + minute);
    expect(bucket.tryAdmit(now + minute)).toBe(true);
  },
);

it.each(['-1/MINUTE', 'NaN/MINUTE', '/', ';;;', '∞/DAY', 'x'.repeat(100_000)])(
  'a remaining that is none says nothing (%#)',
  (remaining) => {
    expect(readRateLimits({ 'x-ratelimit-remaining': remaining })).toEqual([]);
  },
);

it('ten thousand made-up units are one window', () => {
  const units = Array.from({ length: 10_000 }, (_, index) => `0/UNIT${index}`).join(';');
  expect(readRateLimits({ 'x-ratelimit-remaining': units })).toHaveLength(1);
});

describe('Retry-After', () => {
  it.each([
    ['a year', '31536000', {}, hour],
    ['beyond every integer', '9'.repeat(400), {}, hour],
    ['a date in the year 9999', 'Fri, 31 Dec 9999 23:59:59 GMT', {}, hour],
    ['a date in the past', 'Thu, 01 Jan 1970 00:00:01 GMT', {}, 0],
    ['below zero', '-30', {}, undefined],
    ['nonsense', 'when the moon is full', {}, undefined],
    ['a year, where the minute is used up', '31536000', { 'x-ratelimit-remaining': '0/MINUTE' }, minute],
    ['a year, where the day is used up', '31536000', { 'x-ratelimit-remaining': '0/DAY;9/HOUR' }, day],
  ])('of %s is no longer than the limit’s own window', (_, value, limits, expected) => {
    expect(readRetryAfter({ 'retry-after': value, ...limits }, now)).toBe(expected);
  });
});

it('a clock that is set back a year does not close a window or a refusal for a year', () => {
  const yearAgo = now - 365 * day;
  const bucket = new QuotaBucket();
  bucket.tryAdmit(now);
  bucket.learn(readRateLimits({ 'x-ratelimit-remaining': '0/MINUTE' }), 30_000, now);
  expect(bucket.opensAt(yearAgo)).toBe(yearAgo + minute);
  expect(bucket.tryAdmit(yearAgo + minute)).toBe(true);
});

it('who stands in line while the clock stands still is let go when the patience is over', async () => {
  let sleeps = 0;
  const clock = {
    now: () => now,
    sleep: async () => {
      sleeps += 1;
      if (sleeps > 1_000) throw new Error('the wait has no end');
    },
  };
  const used = reply({ response: { code: 200, result: [] } }, 200, { 'X-RateLimit-Remaining': '0/MINUTE' });
  const server = await rawServer(used);
  const entrata = createEntrata({
    ...server.options,
    clock,
    quota: { maxWaitMs: 90_000 },
    deadlineMs: 600_000,
  });
  onTestFinished(async () => {
    await entrata.close();
    await server.close();
  });
  const client = entrata.client({ subdomain: 'demo', auth: bearer('t') });
  await client.getProperties();
  expect(await failureOf(client.getProperties({}, { maxRetries: 0 }))).toMatchObject({
    code: 'rate_limited',
    outcome: 'not_sent',
  });
});

it('a limit that is told inside HTTP 200 holds the next call back as a 429 does', async () => {
  const clock = handClock();
  const told = reply({ response: { error: { code: 429, message: 'slow down' } } }, 200, {
    'retry-after': '30',
  });
  const server = await rawServer(told, noProperties);
  const entrata = createEntrata({
    ...server.options,
    clock,
    retry: { maxRetries: 0 },
    quota: { maxWaitMs: 0 },
  });
  onTestFinished(async () => {
    await entrata.close();
    await server.close();
  });
  const client = entrata.client({ subdomain: 'demo', auth: bearer('t') });
  expect(await failureOf(client.getProperties())).toMatchObject({ code: 'rate_limited', outcome: 'refused' });
  expect(await failureOf(client.getProperties())).toMatchObject({
    code: 'rate_limited',
    outcome: 'not_sent',
    retryAfterMs: 30_000,
  });
  expect(server.requests).toHaveLength(1);
});
