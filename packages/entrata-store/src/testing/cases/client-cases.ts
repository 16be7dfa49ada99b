import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { secret } from '../../core/secret.js';
import type { ContractCase } from './contract-case.js';
import { connectedClient, newDigits, sampleClient } from './samples.js';

const next = (token: string) => ({ accessToken: secret(token), expiresAt: undefined });

export const clientCases: readonly ContractCase[] = [
  {
    name: 'clients.connect: creates operator, agent and client, linked',
    async run({ store, other }) {
      const input = sampleClient();
      const { client, created } = await store.clients.connect(input);
      assert.equal(created, true);
      assert.equal(client.status, 'active');
      assert.equal(client.tokenVersion, 1);
      assert.equal(client.accessToken?.reveal(), 'token-1');
      assert.equal(client.tokenExpiresAt, '2027-01-02T03:04:05.678Z');
      const read = await other.clients.findByCid(input.cid);
      assert.equal(read?.id, client.id);
      assert.equal(read?.accessToken?.reveal(), 'token-1');
      assert.equal((await other.operators.find(client.operatorId))?.name, input.companyName);
      assert.equal((await other.users.find(client.agentUserId))?.email, input.agent.email);
    },
  },
  {
    name: 'clients.connect: a known cid is returned unchanged',
    async run({ store }) {
      const input = sampleClient();
      const first = await store.clients.connect(input);
      const second = await store.clients.connect({
        ...input,
        subdomain: 'elsewhere',
        companyName: 'Somebody Else',
        token: next('token-2'),
      });
      assert.equal(second.created, false);
      assert.equal(second.client.id, first.client.id);
      assert.equal(second.client.subdomain, 'example');
      assert.equal(second.client.accessToken?.reveal(), 'token-1');
    },
  },
  {
    name: 'clients.connect: of 50 at once one creates, and one operator and one agent exist',
    async run({ store, other }) {
      const input = sampleClient({ companyName: `Crowd ${newDigits()}` });
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, i) => (i % 2 ? store : other).clients.connect(input)),
      );
      assert.equal(answers.filter((answer) => answer.created).length, 1);
      assert.equal(new Set(answers.map((answer) => answer.client.id)).size, 1);
      assert.equal((await store.operators.findByName(input.companyName)).length, 1);
      const agents = await store.users.list({ role: 'agent' }, { limit: 500 });
      assert.equal(agents.items.filter((user) => user.companyName === input.companyName).length, 1);
    },
  },
  {
    name: 'clients.replaceToken: replaces the version it was given, once',
    async run({ store, other }) {
      const client = await connectedClient(store);
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          (i % 2 ? store : other).clients.replaceToken(client.id, 1, {
            ...next(`new-${i}`),
            subdomain: 'moved',
          }),
        ),
      );
      const won = answers.filter((answer) => answer !== undefined);
      assert.equal(won.length, 1);
      const read = await store.clients.find(client.id);
      assert.equal(read?.tokenVersion, 2);
      assert.equal(read?.subdomain, 'moved');
      assert.equal(read?.tokenExpiresAt, undefined);
      assert.equal(read?.accessToken?.reveal(), won[0]?.accessToken?.reveal());
      assert.equal(await other.clients.replaceToken(client.id, 1, next('late')), undefined);
    },
  },
  {
    name: 'clients.requireReauthorization: true for one caller per version; a new token makes active again',
    async run({ store, other }) {
      const { id } = await connectedClient(store);
      const marks = await Promise.all([
        store.clients.requireReauthorization(id, 1),
        other.clients.requireReauthorization(id, 1),
        store.clients.requireReauthorization(id, 2),
      ]);
      assert.equal(marks.filter(Boolean).length, 1);
      assert.equal(marks[2], false);
      assert.equal((await store.clients.find(id))?.status, 'needs_reauthorization');
      assert.equal((await store.clients.replaceToken(id, 1, next('t')))?.status, 'active');
      assert.equal(await store.clients.requireReauthorization(id, 1), false);
      assert.equal(await store.clients.requireReauthorization(id, 2), true);
    },
  },
  {
    name: 'clients.revoke: drops the token for good',
    async run({ store }) {
      const { id } = await connectedClient(store);
      assert.equal(await store.clients.revoke(id), true);
      assert.equal(await store.clients.revoke(id), false);
      const read = await store.clients.find(id);
      assert.equal(read?.status, 'revoked');
      assert.equal(read?.accessToken, undefined);
      assert.equal(await store.clients.replaceToken(id, 1, next('t')), undefined);
      assert.equal(await store.clients.requireReauthorization(id, 1), false);
    },
  },
  {
    name: 'clients.reinstate: a revoked client may authorise anew, without its old token',
    async run({ store, other }) {
      const { id } = await connectedClient(store);
      assert.equal(await store.clients.reinstate(id), false);
      assert.equal((await other.clients.find(id))?.status, 'active');
      await store.clients.revoke(id);
      const answers = await Promise.all([store, other, store].map(({ clients }) => clients.reinstate(id)));
      assert.equal(answers.filter(Boolean).length, 1);
      const read = await other.clients.find(id);
      assert.deepEqual([read?.status, read?.accessToken], ['needs_reauthorization', undefined]);
      assert.equal((await store.clients.replaceToken(id, 1, next('t')))?.status, 'active');
      assert.equal(await store.clients.reinstate('999999999'), false);
    },
  },
  {
    name: 'clients.findLocked: nobody revokes the client until every transaction that holds it has ended',
    async run({ store, other }) {
      const { id } = await connectedClient(store);
      const order: string[] = [];
      const holders = [store, other].map(({ transaction }) =>
        transaction(async (tx) => {
          const held = await tx.clients.findLocked(id);
          await delay(5);
          order.push(`held: ${held?.status}`);
        }),
      );
      const revoked = other.clients.revoke(id).then(() => order.push('revoked'));
      await Promise.all([...holders, revoked]);
      // Another process' answer may be heard of later than what it did is seen.
      const after = order.slice(order.indexOf('revoked') + 1);
      assert.ok(!after.includes('held: active'), order.join());
    },
  },
  {
    name: 'clients: a token prints as [secret] wherever a record is shown',
    async run({ store }) {
      const client = await connectedClient(store);
      assert.ok(!JSON.stringify(client).includes('token-1'));
      assert.ok(!String(client.accessToken).includes('token-1'));
    },
  },
  {
    name: 'clients.list: newest first',
    async run({ store }) {
      const first = await connectedClient(store);
      const second = await connectedClient(store);
      const ids = (await store.clients.list({ limit: 500 })).items.map((client) => client.id);
      assert.ok(ids.indexOf(second.id) < ids.indexOf(first.id));
    },
  },
];
