import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dialectOf } from '../../src/knex/dialect-of.js';
import { inspectSchema, migrate } from '../../src/knex/index.js';
import { findOwnTables } from '../../src/knex/migrations/own-tables.js';
import { runSteps } from '../../src/knex/migrations/run-steps.js';
import { steps } from '../../src/knex/migrations/steps.js';
import type { Store } from '../../src/store.js';
import { fullCapabilities } from '../../src/testing/cases/contract-case.js';
import { storeContract } from '../../src/testing/store-contract.js';
import { describeOnEachDatabase, type OpenDatabase } from '../support/databases.js';
import { openFirstRelease } from '../support/first-release.js';
import { standsForAll } from '../support/level.js';
import { schemaOf } from '../support/schema-of.js';
import { storeOn } from '../support/subjects.js';

await describeOnEachDatabase('a database of the first release', (database) => {
  let opened: OpenDatabase;
  let store: Store;
  let other: Store;
  let before: string;
  beforeAll(async () => {
    opened = await openFirstRelease(database);
    const knex = opened.connect();
    before = await schemaOf(knex, opened.address);
    expect((await migrate(knex)).applied).toEqual(steps.slice(1).map(({ id }) => id));
    [store, other] = [storeOn(opened), storeOn(opened)];
  });
  afterAll(async () => {
    await Promise.all([store.close(), other.close()]);
    await opened.drop();
  });

  test('has the tables that 0001 creates today, to the last index', async () => {
    const fresh = await database.open();
    try {
      const knex = fresh.connect();
      await runSteps(knex, await findOwnTables(knex, dialectOf(knex), {}), steps.slice(0, 1));
      expect(await schemaOf(knex, fresh.address)).toBe(before);
    } finally {
      await fresh.drop();
    }
  });

  test('is known by its log', async () => {
    expect(await inspectSchema(opened.connect())).toMatchObject({
      reason: undefined,
      pending: [],
      ahead: [],
    });
  });

  test('keeps every row, and the secrets that were sealed in it', async () => {
    const clients = (await store.clients.list()).items;
    expect(clients.map(({ cid, status }) => [cid, status]).sort()).toEqual([
      ['1001', 'active'],
      ['1002', 'needs_reauthorization'],
      ['1003', 'revoked'],
    ]);
    const active = clients.find(({ cid }) => cid === '1001');
    expect(active?.accessToken?.reveal()).toBe('token-1');
    expect(active?.companyName).toBe('Example Homes 1 Ünïcode');
    expect(await store.webhooks.rawQuery('log-1')).toBe('cid=1001&auth_code=a+b%2F==0&x=%ZZ');
    const properties = (await store.properties.list()).items.map(({ desiredState, state }) => [
      desiredState,
      state,
    ]);
    expect(properties.sort()).toEqual([
      ['active', 'active'],
      // One of them was `denied`, which nothing ever wrote.
      ['active', 'pending'],
      ['active', 'pending'],
      ['active', 'pending'],
      ['inactive', 'inactive'],
      ['suspended', 'suspended'],
    ]);
    const houses = (await store.houses.list()).items.map(({ status, title }) => [status, title]);
    expect(houses.sort()).toEqual([
      ['active', 'Bare'],
      ['active', 'Lake View Lofts'],
      ['hidden', 'Hidden Hall'],
      ['vanished', 'Plan B2'],
    ]);
    expect(await store.viewings.countByOperator(active?.operatorId ?? '')).toEqual({
      pending: 3,
      sending: 1,
      confirmed: 1,
      rejected: 1,
      failed: 1,
      unknown: 1,
      cancelled: 1,
    });
    const webhooks = (await store.webhooks.list()).items.map(({ outcome }) => String(outcome));
    expect(webhooks.sort()).toEqual(
      'accepted,dropped,duplicate,failed,held,ignored,refused,released,undefined'.split(','),
    );
    const tasks = (await store.tasks.list()).items.map(({ kind, status }) => `${kind} ${status}`);
    expect(tasks.sort()).toEqual(
      'bad dead,endless running,endless waiting,endless waiting,fine done,flaky waiting,later waiting'.split(
        ',',
      ),
    );
  });

  test('goes on with the tasks that were waiting, and with the one that was cut', async () => {
    const ran: unknown[] = [];
    const worker = store.tasks.work(
      { endless: async ({ payload }) => void ran.push(payload.n) },
      { leaseMs: 60_000 },
    );
    await expect.poll(() => [...ran].sort()).toEqual(expect.arrayContaining([4, 5, 6]));
    await worker.stop();
  });

  test('has the cancellations that were waiting found by the sweep', async () => {
    const waiting = await openFirstRelease(database);
    try {
      const knex = waiting.connect();
      const [confirmed] = await knex('viewings').where({ status: 'confirmed' });
      await knex('viewings').where({ id: confirmed.id }).update({ note: 'cancel_requested' });
      await migrate(knex);
      const upgraded = storeOn(waiting);
      const before = new Date(Date.now() + 86_400_000).toISOString();
      const { items } = await upgraded.viewings.listCancelRequested({ before, clientId: undefined });
      expect(items).toMatchObject([{ id: confirmed.id, note: 'cancel_requested' }]);
      expect(items[0]?.cancelRequestedAt).toBe(items[0]?.updatedAt);
      await upgraded.close();
    } finally {
      await waiting.drop();
    }
  });

  if (standsForAll(database.name))
    describe('keeps the store contract', () => {
      for (const { name, run } of storeContract)
        test(name, () =>
          run({ store, other, capabilities: fullCapabilities, open: async () => storeOn(opened) }),
        );
    });
});
