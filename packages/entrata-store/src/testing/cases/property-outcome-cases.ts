import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { PropertyRecord } from '../../properties/property-repository.js';
import type { ContractCase } from './contract-case.js';
import { connectedClient, newDigest, sampleEvent } from './samples.js';

export const propertyOutcomeCases: readonly ContractCase[] = [
  {
    name: 'properties.recordFailure: nothing is written once an event came, or was reached, or the property was fetched',
    async run({ store, other }) {
      const event = sampleEvent(await connectedClient(store));
      const { property: first } = await store.properties.recordEvent(event);
      const find = async () => (await other.properties.find(first.id)) ?? first;
      const fail = (seen: PropertyRecord) => store.properties.recordFailure(seen, { code: 'network' });
      await other.properties.recordEvent({ ...event, fingerprint: newDigest() });
      const second = await find();
      assert.equal(await fail(first), 'outdated');
      assert.deepEqual(await find(), second);
      const reconcile = (fetchedAt: string) =>
        other.properties.markReconciled(first.id, 2, { state: 'active', fetchedAt });
      await reconcile('2026-11-23T10:00:00.000Z');
      const third = await find();
      assert.equal(await fail(second), 'outdated');
      assert.deepEqual(await find(), third);
      await reconcile('2026-11-23T11:00:00.000Z');
      assert.equal(await fail(third), 'outdated');
      assert.equal((await find()).lastError, undefined);
      // A failure writes none of these: the next one that saw the same is no older.
      const latest = await find();
      assert.notEqual(await fail(latest), 'outdated');
      assert.notEqual(await fail(latest), 'outdated');
      assert.equal((await find()).lastError, 'network');
      assert.equal(await fail({ ...first, id: '999999999' }), 'outdated');
    },
  },
  {
    name: 'properties.recordFailure: of a code one caller is to notify, and once more when another comes',
    async run({ store, other }) {
      const event = sampleEvent(await connectedClient(store));
      const { property } = await store.properties.recordEvent(event);
      const fail = async (code: string, notifyAfterMs: number | undefined = 0) => {
        const each = [store, other, store, other].map(({ properties }) =>
          properties.recordFailure(property, { code, notifyAfterMs }),
        );
        return (await Promise.all(each)).filter((found) => found !== 'outdated' && found.isDue).length;
      };
      const unasked = await store.properties.recordFailure(property, { code: 'forbidden' });
      assert.deepEqual(unasked, { isDue: false });
      assert.equal(await fail('listing_empty'), 1);
      assert.equal(await fail('listing_empty'), 0);
      assert.equal(await fail('forbidden'), 1);
      assert.equal(await store.properties.markReconciled(property.id, 1, { state: 'active' }), true);
      const reached = (await other.properties.find(property.id)) ?? property;
      const again = await other.properties.recordFailure(reached, { code: 'forbidden', notifyAfterMs: 0 });
      assert.deepEqual(again, { isDue: true });
    },
  },
  {
    name: 'properties.recordFailure: what only lasts is notified once, when it has lasted',
    async run({ store, other, capabilities: { keepsLaterFields } }) {
      const client = await connectedClient(store);
      const { property } = await store.properties.recordEvent(sampleEvent(client));
      const find = async () => (await other.properties.find(property.id)) ?? property;
      const hourMs = 3_600_000;
      const fail = async (code: string, notifyAfterMs: number) => {
        const found = await store.properties.recordFailure(await find(), { code, notifyAfterMs });
        return found !== 'outdated' && found.isDue;
      };
      assert.equal(await fail('timeout', hourMs), false);
      const { failingSince } = await find();
      if (!keepsLaterFields && failingSince === undefined) return;
      assert.ok(failingSince !== undefined);
      assert.equal(await fail('network', hourMs), false);
      // The clock is put right from time to time, by a few milliseconds.
      let isDue = false;
      for (let tries = 0; !isDue && tries < 200; tries += 1) {
        await delay(1);
        isDue = await fail('timeout', 1);
      }
      assert.ok(isDue);
      assert.equal(await fail('network', 1), false);
      assert.equal((await find()).failingSince, failingSince);
      assert.equal(await fail('forbidden', 0), true);
      // Whoever was notified of the one is not of the other.
      assert.equal(await fail('timeout', 1), false);
      assert.equal(await fail('forbidden', 0), false);
      await store.properties.recordEvent(sampleEvent(client, { propertyId: property.propertyId }));
      assert.equal((await find()).failingSince, undefined);
      assert.equal(await fail('timeout', hourMs), false);
      assert.equal(await store.properties.markReconciled(property.id, 2, { state: 'active' }), true);
      assert.equal((await find()).failingSince, undefined);
    },
  },
  {
    name: 'properties.withdraw: takes out all properties of one client, until another event comes',
    async run({ store, other }) {
      const client = await connectedClient(store);
      const [shown, waiting] = [sampleEvent(client), sampleEvent(client)];
      const made = (await store.properties.recordEvent(shown)).property;
      await store.properties.recordApproval(made.id, 'sent');
      await store.properties.markReconciled(made.id, 1, { state: 'active' });
      const open = (await store.properties.recordEvent(waiting)).property;
      await store.properties.recordFailure(open, { code: 'forbidden' });
      const foreign = (await store.properties.recordEvent(sampleEvent(await connectedClient(store))))
        .property;
      assert.equal(await other.properties.withdraw(client.id), 2);
      const out = await store.properties.find(made.id);
      const state = {
        desiredState: 'inactive',
        state: 'inactive',
        approval: 'none',
        eventSeq: 1,
        reachedSeq: 1,
      };
      assert.deepEqual({ ...out, ...state, eventFingerprint: undefined }, out);
      assert.equal((await store.properties.find(open.id))?.lastError, undefined);
      assert.deepEqual(await store.properties.find(foreign.id), foreign);
      // What was under way for them comes to nothing.
      assert.equal(await store.properties.markReconciled(open.id, 1, { state: 'active' }), false);
      assert.equal(await store.properties.markReconciled(open.id, 1, { state: 'inactive' }), true);
      const again = await store.properties.recordEvent(shown);
      assert.deepEqual(
        [again.duplicate, again.property.desiredState, again.property.eventSeq],
        [false, 'active', 2],
      );
    },
  },
  {
    name: 'properties: approval is remembered; list filters by client and state',
    async run({ store, other }) {
      const client = await connectedClient(store);
      const { property } = await store.properties.recordEvent(sampleEvent(client));
      await store.properties.recordEvent(sampleEvent(client));
      await store.properties.recordApproval(property.id, 'sent');
      await store.properties.markReconciled(property.id, 1, { state: 'active' });
      assert.equal((await other.properties.find(property.id))?.approval, 'sent');
      assert.equal((await store.properties.list({ clientId: client.id })).items.length, 2);
      const active = await store.properties.list({ clientId: client.id, state: 'active' });
      assert.deepEqual(
        active.items.map(({ id }) => id),
        [property.id],
      );
    },
  },
  {
    name: 'properties.recordApproval: of an older activation leaves that of a newer one',
    async run({ store, other, capabilities: { keepsLaterFields } }) {
      const { property } = await store.properties.recordEvent(sampleEvent(await connectedClient(store)));
      const { id } = property;
      const approved = async () => {
        const { approval, approvedSeq } = (await other.properties.find(id)) ?? {};
        return [approval, approvedSeq];
      };
      assert.equal(await store.properties.recordApproval(id, 'failed', 1), true);
      assert.deepEqual(await approved(), ['failed', undefined]);
      assert.equal(await store.properties.recordApproval(id, 'sent', 1), true);
      assert.equal(await store.properties.recordApproval(id, 'none'), true);
      const [approval, seq] = await approved();
      assert.equal(approval, 'none');
      if (!keepsLaterFields && seq === undefined) return;
      assert.equal(seq, 1);
      const recorded = await Promise.all(
        [3, 2, 3, 2].map((seq, i) => (i % 2 ? other : store).properties.recordApproval(id, 'sent', seq)),
      );
      assert.equal(recorded.filter((isRecorded, i) => isRecorded && i % 2 === 0).length, 1);
      assert.deepEqual(await approved(), ['sent', 3]);
      assert.equal(await store.properties.recordApproval(id, 'failed', 2), false);
      assert.deepEqual(await approved(), ['sent', 3]);
    },
  },
];
