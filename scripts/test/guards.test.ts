import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../guards.mjs', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

function guards(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${join(process.execPath, '..')}:${process.env.PATH}` },
  });
  return { status, lines: stdout.trim().split('\n'), mistake: stderr.trim() };
}

describe('npm run guards', () => {
  it('has forty guards or more, each with a name of its own and where it is said to be', () => {
    const { status, lines, mistake } = guards('--list');
    expect([status, mistake]).toEqual([0, '']);
    expect(lines.length).toBeGreaterThanOrEqual(40);
    expect(new Set(lines).size).toBe(lines.length);
  });

  it('takes a guard out of a copy, and hears a test notice', () => {
    const { status, lines, mistake } = guards('--json', '--only', 'may have arrived', '--jobs', '1');
    expect(mistake).toBe('');
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ guards: 1, survivors: [] });
    expect(lines.some((line) => /^ *1\/1 noticed .*may have arrived/.test(line))).toBe(true);
    expect(status).toBe(0);
  });

  it.each([
    [['--only', 'no such guard'], 'no such guard'],
    [['--jobs', '0'], '--jobs'],
  ])('refuses %j in one line', (args, named) => {
    const { status, mistake } = guards(...args);
    expect(status).toBe(1);
    expect(mistake).toContain(named);
    expect(mistake.split('\n')).toHaveLength(1);
  });
});
