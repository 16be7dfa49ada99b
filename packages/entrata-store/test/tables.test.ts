import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Fields } from '../src/rows/field.js';
import { schema, tableKeys } from '../src/tables.js';

test('a table names itself by its key, and refers to tables that stand before it', () => {
  for (const [place, key] of tableKeys.entries()) {
    const { key: ownKey, fields }: { key: string; fields: Fields } = schema[key];
    expect(ownKey).toBe(key);
    const before: readonly string[] = tableKeys.slice(0, place);
    for (const { to } of Object.values(fields)) if (to !== undefined) expect(before).toContain(to);
  }
});

test('only two files list all tables, so that a new one is written in five', async () => {
  const src = fileURLToPath(new URL('../src/', import.meta.url));
  const files = (await readdir(src, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const listing: string[] = [];
  for (const name of files) {
    const text = await readFile(`${src}${name}`, 'utf8');
    if (tableKeys.every((key) => new RegExp(`\\b${key}\\b`).test(text))) listing.push(name);
  }
  // The frozen first step creates them.
  const frozen = /^knex\/migrations\/0001-create-tables-/;
  expect(listing.filter((name) => !frozen.test(name)).sort()).toEqual(['repositories.ts', 'tables.ts']);
});
