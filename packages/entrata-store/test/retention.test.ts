import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Store } from '../src/index.js';
import { createKnexStore, migrate } from '../src/knex/index.js';
import { newDigest, sampleWebhook, soon } from '../src/testing/cases/samples.js';
import { describeOnEachDatabase, type OpenDatabase } from './support/databases.js';
import { storeOn, testCipher } from './support/subjects.js';

await describeOnEachDatabase('retention', (database) => {
  let opened: OpenDatabase;
  let store: Store;
  beforeEach(async () => {
    opened = await database.open();
    await migrate(opened.connect());
    store = storeOn(opened);
  });
  afterEach(async () => {
    await store.close();
    await opened.drop();
  });

  test('old webhooks go batch by batch, beside a log in use', async () => {
    const receivedAt = '1999-01-01T00:00:00.000Z';
    const append = (changes?: Parameters<typeof sampleWebhook>[0]) =>
      store.webhooks.append(sampleWebhook(changes));
    await Promise.all(Array.from({ length: 1_200 }, () => append({ receivedAt })));
    let total = 0;
    let batches = 0;
    for (let count = 500; count === 500; total += count, batches += 1)
      [count] = await Promise.all([store.webhooks.purge('2000-01-01T00:00:00.000Z', 500), append()]);
    expect([total, batches]).toEqual([1_200, 3]);
    expect((await store.webhooks.list()).items).toHaveLength(3);
  });

  test('a code that somebody claims between being found and being deleted stays', async () => {
    // One connection: statements run in the order they were begun.
    const single = opened.connect({ poolSize: 1 });
    const earlier = createKnexStore({
      knex: single,
      cipher: testCipher,
      now: () => new Date('1999-01-01T00:00:00.000Z'),
    });
    const [kept, gone] = [newDigest(), newDigest()];
    for (const digest of [kept, gone]) await earlier.oauthCodes.claim(digest, '1999-01-01T00:01:00.000Z');
    let claiming: Promise<unknown> | undefined;
    single.on('query-response', () => {
      claiming ??= single('entrata_oauth_codes')
        .where('digest', kept)
        .update({ updated_at: Date.now() })
        .then();
    });
    expect(await earlier.oauthCodes.purge('2000-01-01T00:00:00.000Z', 10)).toBe(1);
    await claiming;
    expect(await single('entrata_oauth_codes').pluck('digest')).toEqual([kept]);
    expect(await store.oauthCodes.claim(kept, soon(store))).toMatchObject({ state: 'claimed', fence: 2 });
  });
});
