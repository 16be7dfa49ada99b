import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'check '));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the check with an npm whose commands end as told; `test` prints the count. */
function check({ count, failing, args = [] }: { count: string; failing?: string; args?: string[] }) {
  const npm = join(folder, 'npm.js');
  writeFileSync(
    npm,
    `const command = process.argv.slice(2).join(' ');
console.log('ran ' + command);
if (command === 'test' || command === 'run test:full') console.log(${JSON.stringify(count)});
process.exitCode = command === ${JSON.stringify(failing ?? null)} ? 3 : 0;`,
  );
  const { status, stdout } = spawnSync(process.execPath, [join(root, 'scripts/check.mjs'), ...args], {
    encoding: 'utf8',
    env: { ...process.env, npm_execpath: npm },
  });
  const lines = stdout.trimEnd().split('\n');
  return { status, ran: lines.filter((line) => line.startsWith('ran ')), last: lines.at(-1) };
}

describe('npm run check', () => {
  it('runs tests, lint, the map, typecheck, the lock-file gate and the API reference, and ends with the count of tests', () => {
    expect(check({ count: '12 passed, 0 failed, 3 skipped' })).toEqual({
      status: 0,
      ran: [
        'ran test',
        'ran run lint',
        'ran run map -- --check',
        'ran run typecheck',
        'ran run check:lockfile',
        'ran run reference',
      ],
      last: '12 passed, 0 failed, 3 skipped',
    });
  });

  it('runs the tests in their long form, and the soaks on each engine after the rest, when all is asked for, and ends with the count of tests', () => {
    const { status, ran, last } = check({ count: '12 passed, 0 failed', args: ['--full'] });
    expect([status, last]).toEqual([0, '12 passed, 0 failed']);
    expect(ran.slice(0, 2)).toEqual(['ran run test:full', 'ran run lint']);
    const soaks = ran.flatMap(
      (line) => /run (soak:\w+)(?:.*--engine (\w+))?/.exec(line)?.slice(1).join(' ') ?? [],
    );
    expect(soaks).toEqual([
      'soak:tasks ',
      'soak:webhooks ',
      'soak:bookings sqlite',
      'soak:bookings postgres',
      'soak:bookings mariadb',
    ]);
    expect(
      check({ count: '12 passed, 0 failed', args: ['--full'], failing: ran.at(-1)?.slice(4) ?? '' }),
    ).toMatchObject({
      status: 1,
      last: '12 passed, 1 failed',
    });
  });

  it('stops at tests that fail, and ends with their count', () => {
    expect(check({ count: '10 passed, 2 failed', failing: 'test' })).toEqual({
      status: 1,
      ran: ['ran test'],
      last: '10 passed, 2 failed',
    });
  });

  it.each(['run lint', 'run map -- --check', 'run typecheck', 'run check:lockfile'])(
    'counts a failing %s as one',
    (failing) => {
      const checked = check({ count: '12 passed, 0 failed', failing });
      expect(checked.status).toBe(1);
      expect(checked.last).toBe('12 passed, 1 failed');
    },
  );

  it('counts one failure when the tests could not start', () => {
    expect(check({ count: '', failing: 'test' })).toMatchObject({ status: 1, last: '0 passed, 1 failed' });
  });
});
