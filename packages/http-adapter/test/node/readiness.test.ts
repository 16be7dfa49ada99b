import { createMemoryStore, type Store, StoreError } from 'entrata-store';
import { migrate } from 'entrata-store/knex';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeOnEachDatabase, type OpenDatabase } from '../../../entrata-store/test/support/databases.js';
import { storeOn } from '../../../entrata-store/test/support/subjects.js';
import { createReadiness } from '../../src/app/check-readiness.js';
import { startRig } from '../support/rig.js';

/** A memory store whose pings end as they are told to. */
function storeThat(ping: () => Promise<void>): { readonly store: Store; readonly pings: () => number } {
  let count = 0;
  const store = {
    ...createMemoryStore(),
    ping: async () => {
      count += 1;
      return ping();
    },
  };
  return { store, pings: () => count };
}

describe('readiness', () => {
  it('is tried once a second at most, however many ask, and its answer stands as long', async () => {
    let ms = 0;
    const { store, pings } = storeThat(async () => {});
    const check = createReadiness(store, { elapsedMs: () => ms });
    await Promise.all(Array.from({ length: 50 }, check));
    ms += 999;
    await check();
    expect(pings()).toBe(1);
    ms += 1;
    await Promise.all(Array.from({ length: 50 }, check));
    expect(pings()).toBe(2);
  });

  it('is refused for a second too, and heals', async () => {
    let ms = 0;
    let broken = true;
    const { store, pings } = storeThat(async () => {
      if (broken) throw new StoreError('unavailable', 'x', { reason: 'full' });
    });
    const check = createReadiness(store, { elapsedMs: () => ms });
    const refused = { code: 'not_ready', status: 503, detail: 'the database is full' };
    await expect(check()).rejects.toMatchObject(refused);
    broken = false;
    await expect(check()).rejects.toMatchObject(refused);
    expect(pings()).toBe(1);
    ms += 1_000;
    await check();
  });

  it('does not wait for a database that hangs, nor asks it again meanwhile', async () => {
    const { store, pings } = storeThat(() => new Promise(() => {}));
    const check = createReadiness(store, { timeoutMs: 1 });
    for (let asked = 0; asked < 3; asked += 1)
      await expect(check()).rejects.toMatchObject({ detail: 'the database did not answer in time' });
    expect(pings()).toBe(1);
  });

  it.each([
    [new StoreError('unavailable', 'x'), 'the database cannot be reached or is too busy'],
    [new StoreError('misuse', 'x'), 'the database refused to be used'],
    [new Error('secret text of a driver'), 'the store failed'],
  ])('says in words of ours what is the matter: %s', async (error, detail) => {
    const { store } = storeThat(() => Promise.reject(error));
    await expect(createReadiness(store)()).rejects.toMatchObject({ detail });
  });
});

await describeOnEachDatabase('/readyz', (database) => {
  let opened: OpenDatabase;
  beforeEach(async () => {
    opened = await database.open();
  });
  afterEach(() => opened.drop());

  async function ask(prepare: () => Promise<void> = async () => {}) {
    const store = storeOn(opened);
    await prepare();
    const rig = await startRig({ store });
    try {
      const response = await fetch(`${rig.url}/readyz`);
      const type = response.headers.get('content-type');
      return { status: response.status, type, body: (await response.json()) as Record<string, unknown> };
    } finally {
      await rig.stop();
      await store.close();
    }
  }
  const notReady = (detail: string) => ({
    status: 503,
    type: 'application/problem+json; charset=utf-8',
    body: { code: 'not_ready', detail },
  });

  it('is 503 before the database was migrated, and 200 afterwards', async () => {
    expect(await ask()).toMatchObject(notReady('the database is not migrated'));
    await migrate(opened.connect());
    expect(await ask()).toMatchObject({ status: 200, body: { status: 'ready' } });
  });

  it('is 503 when a table was lost, or a newer version was here', async () => {
    const knex = opened.connect();
    await migrate(knex);
    await knex.schema.dropTable('entrata_oauth_codes');
    expect(await ask()).toMatchObject(notReady('the tables are not as this version needs them'));
    await knex('entrata_migrations').insert({ id: '0099-contract-all-0123456789ab', applied_at: Date.now() });
    expect(await ask()).toMatchObject(notReady('the database was migrated by a newer version'));
  });
});
