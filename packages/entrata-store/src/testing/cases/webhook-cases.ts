import assert from 'node:assert/strict';
import type { ContractCase } from './contract-case.js';
import { newDigits, sampleWebhook } from './samples.js';

export const webhookCases: readonly ContractCase[] = [
  {
    name: 'webhooks.append: the row is there for every connection once the call returns, the query byte for byte',
    async run({ store, other }) {
      const webhook = sampleWebhook();
      await store.webhooks.append(webhook);
      const { rawQuery, ...rest } = webhook;
      const { seq: _, ...found } = (await other.webhooks.find(webhook.logId)) ?? {};
      assert.deepEqual(found, {
        ...rest,
        senderVerdict: undefined,
        outcome: undefined,
        httpStatus: undefined,
        errorCode: undefined,
        durationMs: undefined,
      });
      assert.equal(await other.webhooks.rawQuery(webhook.logId), rawQuery);
      assert.equal(await store.webhooks.rawQuery('no-such-log-id'), undefined);
    },
  },
  {
    name: 'webhooks.append: of 50 at once each is kept; a log id used twice is a conflict for one of them alone',
    async run({ store, other }) {
      const webhooks = Array.from({ length: 50 }, () => sampleWebhook());
      const twice = { ...sampleWebhook(), logId: webhooks[7]?.logId ?? '' };
      const ends = await Promise.allSettled(
        [...webhooks, twice].map((webhook, i) => (i % 2 ? store : other).webhooks.append(webhook)),
      );
      const failed = ends.filter((end) => end.status === 'rejected');
      assert.equal(failed.length, 1);
      assert.equal(failed[0]?.reason.code, 'conflict');
      for (const { logId } of webhooks) assert.ok(await store.webhooks.find(logId));
    },
  },
  {
    name: 'webhooks.append: numbers the rows in the order in which they came, whatever their instants say',
    async run({ store, other, capabilities }) {
      const numbers: (number | undefined)[] = [];
      for (const [i, minute] of [5, 1, 9, 3].entries()) {
        const webhook = sampleWebhook({ receivedAt: `2026-03-08T08:0${minute}:00.000Z` });
        await (i % 2 ? store : other).webhooks.append(webhook);
        numbers.push((await store.webhooks.find(webhook.logId))?.seq);
      }
      if (!capabilities.keepsLaterFields && numbers.every((number) => number === undefined)) return;
      assert.deepEqual(
        numbers,
        [...new Set(numbers)].sort((a, b) => Number(a) - Number(b)),
      );
      assert.ok(numbers.every(Number.isSafeInteger));
    },
  },
  {
    name: 'webhooks: what the check of the sender said is kept, written with the row or after it',
    async run({ store, other, capabilities: { keepsLaterFields } }) {
      const [early, late] = [sampleWebhook({ senderVerdict: 'verified' }), sampleWebhook()];
      await store.webhooks.append(early);
      await store.webhooks.append(late);
      await store.webhooks.recordSender(late.logId, 'unproven');
      const verdicts = [
        (await other.webhooks.find(early.logId))?.senderVerdict,
        (await other.webhooks.find(late.logId))?.senderVerdict,
      ];
      if (!keepsLaterFields && verdicts.every((verdict) => verdict === undefined)) return;
      assert.deepEqual(verdicts, ['verified', 'unproven']);
    },
  },
  {
    name: 'webhooks.interrupted: lists what was checked, is old enough and has no outcome; oldest first, in pages',
    async run({ store, other, capabilities: { keepsLaterFields } }) {
      const cid = newDigits();
      const at = (minute: number) => `2026-03-08T08:0${minute}:00.000Z`;
      const append = async (minute: number, senderVerdict?: 'verified' | 'unproven') => {
        const webhook = sampleWebhook({ cid, receivedAt: at(minute), senderVerdict });
        await store.webhooks.append(webhook);
        return webhook.logId;
      };
      const open = [await append(2, 'unproven'), await append(1, 'verified')];
      await append(1);
      await append(3, 'verified');
      for (const outcome of ['accepted', 'failed'] as const)
        await store.webhooks.recordOutcome(await append(1, 'verified'), {
          outcome,
          httpStatus: 200,
          durationMs: 1,
        });
      const found: string[] = [];
      let after: string | undefined;
      do {
        const page = after === undefined ? { limit: 1 } : { limit: 1, after };
        const { items, next } = await other.webhooks.interrupted(at(3), page);
        found.push(...items.filter((webhook) => webhook.cid === cid).map(({ logId }) => logId));
        after = next;
      } while (after !== undefined);
      if (keepsLaterFields || found.length > 0) assert.deepEqual(found, open.reverse());
      for (const logId of open)
        await store.webhooks.recordOutcome(logId, { outcome: 'ignored', httpStatus: 200, durationMs: 1 });
    },
  },
  {
    name: 'webhooks.recordOutcome: writes the end; the last call wins, but over an end for good',
    async run({ store, other }) {
      const webhook = sampleWebhook();
      await store.webhooks.append(webhook);
      await store.webhooks.recordOutcome(webhook.logId, { outcome: 'held', httpStatus: 202, durationMs: 12 });
      await other.webhooks.recordOutcome(webhook.logId, {
        outcome: 'failed',
        httpStatus: 503,
        errorCode: 'unavailable',
        durationMs: 34,
      });
      const read = await store.webhooks.find(webhook.logId);
      assert.equal(read?.outcome, 'failed');
      assert.equal(read?.httpStatus, 503);
      assert.equal(read?.errorCode, 'unavailable');
      assert.equal(read?.durationMs, 34);
      const final = { outcome: 'accepted', httpStatus: 200, errorCode: undefined, durationMs: 56 } as const;
      await other.webhooks.recordOutcome(webhook.logId, final);
      const late = { outcome: 'failed', httpStatus: 503, errorCode: 'unavailable', durationMs: 78 } as const;
      await store.webhooks.recordOutcome(webhook.logId, late);
      await store.transaction((tx) => tx.webhooks.recordOutcome(webhook.logId, { ...late, outcome: 'held' }));
      const kept = await other.webhooks.find(webhook.logId);
      const { outcome, httpStatus, errorCode, durationMs } = kept ?? {};
      assert.deepEqual({ outcome, httpStatus, errorCode, durationMs }, final);
    },
  },
  {
    name: 'webhooks.decideHeld: one of two decides, and only what is held',
    async run({ store, other }) {
      const { logId, ...rest } = sampleWebhook();
      await store.webhooks.append({ logId, ...rest });
      assert.equal(await store.webhooks.decideHeld(logId, 'released'), false);
      await store.webhooks.recordOutcome(logId, { outcome: 'held', httpStatus: 202, durationMs: 1 });
      const decisions = await Promise.all([
        store.webhooks.decideHeld(logId, 'released'),
        other.webhooks.decideHeld(logId, 'dropped'),
      ]);
      assert.equal(decisions.filter(Boolean).length, 1);
      assert.equal((await store.webhooks.find(logId))?.outcome, decisions[0] ? 'released' : 'dropped');
    },
  },
  {
    name: 'webhooks.list: each filter alone and together, newest first, in pages without gap or repeat',
    async run({ store, other }) {
      const cid = newDigits();
      const propertyId = newDigits();
      const at = (minute: number) => `2026-03-08T08:0${minute}:00.000Z`;
      const ids: string[] = [];
      for (const [minute, requestType] of [
        [0, 'ACTIVATION'],
        [1, 'SUSPENDED'],
        [1, 'ACTIVATION'],
        [2, 'ACTIVATION'],
      ] as const) {
        const webhook = sampleWebhook({ cid, propertyId, requestType, receivedAt: at(minute) });
        await store.webhooks.append(webhook);
        ids.push(webhook.logId);
      }
      await store.webhooks.append(sampleWebhook({ receivedAt: at(1) }));
      const list = async (filter: Parameters<typeof store.webhooks.list>[0]) =>
        (await other.webhooks.list(filter)).items.map(({ logId }) => logId);
      assert.equal((await list({ cid })).length, 4);
      assert.equal((await list({ propertyId })).length, 4);
      assert.deepEqual(await list({ cid, requestType: 'SUSPENDED' }), [ids[1]]);
      assert.deepEqual((await list({ cid, from: at(1), to: at(2) })).sort(), [ids[1], ids[2]].sort());
      await store.webhooks.recordOutcome(ids[3] ?? '', {
        outcome: 'ignored',
        httpStatus: 200,
        durationMs: 1,
      });
      assert.deepEqual(await list({ cid, outcome: 'ignored' }), [ids[3]]);
      const paged: string[] = [];
      let after: string | undefined;
      do {
        const page = await store.webhooks.list(
          { cid },
          after === undefined ? { limit: 1 } : { limit: 1, after },
        );
        paged.push(...page.items.map(({ logId }) => logId));
        after = page.next;
      } while (after !== undefined);
      assert.deepEqual(paged, await list({ cid }));
      assert.equal(paged[0], ids[3]);
      assert.equal(paged.at(-1), ids[0]);
    },
  },
  {
    name: 'webhooks.countByTypeAndDay: by UTC day, newest first, absent types too',
    async run({ store, other }) {
      const year = 3000 + Math.floor(Math.random() * 5_000);
      const day = (date: string) => `${year}-${date}`;
      for (const [receivedAt, requestType] of [
        [day('01-01T23:59:59.999Z'), 'ACTIVATION'],
        [day('01-02T00:00:00.000Z'), 'ACTIVATION'],
        [day('01-02T12:00:00.000Z'), 'ACTIVATION'],
        [day('01-02T13:00:00.000Z'), undefined],
        [day('01-03T00:00:00.000Z'), 'SUSPENDED'],
      ] as const)
        await store.webhooks.append(sampleWebhook({ receivedAt, requestType }));
      const counts = await other.webhooks.countByTypeAndDay({
        from: day('01-01T00:00:00.000Z'),
        to: day('01-03T00:00:00.000Z'),
      });
      assert.deepEqual(
        counts.map(({ day }) => day),
        [day('01-02'), day('01-02'), day('01-01')],
      );
      const of = (date: string, requestType: string | undefined) =>
        counts.find((count) => count.day === day(date) && count.requestType === requestType)?.count;
      assert.equal(of('01-02', 'ACTIVATION'), 2);
      assert.equal(of('01-02', undefined), 1);
      assert.equal(of('01-01', 'ACTIVATION'), 1);
    },
  },
  {
    name: 'webhooks.purge: deletes the old in batches and nothing else',
    async run({ store, other }) {
      const cid = newDigits();
      for (const receivedAt of [
        '1999-01-01T00:00:00.000Z',
        '1999-01-02T00:00:00.000Z',
        '1999-01-03T00:00:00.000Z',
      ])
        await store.webhooks.append(sampleWebhook({ cid, receivedAt }));
      const before = '1999-01-03T00:00:00.000Z';
      assert.equal(await store.webhooks.purge(before, 1), 1);
      assert.equal(await store.webhooks.purge(before, 10), 1);
      assert.equal(await store.webhooks.purge(before, 10), 0);
      const left = (await other.webhooks.list({ cid })).items;
      assert.deepEqual(
        left.map(({ receivedAt }) => receivedAt),
        [before],
      );
      assert.equal(await store.webhooks.purge('1999-01-04T00:00:00.000Z', 10), 1);
    },
  },
];
