import assert from 'node:assert/strict';
import type { NewViewing } from '../../viewings/viewing-repository.js';
import type { ContractCase } from './contract-case.js';
import { newDigest, newViewing, sampleSlot as slot, storedUser } from './samples.js';

export const viewingOpeningCases: readonly ContractCase[] = [
  {
    name: 'viewings.open: the row is pending and keeps the raw slot',
    async run({ store, other }) {
      const request = await newViewing(store);
      const { viewing, opening } = await store.viewings.open(request);
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
    name: 'viewings.open: the id of the request that opened it is kept',
    async run({ store, other, capabilities }) {
      if (!capabilities.keepsLaterFields) return;
      const requestId = newDigest();
      const { viewing } = await store.viewings.open(await newViewing(store, { requestId }));
      assert.equal(viewing.requestId, requestId);
      assert.equal((await other.viewings.find(viewing.id))?.requestId, requestId);
    },
  },
  {
    name: 'viewings.open: of 50 at once with different keys one opens, the rest see it',
    async run({ store, other }) {
      const request = await newViewing(store);
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, i) =>
          (i % 2 ? store : other).viewings.open({
            ...request,
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
      const request = await newViewing(store, { idempotencyKey: 'Key ', requestHash: newDigest() });
      const first = await store.viewings.open(request);
      await store.viewings.transition(first.viewing.id, ['pending'], { status: 'cancelled' });
      const replay = await other.viewings.open(request);
      assert.equal(replay.opening, 'replayed');
      assert.equal(replay.viewing.id, first.viewing.id);
      const reused = await other.viewings.open({ ...request, requestHash: newDigest() });
      assert.equal(reused.opening, 'key_reused');
      const somebody = await storedUser(store);
      const theirs = await store.viewings.open({ ...request, userId: somebody.id });
      assert.equal(theirs.opening, 'opened');
      const otherKey = await store.viewings.open({
        ...request,
        idempotencyKey: 'key',
        requestHash: newDigest(),
      });
      assert.equal(otherKey.opening, 'opened');
    },
  },
  {
    name: 'viewings.open: the idempotency key of a failed viewing is free again',
    async run({ store, other }) {
      const request = await newViewing(store, { idempotencyKey: 'again', requestHash: newDigest() });
      const first = await store.viewings.open(request);
      await store.viewings.transition(first.viewing.id, ['pending'], { status: 'failed' });
      const second = await other.viewings.open(request);
      assert.equal(second.opening, 'opened');
      assert.notEqual(second.viewing.id, first.viewing.id);
      assert.equal((await store.viewings.open(request)).opening, 'replayed');
    },
  },
  {
    name: 'viewings.open: another slot, by as little as a space, is another viewing',
    async run({ store }) {
      const request = await newViewing(store);
      const openings = [];
      for (const rawTime of [slot.rawTime, `${slot.rawTime} `, slot.rawTime.toLowerCase()])
        openings.push((await store.viewings.open({ ...request, slot: { ...slot, rawTime } })).opening);
      openings.push((await store.viewings.open({ ...request, slot: undefined })).opening);
      assert.deepEqual(openings, ['opened', 'opened', 'opened', 'opened']);
      assert.equal((await store.viewings.open({ ...request, slot: undefined })).opening, 'exists');
    },
  },
  {
    name: 'viewings.open: without a slot, another message is another enquiry and the same one is not',
    async run({ store, other }) {
      const request = await newViewing(store, { slot: undefined });
      assert.equal((await store.viewings.open(request)).opening, 'opened');
      assert.equal((await other.viewings.open(request)).opening, 'exists');
      assert.equal((await store.viewings.open({ ...request, message: 'Hello again' })).opening, 'opened');
    },
  },
  {
    name: 'viewings.findEarlier: says what open would, and opens nothing',
    async run({ store, other }) {
      const request = await newViewing(store, { idempotencyKey: 'first', requestHash: newDigest() });
      assert.equal(await store.viewings.findEarlier(request), undefined);
      const { viewing } = await store.viewings.open(request);
      const ask = async (changes: Partial<NewViewing>) =>
        (await other.viewings.findEarlier({ ...request, ...changes }))?.opening;
      const none = { idempotencyKey: undefined, requestHash: undefined };
      assert.deepEqual(await other.viewings.findEarlier(request), { viewing, opening: 'replayed' });
      assert.equal(await ask({ requestHash: newDigest() }), 'key_reused');
      assert.equal(await ask(none), 'exists');
      assert.equal(await ask({ ...none, slot: { ...slot, rawTime: `${slot.rawTime} ` } }), undefined);
      assert.equal(await ask({ ...none, slot: undefined }), undefined);
      assert.equal(await ask({ userId: (await storedUser(store)).id }), undefined);
      await store.viewings.transition(viewing.id, ['pending'], { status: 'rejected' });
      assert.equal(await ask(none), undefined);
      assert.equal(await ask({}), 'replayed');
      await assert.rejects(store.viewings.findEarlier({ ...request, requestHash: undefined }), {
        code: 'misuse',
      });
    },
  },
  {
    name: 'viewings.findEarlier: finds one behind any number of later viewings',
    async run({ store }) {
      const request = await newViewing(store);
      const { viewing } = await store.viewings.open(request);
      for (let i = 0; i < 30; i += 1)
        await store.viewings.open({ ...request, slot: { ...slot, rawTime: `${slot.rawTime} ${i}` } });
      assert.equal((await store.viewings.findEarlier(request))?.viewing.id, viewing.id);
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
    name: 'viewings.open: a user or house that does not exist, or a key without hash, is refused',
    async run({ store, capabilities }) {
      const request = await newViewing(store);
      const open = async (changes: Partial<NewViewing>) => store.viewings.open({ ...request, ...changes });
      if (capabilities.checksReferences)
        await assert.rejects(open({ userId: '999999999' }), { code: 'misuse' });
      await assert.rejects(open({ houseId: 'no-such-house' }), { code: 'misuse' });
      await assert.rejects(open({ idempotencyKey: 'k' }), { code: 'misuse' });
    },
  },
];
