import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const copy = mkdtempSync(join(tmpdir(), 'lock gate '));
cpSync(join(root, 'scripts/check-lockfile.mjs'), join(copy, 'scripts/check-lockfile.mjs'));
afterAll(() => rmSync(copy, { recursive: true }));

interface LockFile {
  readonly packages: Record<string, { resolved?: string }>;
}

/** Runs the gate on the project's lock file after `change`. */
function check(change: (lock: LockFile) => void) {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  change(lock);
  writeFileSync(join(copy, 'package-lock.json'), JSON.stringify(lock));
  return spawnSync(process.execPath, [join(copy, 'scripts/check-lockfile.mjs')], { encoding: 'utf8' });
}

describe('the lock file gate', () => {
  it('passes on the lock file of the project', () => {
    expect(check(() => {}).status).toBe(0);
  });

  it.each([
    ['node_modules/@biomejs/cli-win32-x64', '@biomejs/cli-win32-x64'],
    // Another esbuild's package of the same name is there still.
    ['node_modules/tsx/node_modules/@esbuild/darwin-arm64', '@esbuild/darwin-arm64'],
  ])('fails when %s is lost', (path, name) => {
    const { status, stderr } = check(({ packages }) => {
      expect(packages[path]).toBeDefined();
      delete packages[path];
    });
    expect(status).toBe(1);
    expect(stderr).toContain(`needs the optional package ${name}`);
  });

  it('fails when a package is locked to a download address', () => {
    const { status, stderr } = check(({ packages }) => {
      packages['node_modules/zod'] = { resolved: 'https://registry.example.test/zod.tgz' };
    });
    expect(status).toBe(1);
    expect(stderr).toContain('node_modules/zod is locked to a download address');
  });
});
