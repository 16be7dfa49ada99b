import { aesGcmCipher } from '../../src/core/cipher.js';
import { createKnexStore, migrate, openSqlite } from '../../src/knex/index.js';
import { sampleWebhook } from '../../src/testing/cases/samples.js';

/** Uses a store and never closes it. */
const knex = openSqlite(process.argv[2] ?? ':memory:');
await migrate(knex);
const cipher = aesGcmCipher({ keys: { a: 'aa'.repeat(32) }, activeKeyId: 'a' });
const store = createKnexStore({ knex, cipher });
await store.webhooks.append(sampleWebhook());
await store.transaction((tx) => tx.webhooks.append(sampleWebhook()));
console.log((await store.webhooks.list()).items.length);
