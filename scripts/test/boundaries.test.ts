import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

const packages = ['entrata-sdk', 'entrata-store', 'http-adapter'];
const manifests = ['package.json', ...packages.map((folder) => `packages/${folder}/package.json`)];

interface Config {
  readonly forbidden: readonly { readonly name: string; readonly severity: string }[];
}

const config: Config = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs'));

interface Cruise {
  readonly summary: {
    readonly violations: readonly { readonly rule: { readonly name: string }; from: string }[];
  };
}

/** The rules that the files break, as `rule: file`. */
function cruise(files: Readonly<Record<string, string>>): string[] {
  const tree = mkdtempSync(join(tmpdir(), 'boundaries-'));
  try {
    for (const file of ['.dependency-cruiser.cjs', 'tsconfig.base.json', ...manifests])
      cpSync(join(root, file), join(tree, file));
    mkdirSync(join(tree, 'node_modules'));
    for (const name of readdirSync(join(root, 'node_modules')))
      if (!name.startsWith('entrata-')) linkModule(tree, name, join(root, 'node_modules', name));
    for (const folder of packages) {
      linkModule(tree, folder.replace('http', 'entrata-http'), join(tree, 'packages', folder));
      for (const entry of ['', 'testing'])
        write(tree, join('packages', folder, 'dist', entry, 'index.d.ts'), '');
    }
    for (const [path, source] of Object.entries(files)) write(tree, path, source);
    const bin = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const args = [bin, 'packages', 'examples', '--output-type', 'json'];
    const { stdout } = spawnSync(process.execPath, args, { cwd: tree, encoding: 'utf8', maxBuffer: 1e8 });
    const { summary } = JSON.parse(stdout) as Cruise;
    return summary.violations
      .map(({ rule, from }) => `${rule.name}: ${from.replace(/^packages\//, '')}`)
      .sort();
  } finally {
    rmSync(tree, { recursive: true });
  }
}

function linkModule(tree: string, name: string, to: string): void {
  symlinkSync(to, join(tree, 'node_modules', name), 'junction');
}

function write(tree: string, path: string, source: string): void {
  mkdirSync(dirname(join(tree, path)), { recursive: true });
  writeFileSync(join(tree, path), source);
}

const something = 'export const one = 1;\nexport type One = 1;\n';

it('the boundary check lets arrows that point down pass', () => {
  expect(
    cruise({
      'packages/entrata-sdk/src/one.ts': something,
      'packages/entrata-sdk/src/http/one.ts':
        "export { request } from 'undici';\nexport { one } from '../one.js';\n",
      'packages/entrata-sdk/src/testing/one.ts': "export { createServer } from 'node:http';\n",
      'packages/entrata-store/src/one.ts':
        "export { inspect } from 'node:util';\nexport type { Knex } from 'knex';\n",
      'packages/http-adapter/src/one.ts': "export * from 'entrata-sdk';\nexport * from 'entrata-store';\n",
      'packages/http-adapter/src/flows/one.ts': "export { one } from '../one.js';\n",
      'packages/http-adapter/src/node/one.ts': "export { one } from '../one.js';\n",
      'examples/one.ts': "export * from 'entrata-http-adapter';\nexport * from 'entrata-sdk/testing';\n",
    }),
  ).toEqual([]);
});

it('the boundary check refuses every other arrow, types included, by a rule that this test knows', () => {
  const broken = {
    'sdk-imports-no-sibling: entrata-sdk/src/a.ts': "export type { Store } from 'entrata-store';\n",
    'sdk-imports-no-sibling: entrata-sdk/src/b.ts': "export { createApp } from 'entrata-http-adapter';\n",
    'store-imports-no-sibling: entrata-store/src/a.ts': "export type { TourSlot } from 'entrata-sdk';\n",
    'store-imports-no-sibling: entrata-store/src/b.ts': "export type { App } from 'entrata-http-adapter';\n",
    'packages-do-not-import-examples: http-adapter/src/a.ts':
      "export type { One } from '../../../examples/one.js';\n",
    'siblings-by-their-entries: http-adapter/src/b.ts':
      "export type { One } from '../../entrata-sdk/src/one.js';\n",
    'siblings-by-their-entries: examples/a.ts':
      "export { one } from '../packages/entrata-store/src/one.js';\n",
    'examples-use-the-published-adapter: examples/b.ts':
      "export { one } from '../packages/http-adapter/src/one.js';\n",
    'flows-know-no-http: http-adapter/src/flows/a.ts': "export type { One } from '../routes/one.js';\n",
    'sandbox-shares-no-code: entrata-sdk/src/testing/a.ts': "export { one } from '../one.js';\n",
    'sources-do-not-use-testing: entrata-sdk/src/c.ts': "export { one } from './testing/one.js';\n",
    'optional-entries-stay-out-of-the-main-one: http-adapter/src/c.ts':
      "export { one } from './metrics/one.js';\n",
    'undici-in-one-place: entrata-sdk/src/tours/a.ts': "export type { Dispatcher } from 'undici';\n",
    'p-retry-in-one-place: entrata-sdk/src/tours/b.ts': "export { default } from 'p-retry';\n",
    'luxon-in-one-place: entrata-sdk/src/operations/a.ts': "export { DateTime } from 'luxon';\n",
    'knex-is-the-users: entrata-store/src/knex/a.ts': "export { default } from 'knex';\n",
    'commander-in-one-place: http-adapter/src/d.ts': "export { Command } from 'commander';\n",
    'fast-jwt-in-one-place: http-adapter/src/e.ts': "export { createVerifier } from 'fast-jwt';\n",
    'html-to-text-in-one-place: http-adapter/src/f.ts': "export { compile } from 'html-to-text';\n",
    'instruments-in-one-place: http-adapter/src/g.ts': "export type { Registry } from 'prom-client';\n",
    'node-http-in-one-folder: entrata-sdk/src/d.ts': "export { createServer } from 'node:http';\n",
    'no-test-code-in-sources: entrata-store/src/c.ts': "export { one } from '../test/one.js';\n",
    'declared-dependencies-only: entrata-sdk/src/e.ts': "export { build } from 'esbuild';\n",
    'no-development-dependencies-in-sources: http-adapter/src/h.ts': "export { default } from 'express';\n",
    'no-cycles: entrata-store/src/e.ts': "export { one } from './f.js';\nexport type Two = 2;\n",
  };
  const names = Object.keys(broken).map((key) => key.replace(/: .*/, ''));
  expect([...new Set(names)].sort()).toEqual(config.forbidden.map(({ name }) => name).sort());
  expect(config.forbidden.filter(({ severity }) => severity !== 'error')).toEqual([]);
  const sources = Object.entries(broken).map(([rule, source]) => {
    const [, file = ''] = rule.split(': ');
    return [file.startsWith('examples/') ? file : `packages/${file}`, source];
  });
  const places = ['entrata-sdk/src', 'entrata-sdk/src/testing', 'entrata-store/src', 'entrata-store/test'];
  places.push('http-adapter/src', 'http-adapter/src/routes', 'http-adapter/src/metrics');
  const imported = places.map((place) => [`packages/${place}/one.ts`, something]);
  imported.push(['examples/one.ts', something]);
  imported.push([
    'packages/entrata-store/src/f.ts',
    "export type { Two } from './e.js';\nexport const one = 1;\n",
  ]);
  expect(cruise(Object.fromEntries([...imported, ...sources]))).toEqual(Object.keys(broken).sort());
});
