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

interface Run {
  readonly lines: readonly string[];
  /** What went to the error output: the failures. */
  readonly failures: string;
}

function run(source: string): Run {
  writeFileSync(join(folder, 'one.test.js'), source);
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const reporter = `--reporter=${join(root, 'scripts/count-reporter.mjs')}`;
  const args = [vitest, 'run', '--root', folder, reporter];
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env });
  return {
    lines: stdout
      .replaceAll(/\d+\.\d s/g, 'n s')
      .trimEnd()
      .split('\n'),
    failures: stderr,
  };
}

describe('what npm test prints', () => {
  it('is one line for a file, and of what its tests say only what those say that fail', () => {
    const { lines, failures } = run(`import { describe, expect, it } from 'vitest';
      describe('a group', () => {
        it('passes', () => console.log('said by one that passes'));
        it('passes slowly', () => new Promise((resolve) => setTimeout(resolve, 600)));
        it('fails', () => {
          console.log('said by one that fails');
          expect({ kept: 1, wrong: 2 }).toEqual({ kept: 1, wrong: 3 });
        });
      });`);
    expect(lines.filter((line) => line.includes('one.test.js (') || /^\W*passes/.test(line))).toEqual([
      '✗ one.test.js (3 tests, 1 failed, n s)',
    ]);
    expect(lines).toContain('said by one that fails');
    expect(lines).not.toContain('said by one that passes');
    expect(failures).toContain('a group > fails');
    expect(failures).toMatch(/-\s+"wrong": 3[\s\S]+\+\s+"wrong": 2/);
    expect(failures).toMatch(/one\.test\.js:7:\d+/);
  });
});

describe('the last line of npm test', () => {
  it('counts what passed, failed and was skipped, and the lines before say why', () => {
    const { lines } = run(`import { it } from 'vitest';
      it('passes', () => {});
      it('fails', () => { throw new Error('so'); });
      it.skip('was not wanted', () => {});
      for (const name of ['one', 'two']) it(name, ({ skip }) => skip('no such database'));`);
    expect(lines.slice(-6)).toEqual([
      'skipped 1: without a reason',
      'skipped 2: no such database',
      'Slowest:',
      '    n s  one.test.js',
      '',
      '1 passed, 1 failed, 3 skipped',
    ]);
  });

  it('counts a test that passes at its second attempt as passed, and the lines before name it and what was wrong', () => {
    const { lines } = run(`import { it } from 'vitest';
      let attempts = 0;
      it('passes later', { retry: 1 }, () => { if (++attempts === 1) throw new Error('of the first attempt'); });`);
    const [named = '', error = ''] = lines.slice(lines.findIndex((line) => line.startsWith('passed at')));
    expect(named).toBe('passed at attempt 2: one.test.js > passes later');
    expect(error).toContain('of the first attempt');
    expect(lines.at(-1)).toBe('1 passed, 0 failed');
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
    expect(run(source).lines.at(-1)).toMatch(/^\d passed, [1-9] failed/);
  });
});
