import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CleanFolder, makeCleanFolder } from './clean-folder.js';
import { readModules } from './docs/read-blocks.js';

let user: CleanFolder;
beforeAll(() => {
  user = makeCleanFolder({ packed: true });
});
afterAll(() => user.remove());

const [guide] = readModules('docs/getting-started.md');
if (guide === undefined) throw new Error('docs/getting-started.md shows no code');

const entries = [
  'entrata-sdk',
  'entrata-sdk/testing',
  'entrata-store',
  'entrata-store/knex',
  'entrata-store/testing',
  'entrata-http-adapter',
  'entrata-http-adapter/node',
  'entrata-http-adapter/fetch',
  'entrata-http-adapter/metrics',
  'entrata-http-adapter/tracing',
];

describe('the packed packages in a clean folder', () => {
  it('run the program of "Getting started": Express, one webhook, one booking', () => {
    const { outputText } = ts.transpileModule(guide.code, {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
    });
    const { status, output } = user.node(user.write('server.js', outputText));
    expect(output).toMatch(
      /^serving http:\/\/127\.0\.0\.1:\d+\nwebhook: 200\n.+, \d\d:\d\d C[SD]T - .+: 201\nat Entrata: 1 tour\n$/,
    );
    expect(status).toBe(0);
    expect(readdirSync(user.path)).toContain('marketplace.sqlite');
  });

  it("type-check that program in a user's strict project, and their own declarations", () => {
    const file = user.write('server.ts', guide.code);
    const program = ts.createProgram([file], {
      strict: true,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      types: ['node'],
      typeRoots: [join(user.path, 'node_modules/@types')],
      noEmit: true,
    });
    const complaints = ts
      .getPreEmitDiagnostics(program)
      // Links lead to where third parties' declarations really lie, outside this folder.
      .filter(({ file: source }) => source === undefined || source.fileName.startsWith(user.path))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
    expect(complaints).toEqual([]);
  });

  it.each(entries)('give %s to import and to require', (entry) => {
    const names = (text: string) =>
      text
        .trim()
        .split(',')
        .filter((name) => name !== 'default')
        .sort();
    const imported = user.node('-e', `import('${entry}').then((m) => console.log(Object.keys(m).join()))`);
    const required = user.node(
      user.write('entry.cjs', `console.log(Object.keys(require('${entry}')).join())`),
    );
    expect(names(imported.output).length).toBeGreaterThan(0);
    expect(names(required.output)).toEqual(names(imported.output));
  });

  it("know the adapter's errors across its ESM and its CJS copy", () => {
    const file = user.write(
      'both.mjs',
      `import { createRequire } from 'node:module';
       import * as esm from 'entrata-http-adapter';
       const cjs = createRequire(import.meta.url)('entrata-http-adapter');
       const error = new cjs.AdapterError('slot_not_offered');
       console.log(esm.AdapterError !== cjs.AdapterError, cjs.isAdapterError(new esm.AdapterError('not_found')),
         esm.isAdapterError(error, 'slot_not_offered'), esm.isAdapterError(error, 'not_found'));`,
    );
    expect(user.node(file).output).toBe('true true true false\n');
  });

  it('bring the command line: a sandbox in one terminal, its tour times in another', async () => {
    const main = join(user.path, 'node_modules/entrata-http-adapter/dist/cli/main.js');
    const terminal = spawn(process.execPath, [main, 'sandbox', '--port', '0', '--json'], { cwd: user.path });
    const [printed] = await once(terminal.stdout, 'data');
    const { url, companies } = JSON.parse(String(printed));
    const [{ subdomain, accessToken, properties }] = companies;
    const slots = user.node(
      `--env-file=${user.write('.env', `SANDBOX_URL=${url}\nENTRATA_ACCESS_TOKEN=${accessToken}\n`)}`,
      ...[main, 'slots', '--subdomain', subdomain, '--property', properties[0].id],
    );
    expect(slots.output).toMatch(/^raw date .+\n-+[\s\S]+\n\d+ tour times, /);
    expect(slots.status).toBe(0);
    terminal.kill('SIGTERM');
    const [status] = await once(terminal, 'exit');
    expect(status).toBe(0);
    expect(user.node(main, 'slots').status).toBe(2);
    expect(user.node(main, '--version').output).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('hold what was built, and neither sources nor tests', () => {
    for (const name of ['entrata-sdk', 'entrata-store', 'entrata-http-adapter']) {
      const files = readdirSync(join(user.path, 'node_modules', name));
      expect(files).toEqual(expect.arrayContaining(['dist', 'package.json']));
      expect(files).not.toEqual(expect.arrayContaining(['src']));
      expect(files).not.toEqual(expect.arrayContaining(['test']));
    }
  });
});
