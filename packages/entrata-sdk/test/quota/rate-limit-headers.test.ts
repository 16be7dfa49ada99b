import { expect, it } from 'vitest';
import { readRateLimits } from '../../src/quota/rate-limit-headers.js';
import { readRetryAfter } from '../../src/quota/retry-after.js';

it('reads the three windows of a captured reply, whatever the case and order of the limits', () => {
  const headers = {
    'x-ratelimit-limit': '150/Minute;15000/DAY; 1000/hour',
    'x-ratelimit-remaining': '14996/DAY;999/HOUR;149/MINUTE',
    'x-ratelimit-reset': '36686;686;26',
  };
  expect(readRateLimits(headers)).toEqual([
    { unit: 'DAY', limit: 15_000, remaining: 14_996, resetMs: 36_686_000, lengthMs: 86_400_000 },
    { unit: 'HOUR', limit: 1_000, remaining: 999, resetMs: 686_000, lengthMs: 3_600_000 },
    { unit: 'MINUTE', limit: 150, remaining: 149, resetMs: 26_000, lengthMs: 60_000 },
  ]);
});

it('makes do without limits and resets, and ignores what is no number', () => {
  expect(readRateLimits({ 'x-ratelimit-remaining': '5/MINUTE' })).toMatchObject([
    { limit: undefined, resetMs: 60_000 },
  ]);
  expect(readRateLimits({ 'x-ratelimit-remaining': 'x/MINUTE;;' })).toEqual([]);
  expect(readRateLimits({})).toEqual([]);
});

it('prefers Retry-After, then the longest exhausted window', () => {
  const limits = { 'x-ratelimit-remaining': '0/DAY;0/HOUR;3/MINUTE', 'x-ratelimit-reset': '50;20;99' };
  expect(readRetryAfter({ 'retry-after': '2', ...limits }, 0)).toBe(2_000);
  expect(readRetryAfter({ 'retry-after': 'Thu, 01 Jan 1970 00:00:07 GMT' }, 3_000)).toBe(4_000);
  expect(readRetryAfter({ 'retry-after': 'Thu, 01 Jan 1970 00:00:01 GMT' }, 3_000)).toBe(0);
  expect(readRetryAfter({ 'retry-after': 'soon', ...limits }, 0)).toBe(50_000);
  expect(readRetryAfter({}, 0)).toBeUndefined();
});
