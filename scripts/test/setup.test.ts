import { describe, expect, it } from 'vitest';
// @ts-expect-error a script without types
import { checkNode, explainInstallFailure, missingPackages } from '../setup.mjs';

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
      'node_modules/c-other': { version: '1.0.0', optional: true, os: ['other'], cpu: [process.arch] },
      'node_modules/c-this': {
        version: '1.0.0',
        optional: true,
        os: [process.platform],
        cpu: [process.arch],
      },
    },
  };
  const installed = {
    packages: { 'node_modules/b': { version: '2.0.0' }, 'node_modules/c-this': { version: '1.0.0' } },
  };
  const isThere = () => true;

  it('finds nothing to do when all that this machine needs is installed', () => {
    expect(missingPackages(locked, installed, isThere)).toEqual([]);
  });

  it('finds a package that is absent or of another version', () => {
    expect(missingPackages(locked, undefined, isThere)).toEqual(['node_modules/b', 'node_modules/c-this']);
    const older = { packages: { ...installed.packages, 'node_modules/b': { version: '1.9.0' } } };
    expect(missingPackages(locked, older, isThere)).toEqual(['node_modules/b']);
  });

  it("finds this platform's binary missing, as where node_modules came from another machine", () => {
    const { 'node_modules/b': b } = installed.packages;
    expect(missingPackages(locked, { packages: { 'node_modules/b': b } }, isThere)).toEqual([
      'node_modules/c-this',
    ]);
  });

  it('finds a package whose folder is gone, whatever npm recorded', () => {
    expect(missingPackages(locked, installed, (path: string) => path !== 'node_modules/b')).toEqual([
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
