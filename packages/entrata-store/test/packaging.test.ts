import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// Packs what `npm test` has built, and uses the tarball as a stranger would, from a folder with a space in its name.
const root = fileURLToPath(new URL('..', import.meta.url));
const repository = join(root, '../..');
const modules = join(repository, 'node_modules');
const scratch = mkdtempSync(join(tmpdir(), 'entrata store '));
const consumer = join(scratch, 'consumer');
const installed = join(consumer, 'node_modules/entrata-store');
let tarball = '';

const node = (folder: string, ...args: string[]) =>
  execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', timeout: 240_000 });
const write = (name: string, text: string) => {
  writeFileSync(join(consumer, name), text);
  return name;
};

beforeAll(() => {
  const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', scratch], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  tarball = join(scratch, filename);
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', installed]);
  // What its user installs besides: the peers, and type packages.
  for (const name of ['knex', 'better-sqlite3', 'mysql2', 'pg', '@types/node', 'undici-types', 'tsx']) {
    mkdirSync(join(consumer, 'node_modules', name, '..'), { recursive: true });
    symlinkSync(join(modules, name), join(consumer, 'node_modules', name));
  }
  write('package.json', JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
}, 600_000);

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const job = `
  const knex = openSqlite(':memory:');
  await migrate(knex);
  const cipher = aesGcmCipher({ keys: { a: 'aa'.repeat(32) }, activeKeyId: 'a' });
  const store = createKnexStore({ knex, cipher, destroyOnClose: true });
  const user = await store.users.insert({ role: 'user', name: 'Example Renter' });
  console.log((await store.users.find(user.id)).name, storeContract.length > 70);
  await store.users.insert({ role: 'king', name: 'x' }).catch((error) => console.log(isStoreError(error, 'misuse')));
  await store.close();`;
const names = {
  'entrata-store': 'aesGcmCipher, isStoreError',
  'entrata-store/knex': 'createKnexStore, migrate, openSqlite',
  'entrata-store/testing': 'storeContract',
};

describe('the packed package', { timeout: 240_000 }, () => {
  test('holds what it should and nothing else', () => {
    const held = ['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'docs', 'package.json'];
    expect(readdirSync(installed).sort()).toEqual(held);
  });

  test('does the job when imported', () => {
    const imports = Object.entries(names).map(([from, what]) => `import { ${what} } from '${from}';`);
    const file = write('job.mjs', `${imports.join('\n')}${job}`);
    expect(node(consumer, file).trim().split('\n')).toEqual(['Example Renter true', 'true']);
  });

  test('does the job when required, also where require cannot load ES modules', () => {
    const requires = Object.entries(names).map(([from, what]) => `const { ${what} } = require('${from}');`);
    const file = write('job.cjs', `${requires.join('\n')}(async () => {${job}})();`);
    const output = node(consumer, '--no-experimental-require-module', file);
    expect(output.trim().split('\n')).toEqual(['Example Renter true', 'true']);
  });

  test('its main entry needs neither Knex nor a driver', () => {
    const file = write(
      'light.cjs',
      `const { createMemoryStore } = require('entrata-store');
       createMemoryStore();
       console.log(Object.keys(require.cache).filter((path) => /node_modules.(knex|better-sqlite3|pg|mysql2)/.test(path)).length);`,
    );
    expect(node(consumer, file).trim()).toBe('0');
  });

  test('knows its errors across the ESM and the CJS copy', () => {
    const file = write(
      'both.mjs',
      `import { createRequire } from 'node:module';
       import * as esm from 'entrata-store';
       const cjs = createRequire(import.meta.url)('entrata-store');
       const error = new cjs.StoreError('conflict', 'x');
       console.log(esm.StoreError !== cjs.StoreError, esm.isStoreError(error, 'conflict'), esm.isStoreError(error, 'misuse'));`,
    );
    expect(node(consumer, file).trim()).toBe('true true false');
  });

  test.each(['node16', 'nodenext'])('type-checks in a consumer with module %s, ESM and CJS', (module) => {
    const use = `
      const store: Store = createKnexStore({ knex: {} as Knex, cipher: 'plaintext' });
      // @ts-expect-error there is no such role
      void store.users.insert({ role: 'king', name: 'x' });
      void store.transaction(async (tx) => {
        // @ts-expect-error transactions do not nest
        await tx.transaction(async () => {});
      });
      export const count: number = storeContract.length;`;
    const imports = `
      import type { Knex } from 'knex';
      import type { Store } from 'entrata-store';
      import { createKnexStore } from 'entrata-store/knex';
      import { storeContract } from 'entrata-store/testing';`;
    const files = [write('use.mts', imports + use), write('use.cts', imports + use)];
    const flags = ['--noEmit', '--strict', '--module', module, '--target', 'es2022', '--types', 'node'];
    expect(node(consumer, join(modules, 'typescript/bin/tsc'), ...flags, ...files)).toBe('');
  });

  test('satisfies publint and are-the-types-wrong', () => {
    const publint = node(scratch, join(modules, 'publint/src/cli.js'), '--strict', tarball);
    expect(publint).toContain('All good');
    const attw = node(
      scratch,
      join(modules, '@arethetypeswrong/cli/dist/index.js'),
      tarball,
      '--no-color',
      '--no-emoji',
    );
    expect(attw).toContain('No problems found');
  });
});

/** The ```ts blocks of a document, named by their first line where it names a file. */
function blocksOf(document: string): { readonly name: string; readonly code: string }[] {
  const text = readFileSync(join(root, document), 'utf8');
  const stem = document.replaceAll(/\W+/g, '-').toLowerCase();
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = ''], index) => ({
    name: /^\/\/ (\S+\.ts)\n/.exec(code)?.[1] ?? `${stem}-${index}.ts`,
    code,
  }));
}

const documents = ['README.md', 'docs/existing-tables.md', 'docs/write-your-own-store.md'];

describe('the documents', { timeout: 240_000 }, () => {
  test('have blocks that compile against the packed types', () => {
    const files = documents.flatMap((document) => {
      const blocks = blocksOf(document);
      expect(blocks.length, document).toBeGreaterThan(0);
      return blocks.map(({ name, code }) => write(name, code));
    });
    // One program of all of them: most of the time goes into reading the types.
    const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--types', 'node'];
    const tsc = join(modules, 'typescript/bin/tsc');
    expect(node(consumer, tsc, ...flags, '--skipLibCheck', ...new Set(files))).toBe('');
  });

  test('the first minute of README.md runs, and then its key rotation, and both print what they say', () => {
    const [minute, rotation] = blocksOf('README.md').map(({ name, code }) => write(name, code));
    expect(node(consumer, '--import', 'tsx', minute ?? '').trim()).toBe('true [secret]');
    expect(node(consumer, '--import', 'tsx', rotation ?? '').trim()).toBe('1 0');
  });

  test('the contract in ten lines runs', () => {
    const [file = ''] = blocksOf('docs/write-your-own-store.md').map(({ name, code }) => write(name, code));
    const output = node(consumer, '--import', 'tsx', '--test', '--test-reporter=tap', file);
    expect(output).toMatch(/^# fail 0$/m);
    expect(Number(/^# pass (\d+)$/m.exec(output)?.[1])).toBeGreaterThan(0);
  });

  test('every relative link leads somewhere', () => {
    for (const document of documents) {
      for (const [, link = ''] of readFileSync(join(root, document), 'utf8').matchAll(/\]\(([^)#:]+)\)/g))
        expect(readdirSync(join(root, document, '..', link, '..'))).toContain(link.split('/').at(-1));
    }
  });
});
