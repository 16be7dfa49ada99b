import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { brokenLinks } from './docs/links.js';
import { listDocuments, readModules, root } from './docs/read-blocks.js';
import { typeCheck } from './docs/type-check.js';

// Inside the examples, so that the packages are found.
const folder = mkdtempSync(join(root, 'examples/in-docs-'));
afterAll(() => rmSync(folder, { recursive: true }));

function runModule(code: string): string {
  const file = join(folder, 'module.ts');
  writeFileSync(file, code);
  const run = spawnSync(process.execPath, ['--import', 'tsx', file], { cwd: root, encoding: 'utf8' });
  return run.status === 0 ? run.stdout : `status ${run.status}: ${run.stderr}`;
}

const documents = listDocuments();
// The packages' own documents are compiled by the packages' own tests.
const guides = documents.filter((document) => !document.startsWith('packages/'));

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

  it('show TypeScript that compiles against the sources', () => {
    const modules = guides.flatMap(readModules);
    expect(modules.length).toBeGreaterThan(10);
    expect(typeCheck(modules)).toEqual([]);
  });
});

describe('docs/testing.md', () => {
  it('runs', () => {
    const [first] = readModules('docs/testing.md');
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
