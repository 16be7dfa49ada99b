import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { DatabaseName, OpenDatabase, TestDatabase } from './databases.js';

const dumpOf = (name: DatabaseName) =>
  fileURLToPath(new URL(`../fixtures/schema-0001.${name}.sql`, import.meta.url));

/** A database as the first release made and filled it: rows of every kind, tasks in every state. */
export async function openFirstRelease(database: TestDatabase): Promise<OpenDatabase> {
  const opened = await database.open();
  const knex = opened.connect({ poolSize: 1 });
  const dump = await readFile(dumpOf(database.name), 'utf8');
  // No text in the dumps holds a line break.
  for (const statement of dump.split(/;\n/)) {
    // To Knex a question mark is a binding.
    if (statement.trim() !== '') await knex.raw(statement.replaceAll('?', '\\?'));
  }
  await knex.destroy();
  return opened;
}
