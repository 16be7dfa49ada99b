import assert from 'node:assert/strict';
import { isStoreError } from '../../core/errors.js';
import type { ContractCase } from './contract-case.js';
import { sampleClient, sampleEvent, sampleListing, sampleWebhook } from './samples.js';

class Change extends Error {}

export const transactionCases: readonly ContractCase[] = [
  {
    name: 'transaction: all of it is there after the commit, and its result is returned',
    async run({ store, other }) {
      const input = sampleClient();
      const property = await store.transaction(async (tx) => {
        const { client } = await tx.clients.connect(input);
        return (await tx.properties.recordEvent(sampleEvent(client))).property;
      });
      assert.ok(await other.clients.findByCid(input.cid));
      assert.deepEqual(await other.properties.find(property.id), property);
    },
  },
  {
    name: 'transaction: nothing of it is there after a throw, and the error comes through as thrown',
    async run({ store, other }) {
      const kept = sampleWebhook();
      await store.webhooks.append(kept);
      const input = sampleClient();
      const webhook = sampleWebhook();
      const error = new Change('no');
      const attempt = store.transaction(async (tx) => {
        await tx.webhooks.append(webhook);
        await tx.webhooks.recordOutcome(kept.logId, { outcome: 'accepted', httpStatus: 200, durationMs: 1 });
        const { client } = await tx.clients.connect(input);
        const { property } = await tx.properties.recordEvent(sampleEvent(client));
        const target = { ...client, clientId: client.id, propertyId: property.propertyId };
        await tx.houses.replaceListing(
          {
            clientId: target.clientId,
            propertyId: target.propertyId,
            operatorId: target.operatorId,
            agentUserId: target.agentUserId,
          },
          [sampleListing()],
        );
        throw error;
      });
      await assert.rejects(attempt, (thrown) => thrown === error);
      assert.equal(await other.clients.findByCid(input.cid), undefined);
      assert.equal(await other.webhooks.find(webhook.logId), undefined);
      assert.equal((await other.webhooks.find(kept.logId))?.outcome, undefined);
    },
  },
  {
    name: 'transaction: a call in it that failed ends it, even when its error was caught',
    async run({ store, other }) {
      const [before, after] = [sampleWebhook(), sampleWebhook()];
      const attempt = store.transaction(async (tx) => {
        await tx.webhooks.append(before);
        // The second refusal is the first one's: on some engines this row would be written by itself.
        for (const webhook of [before, after])
          await assert.rejects(tx.webhooks.append(webhook), { code: 'conflict' });
        await assert.rejects(tx.tasks.enqueue({ kind: 'contract', payload: {}, requestId: after.logId }));
        return 'committed';
      });
      await assert.rejects(attempt, { code: 'conflict' });
      for (const { logId } of [before, after]) assert.equal(await other.webhooks.find(logId), undefined);
      assert.equal((await other.tasks.list({ requestId: after.logId })).items.length, 0);
    },
  },
  {
    name: 'transaction: calls that are not waited for one by one are done one by one',
    async run({ store, other }) {
      const webhooks = Array.from({ length: 5 }, () => sampleWebhook());
      await store.transaction(async (tx) => {
        await Promise.all(webhooks.map((webhook) => tx.webhooks.append(webhook)));
      });
      for (const { logId } of webhooks) assert.ok(await other.webhooks.find(logId));
    },
  },
  {
    name: 'transaction: nobody else sees it before the commit',
    async run({ store, other }) {
      const webhook = sampleWebhook();
      let looked: Promise<unknown> | undefined;
      await assert.rejects(
        store.transaction(async (tx) => {
          await tx.webhooks.append(webhook);
          assert.ok(await tx.webhooks.find(webhook.logId));
          if (other !== store) looked = other.webhooks.find(webhook.logId);
          await looked;
          throw new Change();
        }),
        Change,
      );
      assert.equal(await looked, undefined);
    },
  },
  {
    name: 'transaction: using the store itself inside fails at once with misuse',
    async run({ store }) {
      await store.transaction(async (tx) => {
        await tx.webhooks.append(sampleWebhook());
        for (const use of [
          () => store.webhooks.find('x'),
          () => store.webhooks.append(sampleWebhook()),
          () => store.clients.connect(sampleClient()),
          () => store.transaction(async () => 1),
          () => store.tasks.enqueue({ kind: 'test', payload: {} }),
          () => store.ping(),
        ])
          await assert.rejects(use, (error) => isStoreError(error, 'misuse'));
      });
    },
  },
  {
    name: 'transaction: a tx kept after the end fails with misuse',
    async run({ store }) {
      const kept = await store.transaction(async (tx) => ({ tx }));
      for (const use of [
        async () => kept.tx.webhooks.find('x'),
        async () => kept.tx.tasks.enqueue({ kind: 'contract', payload: {} }),
      ])
        await assert.rejects(use, (error) => isStoreError(error, 'misuse'));
    },
  },
  {
    name: 'transaction: a task is there exactly when the rows beside it are',
    async run({ store, other }) {
      const requestId = sampleWebhook().logId;
      const task = { kind: 'contract', payload: { n: 1 }, requestId };
      const isThere = async () => (await other.tasks.list({ requestId })).items.length;
      await assert.rejects(
        store.transaction(async (tx) => {
          await tx.tasks.enqueue(task);
          throw new Change();
        }),
        Change,
      );
      assert.equal(await isThere(), 0);
      await store.transaction((tx) => tx.tasks.enqueue(task));
      assert.equal(await isThere(), 1);
    },
  },
  {
    name: 'transaction: 20 at once, each reading and writing one row, lose no update',
    async run({ store, other }) {
      const { client } = await store.clients.connect(sampleClient());
      const event = sampleEvent(client);
      const { property } = await store.properties.recordEvent(event);
      await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          (i % 2 ? store : other).transaction(async (tx) => {
            const answer = await tx.properties.recordEvent({ ...event, fingerprint: `f-${i}` });
            await tx.properties.markReconciled(property.id, answer.property.eventSeq, { state: 'active' });
          }),
        ),
      );
      const end = await store.properties.find(property.id);
      assert.equal(end?.eventSeq, 21);
      assert.equal(end?.reachedSeq, 21);
    },
  },
  {
    name: 'close: any later call fails with misuse, closing again waits for the same end',
    async run({ open }) {
      const store = await open();
      await store.ping();
      const ended: string[] = [];
      await Promise.all([
        store.close().then(() => ended.push('first')),
        store.close().then(() => ended.push('again')),
      ]);
      assert.deepEqual(ended, ['first', 'again']);
      await store.close();
      for (const use of [
        () => store.webhooks.append(sampleWebhook()),
        () => store.users.find('x'),
        () => store.transaction(async () => 1),
        () => store.ping(),
      ])
        await assert.rejects(use, (error) => isStoreError(error, 'misuse'));
    },
  },
];
