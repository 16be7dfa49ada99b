import assert from 'node:assert/strict';
import type { Secret } from '../../core/secret.js';
import type { UserRole } from '../../users/users-table.js';
import type { ViewingStatus } from '../../viewings/viewing-repository.js';
import type { ContractCase } from './contract-case.js';
import {
  connectedClient,
  newDigest,
  newDigits,
  newViewing,
  sampleClient,
  sampleEvent,
  sampleWebhook,
  soon,
  storedUser,
} from './samples.js';

export const badInputCases: readonly ContractCase[] = [
  {
    name: 'bad input: oversize, of the wrong type, outside a closed set or missing is misuse, and changes nothing',
    async run({ store, other }) {
      const client = await connectedClient(store);
      const cid = newDigits();
      const event = sampleEvent(client, { propertyId: newDigits() });
      // Each of these has to get past the compiler, as a caller in JavaScript would.
      const bad: readonly (() => Promise<unknown>)[] = [
        async () => store.users.insert({ role: 'king' as UserRole, name: 'x' }),
        async () => store.users.insert({ role: 'user', name: 'x'.repeat(5_000) }),
        async () => store.users.insert({ role: 'user', name: 7 as unknown as string }),
        async () => store.users.insert({ role: 'user' } as Parameters<typeof store.users.insert>[0]),
        async () => store.clients.connect(sampleClient({ cid, companyName: 'x'.repeat(5_000) })),
        async () => store.clients.connect(sampleClient({ cid, agent: {} as { name: string } })),
        async () => store.properties.recordEvent({ ...event, feedType: { $ne: 1 } as unknown as string }),
        async () => store.properties.recordEvent({ ...event, fingerprint: 'f'.repeat(100_000) }),
        async () => store.webhooks.append(sampleWebhook({ receivedAt: 'yesterday', cid })),
        async () => store.webhooks.append(sampleWebhook({ cid: 'c'.repeat(5_000) })),
        async () => store.oauthCodes.claim(newDigest(), 'never'),
        async () => store.webhooks.list({}, { limit: 0 }),
        async () => store.webhooks.list({}, { limit: 501 }),
        async () => store.webhooks.list({}, { after: 'not a cursor' }),
      ];
      for (const [index, attempt] of bad.entries())
        await assert.rejects(
          attempt,
          { name: 'StoreError', code: 'misuse', retryable: false },
          `attempt ${index}`,
        );
      assert.equal(await other.clients.findByCid(cid), undefined);
      assert.equal(await other.properties.findByEntrataId(client.id, event.propertyId), undefined);
      assert.deepEqual((await other.webhooks.list({ cid })).items, []);
    },
  },
  {
    name: 'bad input: a filter value that no row can hold finds nothing',
    async run({ store }) {
      const user = await storedUser(store);
      for (const odd of ['\0', '\ud83c', "' or '1'='1", 'x'.repeat(100_000)]) {
        assert.equal(await store.users.find(odd), undefined);
        assert.equal(await store.clients.findByCid(odd), undefined);
        assert.equal(await store.webhooks.find(odd), undefined);
        assert.deepEqual((await store.webhooks.list({ requestType: odd })).items, []);
        assert.deepEqual((await store.viewings.listByUser(odd)).items, []);
      }
      const nobody = { status: ['king' as ViewingStatus] };
      assert.deepEqual((await store.viewings.listByUser(user.id, nobody)).items, []);
    },
  },
  {
    name: 'bad input: an argument that is missing, or of another shape, is misuse and reaches no row',
    async run({ store, other }) {
      const client = await connectedClient(store);
      const webhook = sampleWebhook();
      await store.webhooks.append(webhook);
      const { viewing } = await store.viewings.open(await newViewing(store));
      // As a caller in JavaScript might leave them out, or pass on what came in a request.
      const nothing = undefined as unknown as string;
      const pattern = { from: '' } as unknown as string;
      const end = { outcome: 'failed', httpStatus: 500, durationMs: 1 } as const;
      const token = 'a text' as unknown as Secret;
      const seen = { id: client.id, eventSeq: 1, reachedSeq: 0, lastFetchedAt: undefined };
      const bad: readonly (() => Promise<unknown>)[] = [
        ...[nothing, pattern, null as unknown as string].flatMap((odd) => [
          async () => store.users.find(odd),
          async () => store.clients.findByCid(odd),
          async () => store.clients.revoke(odd),
          async () => store.clients.requireReauthorization(odd, 1),
          async () => store.clients.reinstate(odd),
          async () => store.clients.findLocked(odd),
          async () => store.properties.recordFailure({ ...seen, id: odd }, { code: 'failed' }),
          async () => store.properties.withdraw(odd),
          async () => store.houses.hideAll(odd),
          async () => store.houses.hide(client.id, odd),
          async () => store.viewings.listByUser(odd),
          async () => store.viewings.listByOperator(odd),
          async () => store.viewings.countByOperator(odd),
          async () => store.webhooks.recordOutcome(odd, end),
          async () => store.webhooks.purge(odd, 1),
          async () => store.webhooks.countByTypeAndDay({ from: odd, to: soon(store) }),
          async () => store.oauthCodes.purge(odd, 1),
        ]),
        async () => store.users.list({ role: pattern as UserRole }),
        async () => store.viewings.listByUser(viewing.userId, { status: 'pending' as never }),
        async () => store.viewings.startSending(viewing.id, soon(store), 'me@example.test' as never),
        async () => store.viewings.startSending(viewing.id, soon(store), { email: 7 as unknown as string }),
        async () => store.viewings.listCancelRequested({ before: 'yesterday' }),
        async () => store.viewings.unfinished({ before: soon(store), clientId: pattern }),
        async () => store.viewings.unfinished({ before: 'yesterday' }),
        async () => store.webhooks.list({ from: 'yesterday' }),
        async () => store.webhooks.list({}, { after: 5 as unknown as string }),
        async () => store.webhooks.purge('yesterday', 1),
        async () => store.webhooks.append(sampleWebhook({ receivedAt: '2026-03-08 08:00' })),
        async () => store.webhooks.append(sampleWebhook({ rawQuery: nothing })),
        async () => store.webhooks.append(sampleWebhook({ rawQuery: 7 as unknown as string })),
        async () =>
          store.clients.connect(sampleClient({ token: { accessToken: token, expiresAt: undefined } })),
        ...[-1, 0, Number.NaN, 1e9].flatMap((limit) => [
          async () => store.webhooks.purge(soon(store), limit),
          async () => store.oauthCodes.purge(soon(store), limit),
          async () => store.viewings.unfinished({ before: soon(store) }, { limit }),
          async () => store.properties.unreconciled(soon(store), { limit }),
        ]),
      ];
      for (const [index, attempt] of bad.entries())
        await assert.rejects(attempt, { name: 'StoreError', code: 'misuse' }, `attempt ${index}`);
      assert.equal((await other.clients.find(client.id))?.status, 'active');
      assert.equal((await other.webhooks.find(webhook.logId))?.outcome, undefined);
      assert.equal((await other.viewings.find(viewing.id))?.status, 'pending');
    },
  },
];
