import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { bundleChild } from '../../../entrata-store/test/support/bundle-child.js';
import { oneOf, wholeNumber } from '../../soak/read-command-line.js';

it.each(['-1', '0', '1.5', '1e1', '0x10', ' 7', '', 'NaN', 'Infinity', '9007199254740993', '9'.repeat(400)])(
  'a number on the command line of a soak is not %j',
  (text) => {
    expect(() => wholeNumber('--bookings', text, 1, 100)).toThrow(
      '--bookings must be a whole number from 1 to 100',
    );
  },
);

it('a number on the command line of a soak may be the least and the most there is', () => {
  expect([wholeNumber('--n', '1', 1, 100), wholeNumber('--n', '100', 1, 100)]).toEqual([1, 100]);
  expect(oneOf('--engine', 'sqlite', ['sqlite', 'mariadb'])).toBe('sqlite');
  expect(() => oneOf('--engine', 'oracle', ['sqlite', 'mariadb'])).toThrow(
    '--engine must be one of sqlite, mariadb',
  );
});

it.each([
  ['bookings', '--kill-every-ms', '99999999999'],
  ['webhooks', '--bogus', '1'],
])('the soak of %s ends with status 2 and names %s when it is given %s', (soak, option, value) => {
  const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
  const main = new URL(`../../soak/${soak}/main.ts`, import.meta.url);
  const bundle = bundleChild(main, { tsconfig: path('../tsconfig.children.json') });
  const args = [bundle, option, value];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 100_000 });
  expect(stderr).toContain(option);
  expect(stderr).not.toContain('    at ');
  expect(status).toBe(2);
});
