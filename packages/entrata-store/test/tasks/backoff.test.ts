import { expect, test } from 'vitest';
import { backoffMs } from '../../src/tasks/backoff.js';
import { readFailure } from '../../src/tasks/task-failure.js';

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
  expect(readFailure({ retryAfterMs: 1_500 }).askedDelayMs).toBe(1_500);
  expect(readFailure({ retryAfterMs: 1e12 }).askedDelayMs).toBe(86_400_000);
  expect(readFailure({ retryAfterMs: -5 }).askedDelayMs).toBe(0);
  for (const error of [undefined, null, {}, { retryAfterMs: Number.NaN }, { retryAfterMs: '5' }])
    expect(readFailure(error).askedDelayMs).toBeUndefined();
});

test('only an error that says so is final', () => {
  expect(readFailure({ retryable: false }).isFinal).toBe(true);
  for (const error of [undefined, {}, { retryable: true }, { retryable: 0 }])
    expect(readFailure(error).isFinal).toBe(false);
});

test('of an error its code or name is kept, never its message', () => {
  const named = (error: unknown) => readFailure(error).name;
  expect(named(Object.assign(new Error('of jane@example.test'), { code: 'rate_limited' }))).toBe(
    'rate_limited',
  );
  expect(named(Object.assign(new TypeError('of jane'), { code: 'jane@example.test' }))).toBe('TypeError');
  expect(named('jane@example.test')).toBe('thrown');
});

test('whatever is thrown is read: no name that a column could not keep, nothing that throws when looked at', () => {
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const trap = {
    get retryable(): boolean {
      throw new Error('of jane');
    },
  };
  for (const thrown of [revoked.proxy, trap, Symbol('of jane'), 7n, () => {}, Object.create(null)])
    expect(readFailure(thrown)).toEqual({ name: 'thrown', isFinal: false, askedDelayMs: undefined });
  for (const name of [7, '', 'a\0b', '\ud83c', 'of jane@example.test', undefined])
    expect(readFailure(Object.assign(new Error('of jane'), { name })).name).toBe('Error');
  expect(readFailure(Object.assign(new Error(), { name: 'x'.repeat(10_000) })).name).toHaveLength(100);
});
