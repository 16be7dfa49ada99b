import type { FakeEntrataOptions } from './options.js';

/** Throws a `RangeError`, naming the option, for a number with which the sandbox could not work, or would never end. */
export function checkNumbers(options: FakeEntrataOptions): void {
  const { codeLifeSeconds, tokenLifeSeconds, journalLimit, horizonDays, quota = {} } = options;
  const { perMinute, perHour, perDay } = quota;
  // Ten thousand years: a client has to bear it.
  const seconds = { codeLifeSeconds, tokenLifeSeconds };
  for (const [name, value] of Object.entries(seconds)) check(name, value, 315_576_000_000);
  check('journalLimit', journalLimit, 10_000_000);
  check('horizonDays', horizonDays, 3_660);
  const limits = { 'quota.perMinute': perMinute, 'quota.perHour': perHour, 'quota.perDay': perDay };
  for (const [name, value] of Object.entries(limits)) check(name, value, Number.MAX_SAFE_INTEGER);
}

function check(name: string, value: number | undefined, most: number): void {
  if (value === undefined || (typeof value === 'number' && value >= 0 && value <= most)) return;
  throw new RangeError(`${name} must be a number from 0 to ${most}`);
}
