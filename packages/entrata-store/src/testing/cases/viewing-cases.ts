import assert from 'node:assert/strict';
import type { NewViewing } from '../../repositories.js';
import type { Store } from '../../store.js';
import { connectedClient, minutesAfter, newDigest, past, soon, storedHouse, storedUser } from '../samples.js';
import type { ContractCase } from '../store-contract.js';

const slot = {
  rawDate: '11/24/2026',
  rawTime: '10:00 CST - 10:30 CST',
  startsAt: '2026-11-24T16:00:00.000Z',
  endsAt: '2026-11-24T16:30:00.000Z',
};

async function newViewing(store: Store, changes: Partial<NewViewing> = {}): Promise<NewViewing> {
  const [user, house] = [await storedUser(store), await storedHouse(store)];
  return { userId: user.id, houseId: house.id, tourType: 'AGENT_GUIDED', slot, message: 'Hello', ...changes };
}

export const viewingCases: readonly ContractCase[] = [
  {
    name: 'viewings.open: the row is pending and keeps the raw slot',
    async run({ store, other }) {
      const wish = await newViewing(store);
      const { viewing, opening } = await store.viewings.open(wish);
      assert.equal(opening, 'opened');
      assert.equal(viewing.status, 'pending');
      assert.equal(viewing.attempts, 0);
      assert.equal(viewing.appointment, 'unverified');
      assert.equal(viewing.rawDate, slot.rawDate);
      assert.equal(viewing.rawTime, slot.rawTime);
      assert.equal(viewing.startsAt, slot.startsAt);
      assert.deepEqual(await other.viewings.find(viewing.id), viewing);
    },
  },
  {
    name: 'viewings.open: of 50 at once with different keys one opens, the rest see it',
    async run({ store, other }) {
      const wish = await newViewing(store);
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, i) =>
          (i % 2 ? store : other).viewings.open({
            ...wish,
            idempotencyKey: `key-${i}`,
            requestHash: newDigest(),
          }),
        ),
      );
      assert.equal(answers.filter(({ opening }) => opening === 'opened').length, 1);
      assert.equal(answers.filter(({ opening }) => opening === 'exists').length, 49);
      assert.equal(new Set(answers.map(({ viewing }) => viewing.id)).size, 1);
    },
  },
  {
    name: 'viewings.open: an idempotency key replays its request and refuses another',
    async run({ store, other }) {
      const wish = await newViewing(store, { idempotencyKey: 'Key ', requestHash: newDigest() });
      const first = await store.viewings.open(wish);
      await store.viewings.settle(first.viewing.id, ['pending'], { status: 'cancelled' });
      const replay = await other.viewings.open(wish);
      assert.equal(replay.opening, 'replayed');
      assert.equal(replay.viewing.id, first.viewing.id);
      const reused = await other.viewings.open({ ...wish, requestHash: newDigest() });
      assert.equal(reused.opening, 'key_reused');
      const somebody = await storedUser(store);
      const theirs = await store.viewings.open({ ...wish, userId: somebody.id });
      assert.equal(theirs.opening, 'opened');
      const otherKey = await store.viewings.open({
        ...wish,
        idempotencyKey: 'key',
        requestHash: newDigest(),
      });
      assert.equal(otherKey.opening, 'opened');
    },
  },
  {
    name: 'viewings.open: another slot, by as little as a space, is another viewing',
    async run({ store }) {
      const wish = await newViewing(store);
      const openings = [];
      for (const rawTime of [slot.rawTime, `${slot.rawTime} `, slot.rawTime.toLowerCase()])
        openings.push((await store.viewings.open({ ...wish, slot: { ...slot, rawTime } })).opening);
      openings.push((await store.viewings.open({ ...wish, slot: undefined })).opening);
      assert.deepEqual(openings, ['opened', 'opened', 'opened', 'opened']);
      assert.equal((await store.viewings.open({ ...wish, slot: undefined })).opening, 'exists');
    },
  },
  {
    name: 'viewings.open: without a slot, another message is another enquiry and the same one is not',
    async run({ store, other }) {
      const wish = await newViewing(store, { slot: undefined });
      assert.equal((await store.viewings.open(wish)).opening, 'opened');
      assert.equal((await other.viewings.open(wish)).opening, 'exists');
      assert.equal((await store.viewings.open({ ...wish, message: 'Hello again' })).opening, 'opened');
    },
  },
  {
    name: 'viewings.open: keeps which viewing it takes the place of',
    async run({ store, other }) {
      const before = await store.viewings.open(await newViewing(store));
      assert.equal(before.viewing.replaces, undefined);
      const after = await store.viewings.open(await newViewing(store, { replaces: before.viewing.id }));
      assert.equal((await other.viewings.find(after.viewing.id))?.replaces, before.viewing.id);
    },
  },
  {
    name: 'viewings.settle: rejected, failed and cancelled free the slot; confirmed and unknown do not',
    async run({ store }) {
      for (const status of ['rejected', 'failed', 'cancelled', 'confirmed', 'unknown'] as const) {
        const wish = await newViewing(store);
        const { viewing } = await store.viewings.open(wish);
        await store.viewings.settle(viewing.id, ['pending'], { status });
        const again = await store.viewings.open(wish);
        assert.equal(
          again.opening,
          status === 'confirmed' || status === 'unknown' ? 'exists' : 'opened',
          status,
        );
      }
    },
  },
  {
    name: 'viewings.startSending: true for exactly one of 50, and only from pending',
    async run({ store, other }) {
      const { viewing } = await store.viewings.open(await newViewing(store));
      const until = soon();
      const starts = await Promise.all(
        Array.from({ length: 50 }, (_, i) =>
          (i % 2 ? store : other).viewings.startSending(viewing.id, until),
        ),
      );
      assert.equal(starts.filter(Boolean).length, 1);
      const sending = await other.viewings.find(viewing.id);
      assert.equal(sending?.status, 'sending');
      assert.equal(sending?.attempts, 1);
      assert.equal(sending?.sendingUntil, until);
    },
  },
  {
    name: 'viewings.settle: one of two wins; what it does not name is kept',
    async run({ store, other }) {
      const { viewing } = await store.viewings.open(await newViewing(store));
      await store.viewings.startSending(viewing.id, soon());
      const ends = await Promise.all([
        store.viewings.settle(viewing.id, ['sending'], { status: 'confirmed', leadId: '77' }),
        other.viewings.settle(viewing.id, ['sending'], { status: 'confirmed', leadId: '77' }),
      ]);
      assert.equal(ends.filter((end) => end !== undefined).length, 1);
      const checked = await store.viewings.settle(viewing.id, ['confirmed'], {
        status: 'confirmed',
        appointment: 'verified',
      });
      assert.equal(checked?.leadId, '77');
      assert.equal(checked?.appointment, 'verified');
      assert.equal(checked?.sendingUntil, undefined);
      assert.deepEqual(await other.viewings.find(viewing.id), checked);
      assert.equal(await store.viewings.settle(viewing.id, ['pending'], { status: 'failed' }), undefined);
    },
  },
  {
    name: 'viewings: unknown can be sent again, and a reopened viewing cannot take a slot that is taken',
    async run({ store }) {
      const wish = await newViewing(store);
      const { viewing } = await store.viewings.open(wish);
      await store.viewings.startSending(viewing.id, soon());
      await store.viewings.settle(viewing.id, ['sending'], { status: 'unknown', note: 'reply_lost' });
      const again = await store.viewings.settle(viewing.id, ['unknown'], { status: 'pending' });
      assert.equal(again?.status, 'pending');
      assert.equal(await store.viewings.startSending(viewing.id, soon()), true);
      assert.equal((await store.viewings.find(viewing.id))?.attempts, 2);
      await store.viewings.settle(viewing.id, ['sending'], { status: 'failed' });
      await store.viewings.open(wish);
      const reopen = store.viewings.settle(viewing.id, ['failed'], { status: 'pending' });
      await assert.rejects(reopen, { code: 'conflict' });
    },
  },
  {
    name: 'viewings.listByUser: own viewings only, newest first, by status, in pages',
    async run({ store, other }) {
      const wish = await newViewing(store);
      const ids: string[] = [];
      for (let i = 0; i < 5; i += 1) {
        const rawTime = `1${i}:00 CST - 1${i}:30 CST`;
        ids.unshift((await store.viewings.open({ ...wish, slot: { ...slot, rawTime } })).viewing.id);
      }
      await store.viewings.open(await newViewing(store));
      await store.viewings.settle(ids[2] ?? '', ['pending'], { status: 'confirmed' });
      const first = await other.viewings.listByUser(wish.userId, {}, { limit: 3 });
      assert.ok(first.next !== undefined);
      const second = await other.viewings.listByUser(wish.userId, {}, { limit: 3, after: first.next });
      assert.equal(second.next, undefined);
      assert.deepEqual(
        [...first.items, ...second.items].map(({ id }) => id),
        ids,
      );
      const confirmed = await store.viewings.listByUser(wish.userId, { status: ['confirmed', 'unknown'] });
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
      await store.viewings.settle(second.id, ['pending'], { status: 'confirmed' });
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
    name: 'viewings.unsettled: pending, unknown, and sending past its lease, oldest first',
    async run({ store, other }) {
      const open = async () => (await store.viewings.open(await newViewing(store))).viewing;
      const [pending, unknown, stuck, busy, done] = [
        await open(),
        await open(),
        await open(),
        await open(),
        await open(),
      ];
      await store.viewings.settle(unknown.id, ['pending'], { status: 'unknown' });
      await store.viewings.startSending(stuck.id, past());
      await store.viewings.startSending(busy.id, soon());
      await store.viewings.settle(done.id, ['pending'], { status: 'confirmed' });
      const listed = await other.viewings.unsettled(soon(), 10_000);
      const ids = listed.map(({ id }) => id);
      for (const { id } of [pending, unknown, stuck]) assert.ok(ids.includes(id));
      for (const { id } of [busy, done]) assert.ok(!ids.includes(id));
      const times = listed.map(({ updatedAt }) => updatedAt);
      assert.deepEqual(times, [...times].sort());
      assert.equal((await store.viewings.unsettled(soon(), 1)).length, 1);
      const hourAgo = minutesAfter(pending.createdAt, -60);
      assert.ok(!(await store.viewings.unsettled(hourAgo, 10_000)).some(({ id }) => id === pending.id));
    },
  },
  {
    name: 'viewings.open: a user or house that does not exist, or a key without hash, is refused',
    async run({ store, capabilities }) {
      const wish = await newViewing(store);
      const open = async (changes: Partial<NewViewing>) => store.viewings.open({ ...wish, ...changes });
      if (capabilities.checksReferences)
        await assert.rejects(open({ userId: '999999999' }), { code: 'misuse' });
      await assert.rejects(open({ houseId: 'no-such-house' }), { code: 'misuse' });
      await assert.rejects(open({ idempotencyKey: 'k' }), { code: 'misuse' });
    },
  },
];
