import assert from 'node:assert/strict';
import type { UserRecord } from '../../users/user-repository.js';
import type { ContractCase } from './contract-case.js';
import { connectedClient, sampleClient, storedUser } from './samples.js';

export const userCases: readonly ContractCase[] = [
  {
    name: 'users: an inserted user is found as it was returned',
    async run({ store, other }) {
      const made = await store.users.insert({
        role: 'admin',
        name: 'Example Admin',
        phone: '+1 312 555 0102',
      });
      assert.equal(made.role, 'admin');
      assert.equal(made.email, undefined);
      assert.deepEqual(await other.users.find(made.id), made);
    },
  },
  {
    name: 'now() is the clock that rows are written by',
    async run({ store }) {
      const { createdAt } = await store.users.insert({ role: 'user', name: 'Example Renter' });
      assert.ok(Math.abs(store.now().getTime() - Date.parse(createdAt)) < 60_000);
    },
  },
  {
    name: 'users: an id nobody has is not found, whatever it looks like',
    async run({ store }) {
      for (const id of [
        '0',
        'no-such-id',
        "' or 1=1 --",
        '',
        'x'.repeat(500),
        '\u0000',
        '99999999999999999999',
      ])
        assert.equal(await store.users.find(id), undefined);
    },
  },
  {
    name: 'users: list pages through all of a role, oldest first, none twice',
    async run({ store }) {
      const made: UserRecord[] = [];
      for (let i = 0; i < 5; i += 1) made.push(await storedUser(store));
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const page = await store.users.list(
          { role: 'user' },
          after === undefined ? { limit: 2 } : { limit: 2, after },
        );
        assert.ok(page.items.length <= 2);
        assert.ok(page.items.every((user) => user.role === 'user'));
        seen.push(...page.items.map((user) => user.id));
        after = page.next;
      } while (after !== undefined);
      assert.equal(new Set(seen).size, seen.length);
      assert.deepEqual(
        seen.filter((id) => made.some((user) => user.id === id)),
        made.map((user) => user.id),
      );
    },
  },
  {
    name: 'operators: found by exact name, not by case or trailing space',
    async run({ store }) {
      const companyName = `Example Co ${Date.now()}`;
      const { client } = await store.clients.connect(sampleClient({ companyName }));
      const found = await store.operators.findByName(companyName);
      assert.deepEqual(
        found.map((operator) => operator.id),
        [client.operatorId],
      );
      assert.equal((await store.operators.find(client.operatorId))?.name, companyName);
      assert.deepEqual(await store.operators.findByName(`${companyName} `), []);
      assert.deepEqual(await store.operators.findByName(companyName.toUpperCase()), []);
    },
  },
  {
    name: 'users: the agent of a client carries its company name and operator',
    async run({ store }) {
      const client = await connectedClient(store);
      const agent = await store.users.find(client.agentUserId);
      assert.equal(agent?.role, 'agent');
      assert.equal(agent?.companyName, client.companyName);
    },
  },
];
