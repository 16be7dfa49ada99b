import { expect, test } from 'vitest';
import { askedDelayMs, backoffMs, isFinal } from '../../src/tasks/backoff.js';
import { errorName } from '../../src/tasks/error-name.js';

const almostOne = () => 0.999_999_9;

test('the bound of the delay doubles from one second to ten minutes', () => {
  const bounds = [1, 2, 3, 4, 10, 11, 50].map((attempt) => backoffMs(attempt, almostOne));
  expect(bounds).toEqual([1_000, 2_000, 4_000, 8_000, 512_000, 600_000, 600_000]);
});

test('the delay is anywhere between nothing and its bound', () => {
  expect(backoffMs(5, () => 0)).toBe(0);
  expect(backoffMs(5, () => 0.5)).toBe(8_000);
});

test('a delay that an error asks for is taken, at most a day and never negative', () => {
  expect(askedDelayMs({ retryAfterMs: 1_500 })).toBe(1_500);
  expect(askedDelayMs({ retryAfterMs: 1e12 })).toBe(86_400_000);
  expect(askedDelayMs({ retryAfterMs: -5 })).toBe(0);
  for (const error of [undefined, null, {}, { retryAfterMs: Number.NaN }, { retryAfterMs: '5' }])
    expect(askedDelayMs(error)).toBeUndefined();
});

test('only an error that says so is final', () => {
  expect(isFinal({ retryable: false })).toBe(true);
  for (const error of [undefined, {}, { retryable: true }, { retryable: 0 }])
    expect(isFinal(error)).toBe(false);
});

test('of an error its code or name is kept, never its message', () => {
  expect(errorName(Object.assign(new Error('of jane@example.test'), { code: 'rate_limited' }))).toBe(
    'rate_limited',
  );
  expect(errorName(Object.assign(new TypeError('of jane'), { code: 'jane@example.test' }))).toBe('TypeError');
  expect(errorName('jane@example.test')).toBe('thrown');
});
