import createKnex from 'knex';
import { expect, test } from 'vitest';
import { createKnexStore } from '../src/knex/index.js';
import { newDigest, past, sampleClient, sampleEvent, sampleWebhook } from '../src/testing/cases/samples.js';
import { describeOnEachDatabase } from './support/databases.js';
import { openSubject, testCipher } from './support/subjects.js';

await describeOnEachDatabase(
  'two transactions that lock two rows in opposite order',
  (database) => {
    test('both commit: the deadlock’s victim is run again from the start', async () => {
      const { store, other, drop } = await openSubject(database);
      const { client } = await store.clients.connect({
        cid: '1',
        subdomain: 'example',
        companyName: 'Example Homes',
        token: { accessToken: { reveal: () => 'token' }, expiresAt: undefined },
        agent: { name: 'Example Agent' },
      });
      const events = [sampleEvent(client), sampleEvent(client)];
      for (const event of events) await store.properties.recordEvent(event);

      let runs = 0;
      let arrived = 0;
      let letGo = () => {};
      const bothHoldOne = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      const lockBoth = (from: typeof store, order: typeof events) =>
        from.transaction(async (tx) => {
          runs += 1;
          for (const [index, event] of order.entries()) {
            await tx.properties.recordEvent({ ...event, fingerprint: newDigest() });
            if (index > 0) continue;
            arrived += 1;
            if (arrived === 2) letGo();
            await bothHoldOne;
          }
        });
      await Promise.all([lockBoth(store, events), lockBoth(other, [...events].reverse())]);
      expect(runs).toBeGreaterThan(2);
      for (const { clientId, propertyId } of events)
        expect((await store.properties.findByEntrataId(clientId, propertyId))?.eventSeq).toBe(3);
      await drop();
    });
  },
  ['postgres', 'mariadb'],
);

await describeOnEachDatabase(
  'a database whose sessions are serializable',
  (database) => {
    test('runs single statements that got in each other’s way again, until each is done', async () => {
      const { database: opened, store: ordinary, drop } = await openSubject(database);
      if (opened.address.name !== 'postgres') throw new Error('only PostgreSQL has a default like that');
      const serializable = createKnex({
        client: 'pg',
        connection: {
          connectionString: opened.address.url,
          options: '-c default_transaction_isolation=serializable',
        },
        searchPath: [opened.address.schema],
        pool: { min: 0, max: 10 },
      });
      const store = createKnexStore({ knex: serializable, cipher: testCipher, destroyOnClose: true });
      const { client } = await ordinary.clients.connect(sampleClient());
      const { property } = await store.properties.recordEvent(sampleEvent(client));
      const { id, clientId, propertyId } = property;
      const old = '1999-01-01T00:00:00.000Z';
      await Promise.all(
        Array.from({ length: 400 }, () => ordinary.webhooks.append(sampleWebhook({ receivedAt: old }))),
      );
      const kinds: readonly (() => Promise<unknown>)[] = [
        () => store.properties.recordFailure(property, { code: 'network' }),
        () => store.clients.revoke(client.id),
        () => store.houses.hide(clientId, propertyId),
        () => store.properties.markReconciled(id, 1, { state: 'active' }),
        () => store.webhooks.purge(past(store), 20),
        () => store.tasks.enqueue({ kind: 'a', payload: {}, openKey: 'one' }),
      ];
      const ends = await Promise.allSettled(
        Array.from({ length: 60 }, (_, i) => kinds[i % kinds.length]?.()),
      );
      expect(ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []))).toEqual([]);
      await store.close();
      await drop();
    });
  },
  ['postgres'],
);
