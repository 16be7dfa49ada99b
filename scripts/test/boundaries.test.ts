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

/** What each folder of the adapter may import, as the design has it. */
const arrows = new Map(
  `core:
  http: core
  auth: http core
  limits: http core
  listing: limits auth http core
  tours: limits auth http core
  booking: tours limits auth http core
  webhook: listing limits auth http core
  admin: webhook listing booking tours limits auth http core
  app: admin webhook listing booking tours limits auth http core
  node: app http core
  fetch: app http core
  instruments: app http core
  cli: node fetch instruments app admin webhook listing booking tours limits auth http core`
    .split('\n')
    .map((row) => {
      const [folder = '', allowed = ''] = row.trim().split(':');
      return [folder, allowed.split(' ').filter(Boolean)];
    }),
);
const ofIndex = ['app', ...(arrows.get('app') ?? [])];

const adapter = 'packages/http-adapter/src';

/** A file of the adapter in the folder `from` that imports one of the folder `to`. */
const arrow = (from: string, to: string): [path: string, source: string] => [
  `${adapter}/${from}/to-${to}.ts`,
  `export type { One } from '../${to}/one.js';\n`,
];

const ones = (folders: Iterable<string>) =>
  Object.fromEntries([...folders].map((folder) => [`${folder}/one.ts`, something]));

it('the boundary check lets arrows that point down pass', () => {
  const down = [...arrows].flatMap(([from, allowed]) => allowed.map((to) => arrow(from, to)));
  const inside = [...arrows.keys()].map((folder) => [
    `${adapter}/${folder}/deep/two.ts`,
    "export { one } from '../one.js';\n",
  ]);
  expect(
    cruise({
      'packages/entrata-sdk/src/one.ts': something,
      'packages/entrata-sdk/src/http/one.ts':
        "export { request } from 'undici';\nexport { one } from '../one.js';\n",
      'packages/entrata-sdk/src/leads/one.ts': "export { one } from '../http/one.js';\n",
      'packages/entrata-sdk/src/testing/one.ts': "export { createServer } from 'node:http';\n",
      'packages/entrata-sdk/src/probe/one.ts':
        "export { one } from '../leads/one.js';\nexport * from '../testing/one.js';\n",
      'packages/entrata-store/src/one.ts':
        "export { inspect } from 'node:util';\nexport type { Knex } from 'knex';\n",
      'packages/entrata-store/src/tasks/one.ts': something,
      'packages/entrata-store/src/knex/one.ts':
        "export * from '../tasks/one.js';\nexport * from './mysql/one.js';\n",
      'packages/entrata-store/src/knex/mysql/one.ts': "export { one } from './two.js';\n",
      'packages/entrata-store/src/knex/mysql/two.ts': "export { one } from '../dialect/one.js';\n",
      'packages/entrata-store/src/knex/dialect/one.ts': something,
      [`${adapter}/core/two.ts`]: "export * from 'entrata-sdk';\nexport * from 'entrata-store';\n",
      ...ones([...arrows.keys()].map((folder) => `${adapter}/${folder}`)),
      ...Object.fromEntries([...down, ...inside]),
      [`${adapter}/index.ts`]: ofIndex
        .map((to) => `export type { One as ${to} } from './${to}/one.js';\n`)
        .join(''),
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
    'packages-do-not-import-examples: http-adapter/src/core/a.ts':
      "export type { One } from '../../../../examples/one.js';\n",
    'siblings-by-their-entries: http-adapter/src/core/b.ts':
      "export type { One } from '../../../entrata-sdk/src/one.js';\n",
    'siblings-by-their-entries: examples/a.ts':
      "export { one } from '../packages/entrata-store/src/one.js';\n",
    'examples-use-the-published-adapter: examples/b.ts':
      "export { one } from '../packages/http-adapter/src/core/one.js';\n",
    'sandbox-shares-no-code: entrata-sdk/src/testing/a.ts': "export { one } from '../one.js';\n",
    'sources-do-not-use-testing: entrata-sdk/src/c.ts': "export { one } from './testing/one.js';\n",
    'sources-do-not-use-the-probe: entrata-sdk/src/g.ts': "export type { One } from './probe/one.js';\n",
    'shared-wire-knows-no-subject: entrata-sdk/src/http/a.ts': "export { one } from '../leads/one.js';\n",
    'shared-wire-knows-no-subject: entrata-sdk/src/wire/a.ts':
      "export type { One } from '../leads/one.js';\n",
    'tasks-know-no-engine: entrata-store/src/tasks/a.ts': "export { one } from '../knex/one.js';\n",
    'tasks-know-no-engine: entrata-store/src/tasks/b.ts': "export { one } from '../memory/one.js';\n",
    'databases-know-not-each-other: entrata-store/src/knex/sqlite/a.ts':
      "export { one } from '../mysql/one.js';\n",
    'databases-know-not-each-other: entrata-store/src/knex/mysql/a.ts':
      "export { one } from '../postgres/one.js';\n",
    'adapter-folders-are-known: http-adapter/src/extra/a.ts': "export { one } from '../core/one.js';\n",
    'adapter-folders-are-known: http-adapter/src/loose.ts': "export { one } from './core/one.js';\n",
    'adapter-lone-files-are-in-known-folders: http-adapter/src/lone.d.ts': "declare module 'nothing';\n",
    'undici-in-one-place: entrata-sdk/src/tours/a.ts': "export type { Dispatcher } from 'undici';\n",
    'p-retry-in-one-place: entrata-sdk/src/tours/b.ts': "export { default } from 'p-retry';\n",
    'entities-in-one-place: entrata-sdk/src/properties/c.ts': "export { decodeHTML } from 'entities';\n",
    'luxon-in-one-place: entrata-sdk/src/wire/b.ts': "export { DateTime } from 'luxon';\n",
    'knex-is-the-users: entrata-store/src/knex/a.ts': "export { default } from 'knex';\n",
    'commander-in-one-place: http-adapter/src/core/d.ts': "export { Command } from 'commander';\n",
    'fast-jwt-in-one-place: http-adapter/src/core/e.ts': "export { createVerifier } from 'fast-jwt';\n",
    'html-to-text-in-one-place: http-adapter/src/core/f.ts': "export { compile } from 'html-to-text';\n",
    'instruments-in-one-place: http-adapter/src/core/g.ts': "export type { Registry } from 'prom-client';\n",
    'node-http-in-one-folder: entrata-sdk/src/d.ts': "export { createServer } from 'node:http';\n",
    'no-test-code-in-sources: entrata-store/src/c.ts': "export { one } from '../test/one.js';\n",
    'declared-dependencies-only: entrata-sdk/src/e.ts': "export { rollup } from 'rollup';\n",
    'no-development-dependencies-in-sources: http-adapter/src/core/h.ts':
      "export { default } from 'express';\n",
    'no-cycles: entrata-store/src/e.ts': "export { one } from './f.js';\nexport type Two = 2;\n",
  };
  const sources: [string, string][] = Object.entries(broken).map(([rule, source]) => {
    const [, file = ''] = rule.split(': ');
    return [file.startsWith('examples/') ? file : `packages/${file}`, source];
  });
  // Two folders that import each other, though no two files do.
  sources.push(['packages/entrata-store/src/left/a.ts', "export { one } from '../right/one.js';\n"]);
  sources.push(['packages/entrata-store/src/right/a.ts', "export { one } from '../left/one.js';\n"]);
  // Every pair of the adapter's folders that is not in the table, and what no table names.
  const up = [...arrows].flatMap(([from, allowed]) =>
    [...arrows.keys(), 'extra']
      .filter((to) => to !== from && !allowed.includes(to))
      .map((to) => arrow(from, to)),
  );
  const loose = [...arrows.keys()].map((from): [string, string] => [
    `${adapter}/${from}/to-loose.ts`,
    "export { one } from '../loose.js';\n",
  ]);
  const refusedOfIndex = [...arrows.keys(), 'extra'].filter((to) => !ofIndex.includes(to));
  sources.push(...up, ...loose, [
    `${adapter}/index.ts`,
    refusedOfIndex.map((to) => `export type { One as ${to} } from './${to}/one.js';\n`).join(''),
  ]);
  const expected = [
    ...Object.keys(broken),
    'no-folder-cycles: entrata-store/src/left',
    'no-folder-cycles: entrata-store/src/right',
    ...[...up, ...loose].map(([path]) => {
      const file = path.replace('packages/', '');
      return `adapter-arrows-of-${file.split('/')[2]}: ${file}`;
    }),
    ...refusedOfIndex.map(() => 'adapter-arrows-of-index: http-adapter/src/index.ts'),
  ];
  const names = expected.map((key) => key.replace(/: .*/, ''));
  expect([...new Set(names)].sort()).toEqual(config.forbidden.map(({ name }) => name).sort());
  expect(config.forbidden.filter(({ severity }) => severity !== 'error')).toEqual([]);
  const places = ['entrata-sdk/src', 'entrata-store/src'];
  for (const folder of ['testing', 'leads', 'probe']) places.push(`entrata-sdk/src/${folder}`);
  for (const folder of ['tasks', 'memory', 'knex', 'knex/mysql', 'knex/postgres', 'left', 'right'])
    places.push(`entrata-store/src/${folder}`);
  places.push('entrata-store/test');
  const imported = [
    ...places.map((place) => `packages/${place}`),
    ...[...arrows.keys()].map((folder) => `${adapter}/${folder}`),
    'examples',
  ];
  const found = cruise({
    ...ones(imported),
    [`${adapter}/extra/one.ts`]: something,
    'packages/entrata-store/src/f.ts': "export type { Two } from './e.js';\nexport const one = 1;\n",
    ...Object.fromEntries(sources),
  });
  // With all arrows of the adapter there, its folders are one knot.
  expect(found.filter((one) => !one.startsWith('no-folder-cycles: http-adapter/'))).toEqual(expected.sort());
});
