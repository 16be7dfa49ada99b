import { createEntrata, type WireExchange } from 'entrata-sdk';
import { makeCompany } from 'entrata-sdk/testing';
import { expect, test } from 'vitest';
import type { HouseResponse, HousesResponse } from '../../src/index.js';
import { freshCompany, onEachDatabase } from '../support/on-each-database.js';
import { houseStatuses } from './support/company-events.js';

await onEachDatabase('An activation', (stage) => {
  test('becomes a client, an approval and a house, under one log id', async () => {
    const rig = await stage.rig();
    const { company, propertyId, store } = rig;
    const { subdomain } = company;
    const answer = await rig.send({ requestType: 'ACTIVATION', subdomain, propertyId });
    expect([answer.httpStatus, answer.status]).toEqual([200, 'accepted']);
    await rig.settled();

    const client = await store.clients.findByCid(company.cid);
    expect(client).toMatchObject({ subdomain, status: 'active', tokenVersion: 1 });
    const agent = await store.users.find(client?.agentUserId ?? '');
    const operator = await store.operators.find(client?.operatorId ?? '');
    expect(operator?.name).toBe(company.name);
    expect(agent).toMatchObject({ role: 'agent', companyName: company.name, operatorId: operator?.id });

    expect(rig.sandbox.approvals.map((approval) => approval.propertyId)).toEqual([propertyId]);
    const property = await store.properties.findByEntrataId(client?.id ?? '', propertyId);
    expect(property).toMatchObject({ state: 'active', approval: 'sent', eventSeq: 1, reachedSeq: 1 });

    const houses = (await store.houses.list({ clientId: client?.id ?? '' })).items;
    expect(houses).toMatchObject([
      {
        propertyId,
        status: 'active',
        operatorId: operator?.id,
        agentUserId: agent?.id,
        title: company.properties[0]?.name,
        bedrooms: { min: 0, max: 2 },
        timeZone: company.properties[0]?.timeZone,
      },
    ]);
    expect(houses[0]?.latitude).toBeTypeOf('number');
    expect(houses[0]?.floorPlans).toHaveLength(3);
    expect(houses[0]?.images).toHaveLength(3);

    const row = await store.webhooks.find(answer.logId);
    const { cid } = company;
    expect(row).toMatchObject({
      requestType: 'ACTIVATION',
      cid,
      propertyId,
      outcome: 'accepted',
      httpStatus: 200,
    });
    expect(answer.headers['x-request-id']).toBe(answer.logId);
    const calls = rig.sandbox.journal.filter(({ method }) => method !== 'getAccessToken');
    expect(calls.map(({ method }) => method).sort()).toEqual([
      'getClientInfo',
      'getMitsPropertyUnits',
      'getProperties',
      'updatePropertyStatus',
    ]);
    for (const call of calls) expect(call.body).toMatchObject({ requestId: answer.logId });
    const stored = rig.logger.lines.find(({ message }) => message === 'houses stored');
    expect(stored?.fields).toMatchObject({
      logId: answer.logId,
      clientId: client?.id,
      propertyId,
      inserted: 1,
    });
    const followed = rig.logger.lines.filter(({ fields }) => Object.values(fields).includes(answer.logId));
    expect(followed.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        'webhook handled',
        'request answered',
        'property approved',
        'houses stored',
        'task done',
      ]),
    );
    for (const { fields } of rig.logger.lines) expect(fields.logId ?? fields.requestId).toBeTypeOf('string');
    const tasks = await store.tasks.list({ requestId: answer.logId });
    expect(tasks.items.map(({ kind, status }) => `${kind} ${status}`)).toContain('converge done');
    expect(rig.notifications.map(({ type }) => type).sort()).toEqual([
      'client.connected',
      'property.activated',
    ]);
  });

  test('brings over all that an app shows of a house', async () => {
    const rig = await stage.rig();
    const { subdomain, properties, name } = rig.company;
    await rig.send({ requestType: 'ACTIVATION', subdomain, propertyId: rig.propertyId });
    await rig.settled();
    const client = await rig.store.clients.findByCid(rig.company.cid);
    const [house] = (await rig.store.houses.list({ clientId: client?.id ?? '' })).items;
    const [property] = properties;
    if (property === undefined) throw new Error('no property');
    const { street, city, state, postalCode, timeZone, phone } = property;
    const plans = property.floorPlans;
    const free = plans.map(({ units }) => units.filter(({ available }) => available).length);
    const rents = plans.flatMap(({ rentCents }) => [rentCents.min, rentCents.max]);
    expect(house).toMatchObject({ street, city, state, postalCode, country: 'US', timeZone, phone });
    expect(house).toMatchObject({
      description: `${property.description}\nManaged by ${name}.`,
      website: `https://${subdomain}.example.test/${property.id}`,
      latitude: Number(property.latitude),
      longitude: Number(property.longitude),
      bedrooms: { min: 0, max: 2 },
      bathrooms: { min: 1, max: 2 },
      squareFeet: { min: 480, max: 1_080 },
      rentCents: { min: Math.min(...rents), max: Math.max(...rents) },
      unitsAvailable: free.reduce((sum, count) => sum + count, 0),
      floorPlans: plans.map(({ id, name, bedrooms, bathrooms, squareFeet, rentCents }, index) => {
        return { id, name, bedrooms, bathrooms, squareFeet, rentCents, unitsAvailable: free[index] };
      }),
    });
    expect(house?.officeHours).toHaveLength(6);
    expect(house?.officeHours[0]).toEqual({
      day: 'Monday',
      open: '09:00',
      close: '18:00',
      byAppointment: false,
    });
    expect(house?.officeHours[5]).toEqual({ day: 'Sunday', byAppointment: true });
    expect(house?.images.map(({ caption }) => caption)).toEqual(
      [1, 2, 3].map((view) => `${property.name}, view ${view}`),
    );
  });

  test('brings over what it costs and takes to live there, to its page and, but for the units, to the list', async () => {
    const rig = await stage.rig();
    const { subdomain, properties } = rig.company;
    await rig.send({ requestType: 'ACTIVATION', subdomain, propertyId: rig.propertyId });
    await rig.settled();
    const client = await rig.store.clients.findByCid(rig.company.cid);
    const [house] = (await rig.store.houses.list({ clientId: client?.id ?? '' })).items;
    const terms = {
      availabilityUrl: expect.stringMatching(/^https:/),
      featured: false,
      applicationFees: [{ applicant: 'Applicant', amountCents: 5_000 }],
      petPolicies: [
        {
          allowed: true,
          petType: 'Dog',
          count: '2',
          size: 'Medium',
          weight: '50 lbs',
          description: 'Ask about breeds.',
        },
        { allowed: false, petType: 'Snake', count: null, size: null, weight: null, description: null },
      ],
      specials: [
        {
          title: 'Look & lease',
          text: '$500 off the first month — apply within a day of your tour.',
          footer: 'On leases of twelve months.',
          value: '500.00',
        },
      ],
      leaseTerms: [
        { name: '12 Months', months: 12, startWindows: [] },
        { name: '6 Months', months: 6, startWindows: [] },
      ],
      spaceOptions: ['Conventional'],
    };
    const get = async (path: string) => (await fetch(`${rig.url}${path}`)).json();
    const shown = (await get(`/api/houses/${house?.id}`)) as HouseResponse;
    expect(shown).toMatchObject(terms);
    const units =
      properties[0]?.floorPlans.flatMap(({ units }) => units.filter(({ available }) => available)) ?? [];
    expect(shown.units.map(({ id }) => id)).toEqual(units.map(({ id }) => id));
    const [unit] = units;
    expect(shown.units[0]).toMatchObject({
      number: unit?.number,
      floorPlanId: unit?.floorPlanId,
      floor: String(unit?.floor),
      building: expect.any(String),
      rentCents: { min: unit?.rentCents },
      availableOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      availabilityUrl: expect.stringMatching(/^https:/),
    });
    const { items } = (await get('/api/houses?limit=200')) as HousesResponse;
    const listed = items.find(({ id }) => id === house?.id);
    expect(listed).toMatchObject(terms);
    expect(listed).not.toHaveProperty('units');
  });

  test('is seen call by call by the `onWire` of its Entrata, without a secret', async () => {
    const first = await stage.rig({ withoutWorkers: true });
    const seen: WireExchange[] = [];
    const server = await first.sandbox.listen();
    const onWire = (exchange: WireExchange) => seen.push(exchange);
    const entrata = createEntrata({ oauth: first.sandbox.oauth, ...server.options, onWire });
    const rig = await stage.rig({ company: first.company, app: { entrata } });
    const { subdomain } = rig.company;
    const code = first.sandbox.issueCode(subdomain);
    await rig.sendQuery(
      first.sandbox.webhookQuery({ requestType: 'ACTIVATION', subdomain, propertyId: rig.propertyId, code }),
    );
    await expect.poll(() => houseStatuses(rig)).toEqual(['active']);
    expect(new Set(seen.map(({ wire }) => wire.method))).toEqual(
      new Set([
        'getAccessToken',
        'getClientInfo',
        'updatePropertyStatus',
        'getProperties',
        'getMitsPropertyUnits',
      ]),
    );
    const client = await rig.store.clients.findByCid(rig.company.cid);
    const text = JSON.stringify(seen);
    for (const secret of [code, client?.accessToken?.reveal() ?? code, first.sandbox.oauth.clientSecret])
      expect(text).not.toContain(secret);
    await entrata.close();
    await server.close();
  });

  test('gives the agent user the fields the deployment chose', async () => {
    const rig = await stage.rig({
      webhook: { newAgent: ({ cid }) => ({ name: `Agent of ${cid}`, email: 'agent@example.test' }) },
    });
    const { subdomain, cid } = rig.company;
    await rig.send({ requestType: 'ACTIVATION', subdomain, propertyId: rig.propertyId });
    const client = await rig.store.clients.findByCid(cid);
    const agent = await rig.store.users.find(client?.agentUserId ?? '');
    expect(agent).toMatchObject({ name: `Agent of ${cid}`, email: 'agent@example.test' });
  });

  test('of a property without coordinates is stored and reported, since an app may not show it', async () => {
    const { cid } = freshCompany(0);
    const made = makeCompany({ cid, properties: 1 });
    const properties = made.properties.map((property) => ({ ...property, latitude: '', longitude: '' }));
    const rig = await stage.rig({ sandbox: { companies: [{ ...made, properties }] } });
    const propertyId = properties[0]?.id ?? '';
    const { logId } = await rig.send({
      requestType: 'ACTIVATION',
      subdomain: made.subdomain,
      propertyId,
    });
    await rig.settled();
    const client = await rig.store.clients.findByCid(cid);
    const houses = await rig.store.houses.list({ clientId: client?.id ?? '' });
    expect(houses.items).toMatchObject([{ status: 'active', latitude: undefined, longitude: undefined }]);
    const line = rig.logger.lines.find(({ message }) => message === 'houses have no coordinates');
    expect(line).toMatchObject({ level: 'warn', fields: { logId, propertyId, houses: 1 } });
  });

  test('is understood under the parameter names that the deployment gives', async () => {
    const rig = await stage.rig({
      sandbox: {
        wire: {
          webhook: { parameters: { cid: ['company', 'cid'], feedType: ['feed'], requestType: ['event'] } },
        },
      },
    });
    const { cid, subdomain } = rig.company;
    const extra = { feed: 'MITS' };
    const { logId, status } = await rig.send({
      requestType: 'ACTIVATION',
      subdomain,
      propertyId: rig.propertyId,
      extra,
    });
    expect(status).toBe('accepted');
    const client = await rig.store.clients.findByCid(cid);
    const property = await rig.store.properties.findByEntrataId(client?.id ?? '', rig.propertyId);
    expect(property).toMatchObject({ feedType: 'MITS' });
    expect(await rig.store.webhooks.find(logId)).toMatchObject({ cid, requestType: 'ACTIVATION' });
  });
});
