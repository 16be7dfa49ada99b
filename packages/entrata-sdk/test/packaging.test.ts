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
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// Packs what `npm test` has built, and uses the tarball as a stranger would, from a folder with a space in its name.
const root = fileURLToPath(new URL('..', import.meta.url));
const repository = join(root, '../..');
const scratch = mkdtempSync(join(tmpdir(), 'entrata pack '));
const consumer = join(scratch, 'consumer');
const installed = join(consumer, 'node_modules/entrata-sdk');
let tarball = '';

const node = (folder: string, ...args: string[]) =>
  execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', timeout: 240_000 });
const bin = (name: string) => join(repository, 'node_modules', name);

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
  // What npm would install besides: the dependencies, and a consumer's own type packages.
  for (const name of ['undici', 'zod', 'luxon', '@types/node', 'undici-types']) {
    mkdirSync(join(consumer, 'node_modules', name, '..'), { recursive: true });
    symlinkSync(join(repository, 'node_modules', name), join(consumer, 'node_modules', name));
  }
}, 600_000);

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const job = `
  const oauth = { clientId: 'demo.sandbox', clientSecret: 'sandbox-secret' };
  const sandbox = new FakeEntrata({ oauth });
  const server = await sandbox.listen();
  const entrata = createEntrata({ oauth, ...server.options });
  const { accessToken } = await entrata.oauth.exchangeCode({ code: sandbox.issueCode('demo') });
  const client = entrata.client({ subdomain: 'demo', auth: bearer(accessToken) });
  const properties = await client.getProperties();
  const person = { firstName: 'Ada', lastName: 'Example', phone: '555-0100' };
  await client.sendLead({ propertyId: properties[0].id, person });
  const error = await client.sendLead({ propertyId: '1', person }).catch((reason) => reason);
  console.log(properties.length, sandbox.ledger.leads.length, isEntrataError(error, 'forbidden'));
  await entrata.close();
  await server.close();`;

describe('the packed package', () => {
  it('holds what it should and nothing else', () => {
    expect(readdirSync(installed).sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'THIRD-PARTY-LICENSES.md',
      'dist',
      'docs',
      'package.json',
    ]);
  });

  it('does the job when imported', () => {
    const file = join(consumer, 'job.mjs');
    writeFileSync(
      file,
      `import { bearer, createEntrata, isEntrataError } from 'entrata-sdk';
       import { FakeEntrata } from 'entrata-sdk/testing';${job}`,
    );
    expect(node(consumer, file).trim()).toBe('3 1 true');
  });

  it('does the job when required, also where require cannot load ES modules', () => {
    const file = join(consumer, 'job.cjs');
    writeFileSync(
      file,
      `const { bearer, createEntrata, isEntrataError } = require('entrata-sdk');
       const { FakeEntrata } = require('entrata-sdk/testing');
       (async () => {${job}})();`,
    );
    expect(node(consumer, '--no-experimental-require-module', file).trim()).toBe('3 1 true');
  });

  it('probes a wire when imported and when required', () => {
    const probing = `
      const sandbox = new FakeEntrata();
      const http = fetchHttp((url, init) => sandbox.handle(new Request(url, init)));
      const asked = { subdomain: 'demo', auth: apiKey('demo-sandbox-key'), propertyId: '700001' };
      console.log((await probe({ ...asked, options: { http } })).differences);`;
    const names = ['{ apiKey, fetchHttp }', '{ probe }', '{ FakeEntrata }'];
    const entries = ['entrata-sdk', 'entrata-sdk/probe', 'entrata-sdk/testing'];
    const write = (name: string, form: (names: string, entry: string) => string, body: string) => {
      const file = join(consumer, name);
      const lines = names.map((each, index) => form(each, entries[index] ?? ''));
      writeFileSync(file, `${lines.join('\n')}${body}`);
      return file;
    };
    const imported = write('probe.mjs', (each, entry) => `import ${each} from '${entry}';`, probing);
    const required = write(
      'probe.cjs',
      (each, entry) => `const ${each} = require('${entry}');`,
      `(async () => {${probing}})();`,
    );
    expect(node(consumer, imported).trim()).toBe('0');
    expect(node(consumer, '--no-experimental-require-module', required).trim()).toBe('0');
  });

  it('has one kind of error and of secret in both of its builds', () => {
    const file = join(consumer, 'both.mjs');
    writeFileSync(
      file,
      `import { createRequire } from 'node:module';
       import * as esm from 'entrata-sdk';
       const cjs = createRequire(import.meta.url)('entrata-sdk');
       const thrownBy = (sdk) => { try { sdk.parseWebhook('cid=x'); } catch (error) { return error; } };
       console.log(esm.EntrataError !== cjs.EntrataError,
         esm.isEntrataError(thrownBy(cjs), 'invalid_input'), cjs.isEntrataError(thrownBy(esm), 'invalid_input'));`,
    );
    expect(node(consumer, file).trim()).toBe('true true true');
  });

  it('loads neither undici, zod, luxon nor p-retry before the first call', () => {
    const file = join(consumer, 'light.cjs');
    writeFileSync(
      file,
      `const { createEntrata, bearer, parseTourTime } = require('entrata-sdk');
       createEntrata().client({ subdomain: 'demo', auth: bearer('t') });
       parseTourTime({ date: '2026-01-15', time: '10:00 MST - 10:30 MST' });
       console.log(Object.keys(require.cache).filter((path) => /(undici|zod|luxon|operations)/.test(path.replace(__dirname, ''))).length);`,
    );
    expect(node(consumer, file).trim()).toBe('0');
  });

  it.each([
    ['ES modules', 'check.mts', 'nodenext', 'nodenext'],
    ['CommonJS', 'check.cts', 'node16', 'node16'],
    ['a bundler', 'check.ts', 'esnext', 'bundler'],
  ])(
    'type-checks for %s without skipLibCheck',
    (_, name, module, moduleResolution) => {
      writeFileSync(
        join(consumer, name),
        `import { createEntrata, parseTourTime, type EntrataClient, type TourSlot } from 'entrata-sdk';
       import { FakeEntrata } from 'entrata-sdk/testing';
       const slot: TourSlot = parseTourTime({ date: 'a', time: 'b' });
       export async function job(client: EntrataClient): Promise<string> {
         const { slots } = await client.getTourAvailability({ propertyId: '1', from: '', to: '' });
         const { options } = await new FakeEntrata().listen();
         createEntrata(options);
         // @ts-expect-error a text is no slot
         await client.sendLead({ propertyId: '1', person: { firstName: '', lastName: '' }, slot: 'x' });
         return (slots[0] ?? slot).raw.time;
       }`,
      );
      const args = [
        '--noEmit',
        '--strict',
        '--exactOptionalPropertyTypes',
        '--target',
        'es2022',
        '--module',
        module,
        '--moduleResolution',
        moduleResolution,
      ];
      const output = (() => {
        try {
          return node(consumer, bin('typescript/bin/tsc'), ...args, '--types', 'node', name);
        } catch (error) {
          return String((error as { stdout?: string }).stdout);
        }
      })();
      expect(output).toBe('');
    },
    240_000,
  );

  it('shows its public names alone in its types', () => {
    const types = readFileSync(join(installed, 'dist/index.d.ts'), 'utf8');
    expect(types).toContain('declare class EntrataClient');
    expect(types).not.toMatch(/interface (?:Context|Target|Operations)\b|class (?:Quota|MethodQuota)\b/);
  });

  it('is clean for publint and are-the-types-wrong', () => {
    expect(node(installed, bin('publint/src/cli.js'), '--strict', '.')).toContain('All good!');
    expect(
      node(scratch, bin('@arethetypeswrong/cli/dist/index.js'), '--no-color', '--no-emoji', tarball),
    ).toContain('No problems found');
  }, 240_000);
});
