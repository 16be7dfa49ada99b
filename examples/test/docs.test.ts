import { afterAll, describe, expect, it } from 'vitest';
import { makeCleanFolder } from './clean-folder.js';
import { brokenLinks } from './docs/links.js';
import { listDocuments, readModules } from './docs/read-blocks.js';
import { typeCheck } from './docs/type-check.js';

const folder = makeCleanFolder({ packed: false });
afterAll(() => folder.remove());

function runModule(code: string): string {
  const { status, output } = folder.node('--import', 'tsx', folder.write('module.ts', code));
  return status === 0 ? output : `status ${status}: ${output}`;
}

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

  it('show TypeScript that compiles against the sources', () => {
    const modules = guides.flatMap(readModules);
    expect(modules.length).toBeGreaterThan(10);
    expect(typeCheck(modules)).toEqual([]);
  }, 120_000);
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
