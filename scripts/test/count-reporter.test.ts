import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'count '));
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
afterAll(() => rmSync(folder, { recursive: true }));

/** The last lines of a run of one test file. */
function run(source: string): string[] {
  writeFileSync(join(folder, 'one.test.js'), source);
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const reporter = `--reporter=${join(root, 'scripts/count-reporter.mjs')}`;
  const args = [vitest, 'run', '--root', folder, '--reporter=default', reporter];
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return stdout.trimEnd().split('\n').slice(-4);
}

describe('the last line of npm test', () => {
  it('counts what passed, failed and was skipped, and the lines before say why', () => {
    const lines = run(`import { it } from 'vitest';
      it('passes', () => {});
      it('fails', () => { throw new Error('so'); });
      it.skip('was not wanted', () => {});
      for (const name of ['one', 'two']) it(name, ({ skip }) => skip('no such database'));`);
    expect(lines).toEqual([
      'skipped 1: without a reason',
      'skipped 2: no such database',
      '',
      '1 passed, 1 failed, 3 skipped',
    ]);
  });

  it.each([
    ['a file that cannot be loaded', "import './not-there.js';"],
    ['a file without tests', 'export {};'],
    [
      'a failing hook',
      "import { beforeAll, it } from 'vitest'; beforeAll(() => { throw new Error('so'); }); it.skip('', () => {});",
    ],
    [
      'an error that nobody caught',
      "import { it } from 'vitest'; it('', () => void Promise.reject(new Error('so')));",
    ],
  ])('counts %s as a failure', (_, source) => {
    expect(run(source).at(-1)).toMatch(/^\d passed, [1-9] failed/);
  });
});
