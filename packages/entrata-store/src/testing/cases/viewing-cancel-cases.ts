import assert from 'node:assert/strict';
import type { Store } from '../../store.js';
import type { ContractCase } from './contract-case.js';
import { connectedClient, minutesAfter, newViewing, soon, storedHouse } from './samples.js';

const asked = { status: 'confirmed', note: 'asked', cancelRequested: true } as const;

async function confirmed(store: Store, houseId?: string) {
  const request = await newViewing(store, houseId === undefined ? {} : { houseId });
  const { viewing } = await store.viewings.open(request);
  await store.viewings.transition(viewing.id, ['pending'], { status: 'confirmed' });
  return viewing.id;
}

export const viewingCancelCases: readonly ContractCase[] = [
  {
    name: 'viewings.transition: a cancellation is under way from its request until it is refused',
    async run({ store, other, capabilities }) {
      if (!capabilities.keepsLaterFields) return;
      const id = await confirmed(store);
      assert.equal((await store.viewings.find(id))?.cancelRequestedAt, undefined);
      const requested = await store.viewings.transition(id, ['confirmed'], asked);
      assert.ok(requested?.cancelRequestedAt !== undefined);
      assert.deepEqual(await other.viewings.find(id), requested);
      const verified = { status: 'confirmed', appointment: 'verified' } as const;
      const kept = await other.viewings.transition(id, ['confirmed'], verified);
      assert.equal(kept?.cancelRequestedAt, requested.cancelRequestedAt);
      const refusal = { status: 'confirmed', note: 'refused', cancelRequested: false } as const;
      const refused = await store.viewings.transition(id, ['confirmed'], refusal);
      assert.equal(refused?.cancelRequestedAt, undefined);
      assert.deepEqual(await other.viewings.find(id), refused);
    },
  },
  {
    name: 'viewings.transition: no cancellation is under way once a viewing is closed',
    async run({ store, other }) {
      for (const status of ['cancelled', 'failed', 'rejected'] as const) {
        const id = await confirmed(store);
        await store.viewings.transition(id, ['confirmed'], asked);
        const ended = await store.viewings.transition(id, ['confirmed'], { status, cancelRequested: true });
        assert.deepEqual([ended?.status, ended?.cancelRequestedAt], [status, undefined]);
        assert.deepEqual(await other.viewings.find(id), ended);
      }
    },
  },
  {
    name: 'viewings.transition: a cancellation of an unknown viewing is kept until it is known, and it is not sent again',
    async run({ store, other, capabilities }) {
      if (!capabilities.keepsLaterFields) return;
      const { viewing } = await store.viewings.open(await newViewing(store));
      const { id } = viewing;
      await store.viewings.transition(id, ['pending'], { status: 'unknown' });
      const change = { status: 'unknown', cancelRequested: true } as const;
      const requested = await store.viewings.transition(id, ['unknown'], change);
      assert.ok(requested?.cancelRequestedAt !== undefined);
      const looked = await other.viewings.transition(id, ['unknown'], { status: 'unknown', note: 'looked' });
      assert.equal(looked?.cancelRequestedAt, requested.cancelRequestedAt);
      assert.equal(await other.viewings.transition(id, ['unknown'], { status: 'pending' }), undefined);
      assert.deepEqual(await store.viewings.find(id), looked);
      const { items } = await store.viewings.listCancelRequested({ before: soon(store) }, { limit: 500 });
      assert.ok(!items.some((item) => item.id === id));
      const found = await other.viewings.transition(id, ['unknown'], { status: 'confirmed' });
      assert.equal(found?.cancelRequestedAt, requested.cancelRequestedAt);
      assert.deepEqual(await store.viewings.find(id), found);
    },
  },
  {
    name: 'viewings.listReplacing: the viewings under way that are to take the place of those named',
    async run({ store, other }) {
      const { id } = (await store.viewings.open(await newViewing(store))).viewing;
      const elsewhere = (await store.viewings.open(await newViewing(store))).viewing;
      const replacing = async (replaces: string) =>
        (await store.viewings.open(await newViewing(store, { replaces }))).viewing.id;
      const underWay = await replacing(id);
      const ended = await replacing(id);
      await store.viewings.transition(ended, ['pending'], { status: 'rejected' });
      const unknown = await replacing(elsewhere.id);
      await store.viewings.transition(unknown, ['pending'], { status: 'unknown' });
      const idsOf = async (...ids: string[]) =>
        (await other.viewings.listReplacing(ids)).map((item) => [item.id, item.replaces]).sort();
      assert.deepEqual(await idsOf(id), [[underWay, id]]);
      assert.deepEqual(
        await idsOf(id, elsewhere.id, underWay),
        [
          [underWay, id],
          [unknown, elsewhere.id],
        ].sort(),
      );
      assert.deepEqual(await idsOf(underWay), []);
      assert.deepEqual(await idsOf(), []);
    },
  },
  {
    name: 'viewings.listCancelRequested: what waits for its cancellation, longest first, in pages, of one client',
    async run({ store, other, capabilities }) {
      if (!capabilities.keepsLaterFields) return;
      const client = await connectedClient(store);
      const house = await storedHouse(store, client);
      const ids: string[] = [];
      for (let i = 0; i < 5; i += 1) {
        const id = await confirmed(store, house.id);
        await store.viewings.transition(id, ['confirmed'], asked);
        ids.push(id);
      }
      const foreign = await confirmed(store);
      const requested = await store.viewings.transition(foreign, ['confirmed'], asked);
      const [refused, cancelled] = ids;
      await store.viewings.transition(refused ?? '', ['confirmed'], {
        status: 'confirmed',
        cancelRequested: false,
      });
      await store.viewings.transition(cancelled ?? '', ['confirmed'], { status: 'cancelled' });
      await confirmed(store, house.id);

      const filter = { before: soon(store), clientId: client.id };
      const found = [];
      let after: string | undefined;
      do {
        const page = { limit: 2, ...(after === undefined ? {} : { after }) };
        const { items, next } = await other.viewings.listCancelRequested(filter, page);
        found.push(...items);
        after = next;
      } while (after !== undefined);
      assert.deepEqual(found.map(({ id }) => id).sort(), ids.slice(2).sort());
      const times = found.map(({ cancelRequestedAt }) => cancelRequestedAt);
      assert.deepEqual(times, [...times].sort());

      const idsBefore = async (before: string) => {
        const { items } = await store.viewings.listCancelRequested(
          { before, clientId: undefined },
          { limit: 500 },
        );
        return items.map(({ id }) => id);
      };
      for (const id of [...ids.slice(2), foreign]) assert.ok((await idsBefore(soon(store))).includes(id));
      const minuteAgo = minutesAfter(requested?.cancelRequestedAt ?? '', -1);
      assert.ok(!(await idsBefore(minuteAgo)).includes(foreign));
    },
  },
];
