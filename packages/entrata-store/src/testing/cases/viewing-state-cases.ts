import assert from 'node:assert/strict';
import type { ContractCase } from './contract-case.js';
import { newViewing, soon } from './samples.js';

export const viewingStateCases: readonly ContractCase[] = [
  {
    name: 'viewings.transition: rejected, failed and cancelled free the slot; confirmed and unknown do not',
    async run({ store }) {
      for (const status of ['rejected', 'failed', 'cancelled', 'confirmed', 'unknown'] as const) {
        const request = await newViewing(store);
        const { viewing } = await store.viewings.open(request);
        await store.viewings.transition(viewing.id, ['pending'], { status });
        const again = await store.viewings.open(request);
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
      const until = soon(store);
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
    name: 'viewings.startSending: the contact that is sent is kept with the attempt that sends it',
    async run({ store, other, capabilities }) {
      if (!capabilities.keepsLaterFields) return;
      const sentIn = async (id: string) => {
        const viewing = await other.viewings.find(id);
        return [viewing?.sentEmail, viewing?.sentPhone];
      };
      const { viewing } = await store.viewings.open(await newViewing(store));
      const both = { email: 'renter@example.test', phone: '312-555-0142' };
      assert.deepEqual(await sentIn(viewing.id), [undefined, undefined]);
      assert.equal(await store.viewings.startSending(viewing.id, soon(store), both), true);
      assert.deepEqual(await sentIn(viewing.id), [both.email, both.phone]);
      await store.viewings.transition(viewing.id, ['sending'], { status: 'unknown' });
      assert.equal(await store.viewings.startSending(viewing.id, soon(store), { phone: '1' }), false);
      await store.viewings.transition(viewing.id, ['unknown'], { status: 'pending' });
      // Nothing is sent with this one.
      assert.equal(await other.viewings.startSending(viewing.id, soon(store)), true);
      assert.deepEqual(await sentIn(viewing.id), [both.email, both.phone]);
      await store.viewings.transition(viewing.id, ['sending'], { status: 'pending' });
      assert.equal(
        await other.viewings.startSending(viewing.id, soon(store), { email: 'n@example.test' }),
        true,
      );
      assert.deepEqual(await sentIn(viewing.id), ['n@example.test', undefined]);
      const back = await store.viewings.transition(viewing.id, ['sending'], {
        status: 'pending',
        contact: both,
      });
      assert.deepEqual([back?.sentEmail, back?.sentPhone], [both.email, both.phone]);
      assert.deepEqual(await sentIn(viewing.id), [both.email, both.phone]);
    },
  },
  {
    name: 'viewings.transition: one of two wins; what it does not name is kept',
    async run({ store, other }) {
      const { viewing } = await store.viewings.open(await newViewing(store));
      await store.viewings.startSending(viewing.id, soon(store));
      const ends = await Promise.all([
        store.viewings.transition(viewing.id, ['sending'], { status: 'confirmed', leadId: '77' }),
        other.viewings.transition(viewing.id, ['sending'], { status: 'confirmed', leadId: '77' }),
      ]);
      assert.equal(ends.filter((end) => end !== undefined).length, 1);
      const checked = await store.viewings.transition(viewing.id, ['confirmed'], {
        status: 'confirmed',
        appointment: 'verified',
      });
      assert.equal(checked?.leadId, '77');
      assert.equal(checked?.appointment, 'verified');
      assert.equal(checked?.sendingUntil, undefined);
      assert.deepEqual(await other.viewings.find(viewing.id), checked);
      assert.equal(await store.viewings.transition(viewing.id, ['pending'], { status: 'failed' }), undefined);
    },
  },
  {
    name: 'viewings.transition: news of an attempt changes nothing once another one has been sent',
    async run({ store, other }) {
      const { viewing } = await store.viewings.open(await newViewing(store));
      await store.viewings.startSending(viewing.id, soon(store));
      await other.viewings.transition(viewing.id, ['sending'], { status: 'pending', ofAttempt: 1 });
      await other.viewings.startSending(viewing.id, soon(store));
      const late = { status: 'rejected', ofAttempt: 1 } as const;
      assert.equal(await store.viewings.transition(viewing.id, ['sending'], late), undefined);
      assert.equal((await store.viewings.find(viewing.id))?.status, 'sending');
      const own = await other.viewings.transition(viewing.id, ['sending'], { ...late, ofAttempt: 2 });
      assert.equal(own?.status, 'rejected');
    },
  },
  {
    name: 'viewings: unknown can be sent again, and a reopened viewing cannot take a slot that is taken',
    async run({ store }) {
      const request = await newViewing(store);
      const { viewing } = await store.viewings.open(request);
      await store.viewings.startSending(viewing.id, soon(store));
      await store.viewings.transition(viewing.id, ['sending'], { status: 'unknown', note: 'reply_lost' });
      const again = await store.viewings.transition(viewing.id, ['unknown'], { status: 'pending' });
      assert.equal(again?.status, 'pending');
      assert.equal(await store.viewings.startSending(viewing.id, soon(store)), true);
      assert.equal((await store.viewings.find(viewing.id))?.attempts, 2);
      await store.viewings.transition(viewing.id, ['sending'], { status: 'failed' });
      await store.viewings.open(request);
      const reopen = store.viewings.transition(viewing.id, ['failed'], { status: 'pending' });
      await assert.rejects(reopen, { code: 'conflict' });
    },
  },
];
