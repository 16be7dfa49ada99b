import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Knex } from 'knex';
import { aesGcmCipher, type Cipher, type Store } from '../src/index.js';
import { createKnexStore, migrate, openSqlite } from '../src/knex/index.js';

/** Three ways to one file, all with WAL and synchronous FULL. */
export interface SqliteFile {
  readonly store: Store;
  readonly knex: Knex;
  readonly prepared: Database;
  /** What the store seals with. */
  readonly cipher: Cipher;
  close(): Promise<void>;
}

export async function openSqliteFile(): Promise<SqliteFile> {
  const folder = await mkdtemp(join(tmpdir(), 'entrata-bench-'));
  const filename = join(folder, 'store.db');
  const knex = openSqlite(filename);
  await migrate(knex);
  const cipher = aesGcmCipher({ keys: { a: 'aa'.repeat(32) }, activeKeyId: 'a' });
  const store = createKnexStore({ knex: openSqlite(filename), cipher, destroyOnClose: true });
  const prepared = new Database(filename);
  for (const pragma of [
    'journal_mode = WAL',
    'synchronous = FULL',
    'foreign_keys = ON',
    'busy_timeout = 5000',
  ])
    prepared.pragma(pragma);
  return {
    store,
    knex,
    prepared,
    cipher,
    async close() {
      await store.close();
      await knex.destroy();
      prepared.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
