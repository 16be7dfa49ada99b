import assert from 'node:assert/strict';
import type { ContractCase } from './contract-case.js';
import {
  connectedClient,
  everyPage,
  minutesAfter,
  newViewing,
  past,
  sampleSlot as slot,
  soon,
  storedHouse,
  storedUser,
} from './samples.js';

export const viewingListCases: readonly ContractCase[] = [
  {
    name: 'viewings.listByUser: own viewings only, newest first, by status, in pages',
    async run({ store, other }) {
      const request = await newViewing(store);
      const ids: string[] = [];
      for (let i = 0; i < 5; i += 1) {
        const rawTime = `1${i}:00 CST - 1${i}:30 CST`;
        ids.unshift((await store.viewings.open({ ...request, slot: { ...slot, rawTime } })).viewing.id);
      }
      await store.viewings.open(await newViewing(store));
      await store.viewings.transition(ids[2] ?? '', ['pending'], { status: 'confirmed' });
      const first = await other.viewings.listByUser(request.userId, {}, { limit: 3 });
      assert.ok(first.next !== undefined);
      const second = await other.viewings.listByUser(request.userId, {}, { limit: 3, after: first.next });
      assert.equal(second.next, undefined);
      assert.deepEqual(
        [...first.items, ...second.items].map(({ id }) => id),
        ids,
      );
      const confirmed = await store.viewings.listByUser(request.userId, { status: ['confirmed', 'unknown'] });
      assert.deepEqual(
        confirmed.items.map(({ id }) => id),
        [ids[2]],
      );
    },
  },
  {
    name: 'viewings.listByOperator and countByOperator: those of its own houses only',
    async run({ store, other }) {
      const client = await connectedClient(store);
      const [mine, alsoMine, foreign] = [
        await storedHouse(store, client),
        await storedHouse(store, client),
        await storedHouse(store),
      ];
      const user = await storedUser(store);
      const open = async (houseId: string) =>
        (await store.viewings.open({ userId: user.id, houseId, slot })).viewing;
      const first = await open(mine.id);
      const second = await open(alsoMine.id);
      await open(foreign.id);
      await store.viewings.transition(second.id, ['pending'], { status: 'confirmed' });
      const listed = await other.viewings.listByOperator(client.operatorId);
      assert.deepEqual(
        listed.items.map(({ id }) => id),
        [second.id, first.id],
      );
      const pending = await other.viewings.listByOperator(client.operatorId, { status: ['pending'] });
      assert.deepEqual(
        pending.items.map(({ id }) => id),
        [first.id],
      );
      const ofHouse = async (houseId: string) =>
        (await other.viewings.listByOperator(client.operatorId, { houseId })).items.map(({ id }) => id);
      assert.deepEqual(await ofHouse(mine.id), [first.id]);
      assert.deepEqual(await ofHouse(foreign.id), []);
      assert.deepEqual(await ofHouse('no-such-house'), []);
      assert.deepEqual(await other.viewings.countByOperator(client.operatorId), {
        pending: 1,
        sending: 0,
        confirmed: 1,
        rejected: 0,
        failed: 0,
        unknown: 0,
        cancelled: 0,
      });
    },
  },
  {
    name: 'viewings.unfinished: pending, unknown, and sending past its lease, oldest first',
    async run({ store, other }) {
      const open = async () => (await store.viewings.open(await newViewing(store))).viewing;
      const [pending, unknown, stuck, busy, done] = [
        await open(),
        await open(),
        await open(),
        await open(),
        await open(),
      ];
      await store.viewings.transition(unknown.id, ['pending'], { status: 'unknown' });
      await store.viewings.startSending(stuck.id, past(store));
      await store.viewings.startSending(busy.id, soon(store));
      await store.viewings.transition(done.id, ['pending'], { status: 'confirmed' });
      const unfinished = (before: string, limit = 100) =>
        everyPage((page) => other.viewings.unfinished({ before }, { ...page, limit }));
      const listed = await unfinished(soon(store));
      const ids = listed.map(({ id }) => id);
      for (const { id } of [pending, unknown, stuck]) assert.ok(ids.includes(id));
      for (const { id } of [busy, done]) assert.ok(!ids.includes(id));
      const times = listed.map(({ updatedAt }) => updatedAt);
      assert.deepEqual(times, [...times].sort());
      assert.deepEqual(await unfinished(soon(store), 1), listed);
      const hourAgo = minutesAfter(pending.createdAt, -60);
      assert.ok(!(await unfinished(hourAgo)).some(({ id }) => id === pending.id));
    },
  },
  {
    name: 'viewings.unfinished: of one client those of its own houses only',
    async run({ store, other }) {
      const client = await connectedClient(store);
      const house = await storedHouse(store, client);
      const open = async (houseId: string) =>
        (await store.viewings.open(await newViewing(store, { houseId }))).viewing.id;
      const [pending, unknown] = [await open(house.id), await open(house.id)];
      await open((await storedHouse(store)).id);
      await store.viewings.transition(unknown, ['pending'], { status: 'unknown' });
      const { items } = await other.viewings.unfinished({ before: soon(store), clientId: client.id });
      assert.deepEqual(items.map(({ id }) => id).sort(), [pending, unknown].sort());
    },
  },
];
