import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeCleanFolder } from './clean-folder.js';
import { brokenLinks } from './docs/links.js';
import { listDocuments, readModules, root } from './docs/read-blocks.js';
import { typeCheck } from './docs/type-check.js';

const folder = makeCleanFolder({ packed: false });
afterAll(() => folder.remove());

function runModule(code: string): string {
  const { status, output } = folder.node('--import', 'tsx', folder.write('module.ts', code));
  return status === 0 ? output : `status ${status}: ${output}`;
}

const readText = (path: string) => readFileSync(join(root, path), 'utf8');
const documents = listDocuments();
// The other packages' documents are compiled by those packages' own tests.
const guides = documents.filter((document) => !/^packages\/(entrata-sdk|entrata-store)\//.test(document));

describe('the documents', () => {
  it('are there: every guide of the list in "Getting started"', () => {
    const names = ['getting-started', 'tours-and-time-zones', 'webhooks', 'bookings-that-cannot-be-lost'];
    names.push('your-own-tables', 'your-own-store', 'errors', 'testing', 'running-it');
    expect(documents).toEqual(expect.arrayContaining(names.map((name) => `docs/${name}.md`)));
    expect(documents).toContain('SECURITY.md');
  });

  it('have no relative link that leads nowhere', () => {
    expect(documents.flatMap(brokenLinks)).toEqual([]);
  });

  it('name no npm script that is not there', () => {
    const { scripts } = JSON.parse(readText('package.json')) as { scripts: Record<string, string> };
    const named = documents.flatMap((document) => [
      ...readText(document).matchAll(/npm run ([\w:]+)\b(?! -w)/g),
    ]);
    expect(named.length).toBeGreaterThan(5);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named.map(([, name]) => name)));
  });

  it('show TypeScript that compiles against the sources', () => {
    const modules = guides.flatMap(readModules);
    expect(modules.length).toBeGreaterThan(10);
    expect(typeCheck(modules)).toEqual([]);
  }, 120_000);
});

describe('docs/getting-started.md', () => {
  it('has one install what its program imports', () => {
    const text = readText('docs/getting-started.md');
    const installed = [...text.matchAll(/^npm install (?:--save-dev )?(.+)$/gm)].flatMap(([, names = '']) =>
      names.split(' '),
    );
    const [program] = readModules('docs/getting-started.md');
    const imported = [...(program?.code ?? '').matchAll(/ from '(?!node:)([^']+)'/g)].map(
      ([, name = '']) => name.split('/')[0],
    );
    expect(imported.length).toBeGreaterThan(5);
    expect(installed).toEqual(expect.arrayContaining(imported));
    const { packages } = JSON.parse(readText('package-lock.json')) as { packages: Record<string, unknown> };
    const known = Object.keys(packages).map((path) => path.split('node_modules/').at(-1));
    expect(known).toEqual(expect.arrayContaining(installed));
  });
});

describe('docs/testing.md', () => {
  it('runs', () => {
    const [first] = readModules('docs/testing.md');
    expect(first).toBeDefined();
    expect(runModule(first?.code ?? '')).toBe('');
  });
});

describe('docs/tours-and-time-zones.md', () => {
  it('gives the values that its comments say', () => {
    const [first] = readModules('docs/tours-and-time-zones.md');
    const said = [...(first?.code ?? '').matchAll(/^(slot\.\S+); \/\/ '([^']+)'/gm)];
    expect(said.length).toBe(4);
    const prints = said.map(([, expression]) => `console.log(${expression});`).join('\n');
    const values = said.map(([, , value]) => value);
    expect(runModule(`${first?.code}\n${prints}`).trimEnd().split('\n')).toEqual(values);
  });
});

describe('docs/running-it.md', () => {
  it('shows a module of options that createApp takes', () => {
    const [options] = readModules('docs/running-it.md');
    folder.write('app-options.ts', options?.code ?? '');
    const output = runModule(`
      import { createApp } from 'entrata-http-adapter';
      import { app, entrata, store } from './app-options.ts';
      console.log(createApp(app).owns('/healthz'), Object.keys(entrata).join(), Object.keys(store).join());
      process.exit(0);
    `);
    expect(output).toBe('true oauth knex,cipher\n');
  });

  it('shows a page of metrics that Prometheus takes, and a traced app', async () => {
    const [, , metrics, traces] = readModules('docs/running-it.md');
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as AddressInfo;
    free.close();
    folder.write('measured.ts', metrics?.code.replace('9464', String(port)) ?? '');
    folder.write('traced.ts', traces?.code ?? '');
    const output = runModule(`
      import { acceptUnverified, noApproval } from 'entrata-http-adapter';
      import { startServer } from 'entrata-http-adapter/node';
      import { createMemoryStore } from 'entrata-store';
      import { createMeasuredApp } from './measured.ts';
      import { createTracedApp } from './traced.ts';
      const verify = acceptUnverified();
      const options = { store: createMemoryStore(), webhook: { verify, approval: noApproval() } };
      for (const create of [createMeasuredApp, createTracedApp]) {
        const server = await startServer(create({ ...options, authenticate: async () => undefined }));
        console.log((await fetch(server.url + '/healthz')).status);
        await server.stop();
      }
      const page = await fetch('http://127.0.0.1:${port}/');
      console.log(page.headers.get('content-type'));
      console.log(await page.text());
      process.exit(0);
    `);
    expect(output).toMatch(/^200\n200\ntext\/plain; version=\d/);
    expect(output).toContain(
      'entrata_request_duration_seconds_count{method="GET",route="/healthz",status="200"} 1',
    );
  });
});
