import type { Entrata } from 'entrata-sdk';
import { makeCompany } from 'entrata-sdk/testing';
import { type Store, StoreError } from 'entrata-store';
import { createKnexStore } from 'entrata-store/knex';
import { expect, test } from 'vitest';
import { testOnOne } from '../../../entrata-store/test/support/level.js';
import type { NewAgent } from '../../src/index.js';
import { type CompanyRig, freshCompany, onEachDatabase } from '../support/on-each-database.js';
import { startRig } from '../support/rig.js';
import { activate, exchanges, houseStatuses, tokenOf } from './support/company-events.js';

/** What Entrata says beside the token, whose it is: as a test has it. */
function answerClientInfo(rig: CompanyRig, more: Readonly<Record<string, unknown>>) {
  const { cid, name, subdomain } = rig.company;
  const result = { cid: Number(cid), companyName: name, subdomain, ...more };
  const body = JSON.stringify({ response: { code: 200, result } });
  rig.sandbox.fail({ method: 'getClientInfo', fault: { kind: 'status', status: 200, body } });
}

await onEachDatabase('Once its code is spent, a webhook is not lost', (stage) => {
  const testOnce = testOnOne(stage.database);
  testOnce.each([
    ['10,000 characters', 'é'.repeat(10_000), /^é{255}$/],
    ['NUL and half a surrogate', 'Sunny\0 Homes \ud83d', /^Sunny Homes$/],
    ['markup', '&lt;img src=x onerror=alert(1)&gt;Sunny <b>Homes</b>', /^Sunny Homes$/],
    ['nothing', null, /^[\w .,&'-]+$/],
    ['nothing but markup', '<b></b>', /^[\w .,&'-]+$/],
  ])('to a company name of %s', async (_, companyName, stored) => {
    const rig = await stage.rig();
    answerClientInfo(rig, { companyName });
    expect((await activate(rig)).status).toBe('accepted');
    await rig.settled();
    const { client } = await tokenOf(rig);
    expect(client?.companyName).toMatch(stored);
    const agents = await rig.store.users.list({ role: 'agent' }, { limit: 500 });
    expect(agents.items.find(({ id }) => id === client?.agentUserId)).toMatchObject({
      name: client?.companyName,
      companyName: client?.companyName,
    });
    expect(await houseStatuses(rig)).toEqual(['active']);
  });

  testOnce('to the company name in the webhook itself, however long', async () => {
    const rig = await stage.rig();
    answerClientInfo(rig, { companyName: null });
    expect((await activate(rig, { extra: { company_name: 'a'.repeat(6_000) } })).status).toBe('accepted');
    expect((await tokenOf(rig)).client?.companyName).toBe('a'.repeat(255));
  });

  testOnce('to feed and occupancy types that are too long', async () => {
    const rig = await stage.rig();
    const extra = {
      feed_type: 'f'.repeat(3_000),
      occupancy_type: 'o'.repeat(3_000),
      referrer: 'r'.repeat(1_000),
    };
    expect((await activate(rig, { extra })).status).toBe('accepted');
  });

  testOnce.each([
    ['in capitals', (subdomain: string) => subdomain.toUpperCase()],
    ['as a host', (subdomain: string) => `https://${subdomain}.entrata.com/`],
    ['of 300 characters', () => 'a'.repeat(300)],
  ])('to a subdomain that comes back %s', async (_, write) => {
    const rig = await stage.rig();
    answerClientInfo(rig, { subdomain: write(rig.company.subdomain) });
    expect((await activate(rig)).status).toBe('accepted');
    await rig.settled();
    expect((await tokenOf(rig)).client).toMatchObject({ subdomain: rig.company.subdomain });
    expect(await houseStatuses(rig)).toEqual(['active']);
  });

  testOnce.each(['+275760-09-13T00:00:00.000Z', '-000001-01-01T00:00:00.000Z', 'for ever', 'Invalid Date'])(
    'to a token that lives until %s',
    async (expiresAt) => {
      const rig = await stage.rig();
      const { oauth } = rig.entrata;
      const entrata: Entrata = {
        ...rig.entrata,
        oauth: {
          ...oauth,
          exchangeCode: async (...given) => ({ ...(await oauth.exchangeCode(...given)), expiresAt }),
        },
      };
      const odd = await stage.rig({ app: { entrata } });
      const { subdomain } = rig.company;
      const query = rig.sandbox.webhookQuery({
        requestType: 'ACTIVATION',
        subdomain,
        propertyId: rig.propertyId,
      });
      expect((await odd.sendQuery(query)).status).toBe('accepted');
      expect((await tokenOf(rig)).client).toMatchObject({ status: 'active', tokenExpiresAt: undefined });
      await odd.settled();
    },
  );

  const agents: readonly (readonly [string, () => unknown, object])[] = [
    [
      'throws',
      () => {
        throw new Error('a bug');
      },
      { email: undefined, phone: undefined },
    ],
    ['returns nothing', () => undefined, { email: undefined }],
    ['returns a text', () => 'agent', { email: undefined }],
    ['is asynchronous', async () => ({ name: 'Later' }), { email: undefined }],
    ['makes no name', () => ({ email: 'agent@example.test' }), { email: 'agent@example.test' }],
    [
      'makes texts that are too long',
      () => ({
        name: 'n'.repeat(5_000),
        email: `${'e'.repeat(5_000)}@example.test`,
        phone: '1'.repeat(5_000),
      }),
      { name: 'n'.repeat(255), email: undefined, phone: '1'.repeat(64) },
    ],
    ['makes markup', () => ({ name: 'A <b>fine</b>\0 agent' }), { name: 'A fine agent' }],
  ];
  testOnce.each(agents)('to a newAgent that %s', async (_, newAgent, expected) => {
    const rig = await stage.rig({ webhook: { newAgent: newAgent as () => NewAgent } });
    expect((await activate(rig)).status).toBe('accepted');
    const { client } = await tokenOf(rig);
    const agent = await rig.store.users.find(client?.agentUserId ?? '');
    expect(agent).toMatchObject({ name: rig.company.name, ...expected });
  });

  test('to names that the columns of a mapped table refuse', async () => {
    const company = {
      ...makeCompany({ cid: freshCompany(0).cid, properties: 1 }),
      name: `Überlänge ${'é'.repeat(50)}`,
    };
    const name = { column: 'name', width: 40 };
    const companyName = { column: 'company_name', width: 40 };
    const store = createKnexStore({
      knex: stage.opened().connect(),
      cipher: 'plaintext',
      tables: {
        users: { name: 'users', columns: { name, companyName } },
        operators: { name: 'property_operators', columns: { name } },
        clients: { name: 'entrata_clients', columns: { companyName } },
        properties: { name: 'entrata_properties', columns: { feedType: { column: 'feed_type', width: 5 } } },
      },
    });
    const rig = await startRig({ store, sandbox: { companies: [company] } });
    try {
      const [property] = company.properties;
      const webhook = {
        requestType: 'ACTIVATION',
        subdomain: company.subdomain,
        propertyId: property?.id ?? '',
      };
      expect((await rig.send({ ...webhook, extra: { feed_type: 'A long one' } })).status).toBe('accepted');
      expect((await rig.send({ ...webhook, withCode: false, extra: { feed_type: 'Another' } })).status).toBe(
        'accepted',
      );
      await rig.settled();
      const client = await store.clients.findByCid(company.cid);
      expect(client?.companyName.length).toBeGreaterThan(0);
      expect(await store.properties.findByEntrataId(client?.id ?? '', property?.id ?? '')).toMatchObject({
        state: 'active',
      });
    } finally {
      await rig.stop();
      await store.close();
    }
  });

  testOnce('to a database that is away as the token is kept', async () => {
    const rig = await stage.rig();
    // Its sandbox knows other tokens: it shall not take the tasks.
    await rig.app.stop();
    let failures = 3;
    const oauthCodes: Store['oauthCodes'] = {
      ...rig.store.oauthCodes,
      async keepToken(...given) {
        failures -= 1;
        if (failures >= 0) throw new StoreError('unavailable', 'away');
        return rig.store.oauthCodes.keepToken(...given);
      },
    };
    const store = { ...rig.store, oauthCodes };
    const shaky = await startRig({ store, sandbox: { companies: [rig.company] } });
    try {
      const { subdomain } = rig.company;
      const answer = await shaky.send({ requestType: 'ACTIVATION', subdomain, propertyId: rig.propertyId });
      expect(answer.status).toBe('accepted');
      await shaky.settled();
    } finally {
      await shaky.stop();
    }
  });

  testOnce(
    'to a database that refuses the rows: it is done later, with the token that was kept',
    async () => {
      const rig = await stage.rig();
      await rig.app.stop();
      let isBroken = true;
      const store: Store = {
        ...rig.store,
        transaction: (work) =>
          rig.store.transaction((tx) =>
            work({
              ...tx,
              clients: {
                ...tx.clients,
                connect: async (client) => {
                  if (isBroken) throw new StoreError('misuse', 'refused');
                  return tx.clients.connect(client);
                },
              },
            }),
          ),
      };
      const broken = await startRig({ store, sandbox: { companies: [rig.company] } });
      try {
        const { subdomain } = rig.company;
        const code = broken.sandbox.issueCode(subdomain);
        const webhook = { requestType: 'ACTIVATION', subdomain, propertyId: rig.propertyId, code };
        const { logId, httpStatus } = await broken.send(webhook);
        expect(httpStatus).toBe(500);
        isBroken = false;
        await store.tasks.enqueue({ kind: 'webhook.resume', payload: { logId, isSenderVerified: true } });
        await broken.settled();
        expect(await store.webhooks.find(logId)).toMatchObject({ outcome: 'accepted' });
        expect(exchanges({ ...rig, ...broken })).toBe(1);
        expect(await houseStatuses(rig)).toEqual(['active']);
      } finally {
        await broken.stop();
      }
    },
  );

  test('when it comes to a client whose stored token cannot be read: it connects again', async () => {
    const rig = await stage.rig();
    await activate(rig);
    await rig.settled();
    const { client } = await tokenOf(rig);
    const [house] = (await rig.store.houses.list({ clientId: client?.id ?? '' })).items;
    // As the store gives a client whose token no key opens.
    const row = stage.opened().connect()('entrata_clients').where({ cid: rig.company.cid });
    await row.update({ access_token: null, status: 'needs_reauthorization' });
    const month = new Date().toISOString().slice(0, 7);
    const [year, number] = month.split('-');
    const times = await fetch(`${rig.url}/api/tour-times?houseId=${house?.id}&month=${number}-${year}`);
    expect([times.status, (await times.json()) as unknown]).toMatchObject([
      503,
      { code: 'reauthorization_required' },
    ]);
    expect((await activate(rig)).status).toBe('accepted');
    await rig.settled();
    expect((await tokenOf(rig)).client).toMatchObject({ status: 'active', tokenVersion: 2 });
    expect(await houseStatuses(rig)).toEqual(['active']);
  });
});
