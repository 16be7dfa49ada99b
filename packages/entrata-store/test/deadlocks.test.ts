import { expect, test } from 'vitest';
import { newDigest, sampleEvent } from '../src/testing/cases/samples.js';
import { describeOnEachDatabase } from './support/databases.js';
import { openSubject } from './support/subjects.js';

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
      const wishes = [sampleEvent(client), sampleEvent(client)];
      for (const wish of wishes) await store.properties.recordEvent(wish);

      let runs = 0;
      let arrived = 0;
      let letGo = () => {};
      const bothHoldOne = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      const lockBoth = (from: typeof store, order: typeof wishes) =>
        from.transaction(async (tx) => {
          runs += 1;
          for (const [index, wish] of order.entries()) {
            await tx.properties.recordEvent({ ...wish, fingerprint: newDigest() });
            if (index > 0) continue;
            arrived += 1;
            if (arrived === 2) letGo();
            await bothHoldOne;
          }
        });
      await Promise.all([lockBoth(store, wishes), lockBoth(other, [...wishes].reverse())]);
      expect(runs).toBeGreaterThan(2);
      for (const { clientId, propertyId } of wishes)
        expect((await store.properties.findByEntrataId(clientId, propertyId))?.eventSeq).toBe(3);
      await drop();
    });
  },
  ['postgres', 'mariadb'],
);
