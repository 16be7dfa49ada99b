import assert from 'node:assert/strict';
import type { ContractCase } from './contract-case.js';
import {
  connectedClient,
  everyPage,
  minutesAfter,
  newDigest,
  newDigits,
  sampleEvent,
  soon,
} from './samples.js';

export const propertyEventCases: readonly ContractCase[] = [
  {
    name: 'properties.recordEvent: the first event creates the property, unreconciled',
    async run({ store, other }) {
      const event = sampleEvent(await connectedClient(store), { feedType: 'full', occupancyType: 'student' });
      const { property, duplicate } = await store.properties.recordEvent(event);
      assert.equal(duplicate, false);
      assert.equal(property.eventSeq, 1);
      assert.equal(property.reachedSeq, 0);
      assert.equal(property.state, 'pending');
      assert.equal(property.approval, 'none');
      assert.equal(property.feedType, 'full');
      assert.equal(property.logId, event.logId);
      assert.deepEqual(await other.properties.find(property.id), property);
      assert.deepEqual(await other.properties.findByEntrataId(event.clientId, event.propertyId), property);
    },
  },
  {
    name: 'properties.recordEvent: only the latest accepted event makes a duplicate',
    async run({ store }) {
      const on = sampleEvent(await connectedClient(store), { feedType: 'full' });
      const off = {
        ...on,
        desiredState: 'suspended' as const,
        feedType: undefined,
        fingerprint: newDigest(),
      };
      await store.properties.recordEvent(on);
      const again = await store.properties.recordEvent(on);
      assert.equal(again.duplicate, true);
      assert.equal(again.property.eventSeq, 1);
      const suspended = await store.properties.recordEvent(off);
      assert.equal(suspended.duplicate, false);
      assert.equal(suspended.property.desiredState, 'suspended');
      assert.equal(suspended.property.feedType, 'full');
      const back = await store.properties.recordEvent(on);
      assert.equal(back.duplicate, false);
      assert.equal(back.property.eventSeq, 3);
      const kept = await store.properties.recordEvent({
        ...on,
        desiredState: undefined,
        fingerprint: newDigest(),
      });
      assert.equal(kept.property.desiredState, 'active');
    },
  },
  {
    name: 'properties.recordEvent: 50 different events at once each get their own number',
    async run({ store, other }) {
      const base = sampleEvent(await connectedClient(store));
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, i) =>
          (i % 2 ? store : other).properties.recordEvent({ ...base, fingerprint: newDigest() }),
        ),
      );
      const numbers = answers.map((answer) => answer.property.eventSeq).sort((a, b) => a - b);
      assert.deepEqual(
        numbers,
        Array.from({ length: 50 }, (_, i) => i + 1),
      );
      assert.equal(new Set(answers.map((answer) => answer.property.id)).size, 1);
    },
  },
  {
    name: 'properties.recordEvent: 20 equal events at once are one event',
    async run({ store, other }) {
      const event = sampleEvent(await connectedClient(store));
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, i) => (i % 2 ? store : other).properties.recordEvent(event)),
      );
      assert.equal(answers.filter((answer) => !answer.duplicate).length, 1);
    },
  },
  {
    name: 'properties.markReconciled: true for the newest event only',
    async run({ store, other }) {
      const event = sampleEvent(await connectedClient(store));
      const { property } = await store.properties.recordEvent(event);
      await store.properties.recordEvent({ ...event, desiredState: 'suspended', fingerprint: newDigest() });
      assert.equal(await store.properties.markReconciled(property.id, 1, { state: 'active' }), false);
      assert.equal((await store.properties.find(property.id))?.state, 'pending');
      const seen = await store.properties.find(property.id);
      await store.properties.recordFailure(seen ?? property, { code: 'upstream_down' });
      assert.equal((await other.properties.find(property.id))?.lastError, 'upstream_down');
      const fetchedAt = '2026-11-23T10:11:12.345Z';
      assert.equal(
        await store.properties.markReconciled(property.id, 2, { state: 'suspended', fetchedAt }),
        true,
      );
      const reached = await other.properties.find(property.id);
      assert.equal(reached?.state, 'suspended');
      assert.equal(reached?.reachedSeq, 2);
      assert.equal(reached?.lastFetchedAt, fetchedAt);
      assert.equal(reached?.lastError, undefined);
    },
  },
  {
    name: 'properties.markReconciled: false for an older event, though the newest asks for the same state',
    async run({ store, other }) {
      const event = sampleEvent(await connectedClient(store));
      const { property } = await store.properties.recordEvent(event);
      await other.properties.recordEvent({ ...event, fingerprint: newDigest() });
      assert.equal(await store.properties.markReconciled(property.id, 1, { state: 'active' }), false);
      assert.equal((await other.properties.find(property.id))?.reachedSeq, 0);
      assert.equal(await store.properties.markReconciled(property.id, 2, { state: 'active' }), true);
    },
  },
  {
    name: 'properties.markReconciled: false, and nothing changed, for a state that the event does not ask for',
    async run({ store, other }) {
      const states = ['active', 'suspended', 'inactive'] as const;
      const client = await connectedClient(store);
      for (const desiredState of states) {
        const { property } = await store.properties.recordEvent(sampleEvent(client, { desiredState }));
        const { id } = property;
        for (const state of states.filter((each) => each !== desiredState)) {
          assert.equal(await other.properties.markReconciled(id, 1, { state }), false);
          assert.deepEqual(await store.properties.find(id), property);
        }
        assert.equal(await store.properties.markReconciled(id, 1, { state: desiredState }), true);
        const reached = await store.properties.find(id);
        for (const state of states.filter((each) => each !== desiredState)) {
          assert.equal(
            await other.properties.markReconciled(id, 1, { state, fetchedAt: soon(store) }),
            false,
          );
          assert.deepEqual(await store.properties.find(id), reached);
        }
      }
    },
  },
  {
    name: 'properties.markReconciled: of two at once, the one that the newest event asks for stays',
    async run({ store, other }) {
      const client = await connectedClient(store);
      const events = Array.from({ length: 10 }, () => sampleEvent(client));
      for (const event of events) {
        const { property } = await store.properties.recordEvent(event);
        await store.properties.markReconciled(property.id, 1, { state: 'active' });
        await store.properties.recordEvent({ ...event, desiredState: 'suspended', fingerprint: newDigest() });
      }
      await Promise.all(
        events.map(async ({ clientId, propertyId }) => {
          const property = await store.properties.findByEntrataId(clientId, propertyId);
          const id = property?.id ?? '';
          const answers = await Promise.all([
            other.properties.markReconciled(id, 2, { state: 'active', fetchedAt: soon(store) }),
            store.properties.markReconciled(id, 2, { state: 'suspended' }),
            other.properties.markReconciled(id, 2, { state: 'active', fetchedAt: soon(store) }),
          ]);
          assert.deepEqual(answers, [false, true, false]);
          assert.equal((await other.properties.find(id))?.state, 'suspended');
        }),
      );
    },
  },
  {
    name: 'properties.unreconciled: lists what has not reached its newest event, and nothing else',
    async run({ store, other }) {
      const client = await connectedClient(store);
      const open = (await store.properties.recordEvent(sampleEvent(client))).property;
      const done = (await store.properties.recordEvent(sampleEvent(client))).property;
      await store.properties.markReconciled(done.id, 1, { state: 'active' });
      const unreconciled = async (before: string, limit = 100) => {
        const found = await everyPage((page) => other.properties.unreconciled(before, { ...page, limit }));
        return found.map(({ id }) => id);
      };
      const ids = await unreconciled(soon(store));
      assert.ok(ids.includes(open.id));
      assert.ok(!ids.includes(done.id));
      const long = minutesAfter(open.updatedAt, -60);
      assert.ok(!(await unreconciled(long)).includes(open.id));
      await store.properties.recordEvent(sampleEvent(client, { propertyId: done.propertyId }));
      assert.ok((await unreconciled(soon(store))).includes(done.id));
      assert.deepEqual(await unreconciled(soon(store), 1), await unreconciled(soon(store)));
    },
  },
  {
    name: 'properties.recordEvent: remembers which event was the latest activation',
    async run({ store, other, capabilities: { keepsLaterFields } }) {
      const event = sampleEvent(await connectedClient(store));
      const { property } = await store.properties.recordEvent(event);
      assert.equal(property.activationSeq, undefined);
      const seqAfter = async (changes: object) => {
        await other.properties.recordEvent({ ...event, fingerprint: newDigest(), ...changes });
        return (await store.properties.find(property.id))?.activationSeq;
      };
      const second = await seqAfter({ isActivation: true });
      if (!keepsLaterFields && second === undefined) return;
      assert.equal(second, 2);
      assert.equal(await seqAfter({ desiredState: 'suspended' }), 2);
      assert.equal(await seqAfter({ isActivation: true }), 4);
      const activation = sampleEvent(await connectedClient(store), { isActivation: true });
      const made = (await store.properties.recordEvent(activation)).property;
      assert.equal((await other.properties.find(made.id))?.activationSeq, 1);
    },
  },
  {
    name: "properties.markReconciled: keeps Entrata's name of the property until another is given",
    async run({ store, other, capabilities: { keepsLaterFields } }) {
      const { property } = await store.properties.recordEvent(sampleEvent(await connectedClient(store)));
      assert.equal(property.name, undefined);
      const nameAfter = async (name: string | undefined) => {
        assert.equal(await store.properties.markReconciled(property.id, 1, { state: 'active', name }), true);
        return (await other.properties.find(property.id))?.name;
      };
      const name = await nameAfter('Lake View Lofts');
      if (!keepsLaterFields && name === undefined) return;
      assert.equal(name, 'Lake View Lofts');
      assert.equal(await nameAfter(undefined), 'Lake View Lofts');
    },
  },
  {
    name: 'properties.recordEvent: a client that does not exist is refused',
    async run({ store, capabilities }) {
      const client = await connectedClient(store);
      const event = { ...sampleEvent(client), clientId: '999999999' };
      if (capabilities.checksReferences)
        await assert.rejects(store.properties.recordEvent(event), { code: 'misuse' });
      assert.equal(await store.properties.findByEntrataId('999999999', newDigits()), undefined);
    },
  },
];
