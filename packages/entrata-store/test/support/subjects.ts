import { aesGcmCipher } from '../../src/core/cipher.js';
import { createKnexStore } from '../../src/knex/knex-store.js';
import { migrate } from '../../src/knex/migrate.js';
import type { Store } from '../../src/store.js';
import { type ContractSubject, fullCapabilities } from '../../src/testing/cases/contract-case.js';
import type { OpenDatabase, TestDatabase } from './databases.js';

export const testCipher = aesGcmCipher({ keys: { test: '42'.repeat(32) }, activeKeyId: 'test' });

/** A store that owns its Knex instance on a test's database. */
export const storeOn = (database: OpenDatabase): Store =>
  createKnexStore({ knex: database.connect(), cipher: testCipher, destroyOnClose: true });

export interface OpenSubject extends ContractSubject {
  readonly database: OpenDatabase;
  drop(): Promise<void>;
}

/** Two stores on one fresh, migrated database, each with its own pool. */
export async function openSubject(database: TestDatabase): Promise<OpenSubject> {
  const opened = await database.open();
  const knex = opened.connect();
  await migrate(knex);
  await knex.destroy();
  const [store, other] = [storeOn(opened), storeOn(opened)];
  return {
    database: opened,
    store,
    other,
    capabilities: fullCapabilities,
    open: async () => storeOn(opened),
    async drop() {
      await Promise.all([store.close(), other.close()]);
      await opened.drop();
    },
  };
}
