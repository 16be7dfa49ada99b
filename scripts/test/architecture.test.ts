import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
const packages = ['packages/entrata-sdk', 'packages/entrata-store', 'packages/http-adapter'];

interface Manifest {
  readonly name: string;
  readonly exports?: Record<string, unknown>;
  readonly dependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
}

const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));

describe('ARCHITECTURE.md', () => {
  it('names no file or folder that is not there', () => {
    const named = [...text.matchAll(/`((?:[\w.-]+\/)+[\w.-]*|[\w-]+\.(?:ts|mjs))`/g)].map(
      ([, path = '']) => path,
    );
    const places = ['.', 'packages', ...packages.map((folder) => `${folder}/src`), 'examples'];
    const entries = packages
      .map(readManifest)
      .flatMap(({ name, exports = {} }) => Object.keys(exports).map((entry) => entry.replace('.', name)));
    const isThere = (path: string) =>
      entries.includes(path) || places.some((place) => existsSync(join(root, place, path)));
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((path) => !isThere(path))).toEqual([]);
  });

  it('says of every dependency what it saves', () => {
    const [, table = ''] = text.split('## Dependencies');
    const manifests = [...packages, 'examples', '.'].map(readManifest);
    const ours = manifests.map(({ name }) => name);
    const names = manifests.flatMap(({ dependencies, peerDependencies, devDependencies }) =>
      Object.keys({ ...dependencies, ...peerDependencies, ...devDependencies }),
    );
    const used = [...new Set(names)].filter((name) => !name.startsWith('@types/') && !ours.includes(name));
    const isNamed = (name: string) => new RegExp(`(?<![\\w/@-])${name}(?![\\w/-])`).test(table);
    expect(used.length).toBeGreaterThan(20);
    expect(used.filter((name) => !isNamed(name))).toEqual([]);
  });
});
