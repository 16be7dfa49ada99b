import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
// @ts-expect-error a script without types
import { checkNode, explainInstallFailure, missingPackages } from '../setup.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('checkNode', () => {
  it.each(['20.19.0', '20.20.2', '22.14.0', '22.23.3', '24.0.0'])('accepts %s', (version) => {
    expect(() => checkNode(version)).not.toThrow();
  });

  it.each(['18.20.0', '20.18.3', '21.7.0', '22.13.1'])('refuses %s and says which to install', (version) => {
    expect(() => checkNode(version)).toThrow(new RegExp(`Node ${version}.*20\\.19.*22\\.14`, 's'));
  });
});

describe('missingPackages', () => {
  const locked = {
    packages: {
      '': {},
      'packages/a': { version: '1.0.0' },
      'node_modules/a': { link: true },
      'node_modules/b': { version: '2.0.0' },
      'node_modules/c-darwin': { version: '1.0.0', optional: true },
    },
  };

  it('finds nothing to do when all that is locked is installed', () => {
    expect(missingPackages(locked, { packages: { 'node_modules/b': { version: '2.0.0' } } })).toEqual([]);
  });

  it('finds a package that is absent or of another version', () => {
    expect(missingPackages(locked, undefined)).toEqual(['node_modules/b']);
    expect(missingPackages(locked, { packages: { 'node_modules/b': { version: '1.9.0' } } })).toEqual([
      'node_modules/b',
    ]);
  });
});

describe('explainInstallFailure', () => {
  it('says what to install where better-sqlite3 has neither binary nor compiler', () => {
    const output = [
      'npm error path node_modules/better-sqlite3',
      'npm error command sh -c prebuild-install || node-gyp rebuild --release',
      'npm error prebuild-install warn install No prebuilt binaries found',
      'npm error gyp ERR! find Python Could not find any Python installation to use',
    ].join('\n');
    expect(explainInstallFailure(output)).toMatch(/apt-get install python3 make g\+\+/);
  });

  it('says that the registry is out of reach', () => {
    const output = 'npm error code EAI_AGAIN\nnpm error request to the registry failed';
    expect(explainInstallFailure(output)).toMatch(/registry cannot be reached/);
  });

  it('does not guess at what it does not know', () => {
    expect(explainInstallFailure('npm error code EUSAGE')).toBeUndefined();
  });
});

describe('the lock file gate', () => {
  it('passes on the lock file of the project and fails on one that lost an optional package', () => {
    const copy = mkdtempSync(join(tmpdir(), 'lock gate '));
    try {
      cpSync(join(root, 'scripts/check-lockfile.mjs'), join(copy, 'scripts/check-lockfile.mjs'));
      const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
      const check = () =>
        spawnSync(process.execPath, [join(copy, 'scripts/check-lockfile.mjs')], { encoding: 'utf8' });
      writeFileSync(join(copy, 'package-lock.json'), JSON.stringify(lock));
      expect(check().status).toBe(0);
      const [lost] = Object.keys(lock.packages).filter((path) =>
        path.startsWith('node_modules/@biomejs/cli-'),
      );
      delete lock.packages[lost ?? ''];
      writeFileSync(join(copy, 'package-lock.json'), JSON.stringify(lock));
      const refusal = check();
      expect(refusal.status).toBe(1);
      expect(refusal.stderr).toContain('@biomejs/cli-');
    } finally {
      rmSync(copy, { recursive: true });
    }
  });
});

describe('the boundary check', () => {
  const cruise = (source: string) => {
    const tree = mkdtempSync(join(tmpdir(), 'boundaries-'));
    try {
      mkdirSync(join(tree, 'packages/entrata-sdk/src'), { recursive: true });
      for (const file of ['.dependency-cruiser.cjs', 'tsconfig.base.json'])
        cpSync(join(root, file), join(tree, file));
      writeFileSync(join(tree, 'packages/entrata-sdk/src/probe.ts'), source);
      const bin = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
      return spawnSync(process.execPath, [bin, 'packages', '--output-type', 'err'], {
        cwd: tree,
        encoding: 'utf8',
      });
    } finally {
      rmSync(tree, { recursive: true });
    }
  };

  it('lets a package import what is its own', () => {
    expect(cruise("export { inspect } from 'node:util';\n").status).toBe(0);
  });

  it('refuses an import of a sibling, even of a type', () => {
    const refusal = cruise("export type { Store } from 'entrata-store';\n");
    expect(refusal.status).toBeGreaterThan(0);
    expect(refusal.stdout).toContain('sdk-imports-no-sibling');
  });

  it('refuses node:http outside the folders that open servers', () => {
    expect(cruise("export { createServer } from 'node:http';\n").stdout).toContain('node-http-in-one-folder');
  });
});
