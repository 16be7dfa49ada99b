import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

// What `import { createApp } from 'entrata-http-adapter'` loads, by what the bundler says of the build that is
// published: our own sources with their sizes, and the packages that they import.
const root = fileURLToPath(new URL('../..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'entry '));

interface Output {
  readonly entryPoint?: string;
  readonly imports: readonly {
    readonly path: string;
    readonly kind: 'import-statement' | 'dynamic-import';
    readonly external?: boolean;
  }[];
  readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>;
}

interface Loaded {
  /** Bytes of each of our sources. */
  readonly sources: ReadonlyMap<string, number>;
  readonly packages: readonly string[];
}

let outputs: Readonly<Record<string, Output>> = {};

beforeAll(() => {
  const tsup = join(root, '../../node_modules/tsup/dist/cli-default.js');
  const flags = ['--metafile', '--no-dts', '--no-sourcemap', '--format', 'esm', '--silent'];
  execFileSync(process.execPath, [tsup, ...flags, '--out-dir', scratch], { cwd: root });
  outputs = JSON.parse(readFileSync(join(scratch, 'metafile-esm.json'), 'utf8')).outputs;
});

afterAll(() => rmSync(scratch, { recursive: true }));

/** All that an entry loads: at once, or at the latest when everything was used. */
function load(entry: string, when: 'at once' | 'at the latest'): Loaded {
  const started = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === entry)?.[0] ?? '';
  const files = new Set([started]);
  const packages = new Set<string>();
  for (const file of files) {
    for (const { path, kind, external } of outputs[file]?.imports ?? []) {
      if (when === 'at once' && kind !== 'import-statement') continue;
      if (!external) files.add(path);
      else if (!isBuiltin(path)) packages.add(path);
    }
  }
  const inputs = [...files].flatMap((file) => Object.entries(outputs[file]?.inputs ?? {}));
  const sources = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return {
    sources: new Map(sources.map(([path, { bytesInOutput }]) => [path, bytesInOutput])),
    packages: [...packages].sort(),
  };
}

const total = (sources: ReadonlyMap<string, number>) => [...sources.values()].reduce((a, b) => a + b, 0);

/** The list for whoever has to find out what came in, the largest first. */
const list = (sources: ReadonlyMap<string, number>) =>
  [...sources]
    .sort(([, one], [, other]) => other - one)
    .map(([path, bytes]) => `${String(bytes).padStart(6)} ${path}`)
    .join('\n');

const optional = /^src\/(?:cli|node|fetch|instruments)\//;
const documents = /\/[\w-]*document[\w-]*\.ts$/;

it('the main entry loads five packages and no other', () => {
  const { packages } = load('src/index.ts', 'at once');
  expect(packages).toEqual(['entrata-sdk', 'entrata-store', 'fast-jwt', 'html-to-text', 'zod']);
});

it('the main entry loads nothing of the command line, of servers, metrics and tracing, and is small', () => {
  const { sources } = load('src/index.ts', 'at once');
  expect(sources.size).toBeGreaterThan(50);
  expect([...sources.keys()].filter((path) => optional.test(path))).toEqual([]);
  expect(total(sources), list(sources)).toBeLessThan(260_000);
});

it('the main entry loads what builds the OpenAPI document when the document is asked for, not before', () => {
  const built = (when: 'at once' | 'at the latest') =>
    [...load('src/index.ts', when).sources.keys()].filter((path) => documents.test(path));
  expect(built('at the latest')).not.toEqual([]);
  expect(built('at once')).toEqual([]);
});

it('the command line alone loads commander', () => {
  const entries = Object.values(outputs).flatMap(({ entryPoint }) => entryPoint ?? []);
  expect(entries.length).toBeGreaterThanOrEqual(6);
  const loading = entries.filter((entry) => load(entry, 'at the latest').packages.includes('commander'));
  expect(loading).toEqual(['src/cli/main.ts']);
});
