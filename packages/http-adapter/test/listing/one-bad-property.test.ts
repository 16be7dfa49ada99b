import { inventedIlsWire } from 'entrata-sdk';
import type { SandboxCompany } from 'entrata-sdk/testing';
import type { PropertyRecord } from 'entrata-store';
import { createKnexStore } from 'entrata-store/knex';
import { expect, test } from 'vitest';
import { testOnOne } from '../../../entrata-store/test/support/level.js';
import { type MapHouses, onePerProperty } from '../../src/index.js';
import { activateAll, changeableCompany } from '../support/changeable-company.js';
import { type CompanyRig, onEachDatabase } from '../support/on-each-database.js';
import { type Rig, startRig } from '../support/rig.js';

const forever = Number.POSITIVE_INFINITY;

async function propertyOf({ store }: Rig, company: SandboxCompany, index = 0) {
  const client = await store.clients.findByCid(company.cid);
  const id = company.properties[index]?.id ?? '';
  const property = await store.properties.findByEntrataId(client?.id ?? '', id);
  if (property === undefined) throw new Error('the property is missing');
  return property;
}

const titlesOf = async ({ store }: Rig, { clientId }: PropertyRecord) =>
  (await store.houses.list({ clientId, status: 'active' }, { limit: 100 })).items.map(({ title }) => title);

const toldOf = ({ notifications }: Rig, { propertyId }: PropertyRecord) =>
  notifications
    .filter((each) => 'propertyId' in each && each.propertyId === propertyId)
    .map(({ type }) => type);

/** How the newest refresh ended. */
async function refresh(rig: CompanyRig, clientId: string) {
  await rig.app.refreshHouses({ clientId });
  await rig.settled();
  const { items } = await rig.store.tasks.list({ kind: 'refresh' }, { limit: 100 });
  return items.find(({ payload }) => payload.clientId === clientId);
}

await onEachDatabase('One bad property', (stage) => {
  const testOnce = testOnOne(stage.database);
  testOnce.each([
    ['whose answer cannot be read', { kind: 'html', status: 200 }, 'bad_response'],
    ['for which Entrata fails', { kind: 'status', status: 500 }, 'unavailable'],
    ['that Entrata refuses', { kind: 'error', code: 311, message: 'No permission' }, 'forbidden'],
  ] as const)('%s does not hold up the refresh of the others', async (_, fault, code) => {
    const { company, properties } = changeableCompany(30);
    const rig = await stage.rig({ sandbox: { companies: [company] } });
    const { id: clientId } = await activateAll(rig, company);
    for (const property of properties) property.name = 'Renamed';
    rig.sandbox.fail({ propertyId: properties[20]?.id ?? '', times: forever, fault });
    for (const _ of [1, 2]) {
      expect(await refresh(rig, clientId)).toMatchObject({ status: 'done' });
      const property = await propertyOf(rig, company, 20);
      expect(property).toMatchObject({ state: 'active', lastError: code });
      const titles = await titlesOf(rig, property);
      expect(titles.filter((title) => title === 'Renamed')).toHaveLength(29);
      expect(titles).toHaveLength(30);
      expect(toldOf(rig, property)).toEqual(['property.activated', 'property.failed']);
    }
    // Those that failed before come last, by themselves: the others are asked for in whole batches again.
    const batches = rig.sandbox.journal.filter(({ method }) => method === 'getProperties');
    expect(batches.length).toBeLessThan(30 + 40);
  });

  testOnce('whose rents alone are refused is brought up to date with what the other calls say', async () => {
    const pricing = { service: 'internetlisting', method: 'getUnitsAvailabilityAndPricing', version: 'r1' };
    const ils = { ...inventedIlsWire, getUnitsAvailabilityAndPricing: pricing };
    const { company, properties } = changeableCompany(3);
    const rig = await stage.rig({ sandbox: { companies: [company], wire: { ils } } });
    const { id: clientId } = await activateAll(rig, company);
    for (const property of properties) property.name = 'Renamed';
    const fault = { kind: 'error', code: 311, message: 'No permission' } as const;
    const propertyId = properties[1]?.id ?? '';
    rig.sandbox.fail({ method: pricing.method, propertyId, times: forever, fault });
    expect(await refresh(rig, clientId)).toMatchObject({ status: 'done' });
    const property = await propertyOf(rig, company, 1);
    expect([property.state, property.lastError]).toEqual(['active', undefined]);
    expect(await titlesOf(rig, property)).toEqual(['Renamed', 'Renamed', 'Renamed']);
    const said = rig.logger.lines.filter(({ message }) => message.includes('part of a listing was refused'));
    expect(said.map(({ fields }) => [fields.propertyId, fields.part, fields.entrataCode])).toEqual([
      [propertyId, pricing.method, 311],
    ]);
  });

  testOnce(
    'is not looked for when Entrata answers nothing at all: nobody is told, and the refresh comes back',
    async () => {
      const { company, properties } = changeableCompany(60);
      const rig = await stage.rig({ sandbox: { companies: [company] } });
      const { id: clientId } = await activateAll(rig, company);
      for (const property of properties) property.name = 'Renamed';
      const fault = { kind: 'html', status: 200 } as const;
      const { subdomain } = company;
      const down = rig.sandbox.fail({ subdomain, times: forever, fault });
      // By now it may have come back: after a first failure it waits for up to a second.
      const task = await refresh(rig, clientId);
      expect(task?.status).toMatch(/^(waiting|running)$/);
      expect(down.hits).toBeLessThan(150 * (task?.attempts ?? 0));
      expect(rig.notifications.filter(({ type }) => type === 'property.failed')).toEqual([]);
      down.cancel();
      expect(await refresh(rig, clientId)).toMatchObject({ status: 'done' });
      expect(await titlesOf(rig, await propertyOf(rig, company))).toEqual(Array(60).fill('Renamed'));
    },
  );

  const bad: readonly (readonly [string, (houses: ReturnType<MapHouses>) => unknown])[] = [
    [
      'throws',
      () => {
        throw new Error('a bug');
      },
    ],
    ['makes no list', () => ({ title: 'A house' })],
    ['is asynchronous', async (houses) => houses],
    ['makes something else than houses', () => [null]],
    ['makes two houses of one key', ([house]) => [house, house]],
    ['makes houses without keys', ([house]) => [{ ...house, unitKey: undefined }]],
    [
      'makes 100,000 houses',
      ([house]) => Array.from({ length: 100_000 }, (_, i) => ({ ...house, unitKey: String(i) })),
    ],
  ];

  testOnce.each(bad)(
    'for which mapHouses %s fails by itself, is notified once, and is shown once it works',
    async (_, spoil) => {
      const { company, properties } = changeableCompany(3);
      let isBroken = true;
      const mapHouses: MapHouses = (source) => {
        const houses = onePerProperty(source);
        const isBad = isBroken && source.property.id === properties[1]?.id;
        return isBad ? (spoil(houses) as typeof houses) : houses;
      };
      const rig = await stage.rig({ sandbox: { companies: [company] }, app: { mapHouses } });
      const { id: clientId } = await activateAll(rig, company);
      const property = await propertyOf(rig, company, 1);
      expect(property).toMatchObject({ state: 'pending', lastError: 'mapping_failed' });
      expect(await titlesOf(rig, property)).toHaveLength(2);
      // Tried again, as the sweep does.
      const retry = { kind: 'converge', payload: { clientId, propertyId: property.propertyId } };
      await rig.store.tasks.enqueue(retry);
      await rig.settled();
      expect(await refresh(rig, clientId)).toMatchObject({ status: 'done' });
      expect(toldOf(rig, property)).toEqual(['property.failed']);
      const errors = rig.logger.lines.filter(({ level }) => level === 'error');
      expect(errors).toMatchObject([{ fields: { propertyId: property.propertyId, code: 'mapping_failed' } }]);
      isBroken = false;
      await rig.store.tasks.enqueue(retry);
      await rig.settled();
      expect(await propertyOf(rig, company, 1)).toMatchObject({ state: 'active', lastError: undefined });
      expect(await titlesOf(rig, property)).toHaveLength(3);
    },
  );

  testOnce(
    'for which mapHouses throws in a refresh keeps its houses, and the others get theirs',
    async () => {
      const { company, properties } = changeableCompany(3);
      let isBroken = false;
      const mapHouses: MapHouses = (source) => {
        if (isBroken && source.property.id === properties[0]?.id) throw new Error('a bug');
        return onePerProperty(source);
      };
      const rig = await stage.rig({ sandbox: { companies: [company] }, app: { mapHouses } });
      const { id: clientId } = await activateAll(rig, company);
      for (const property of properties) property.name = 'Renamed';
      isBroken = true;
      for (const _ of [1, 2]) expect(await refresh(rig, clientId)).toMatchObject({ status: 'done' });
      const property = await propertyOf(rig, company, 0);
      expect(property).toMatchObject({ state: 'active', lastError: 'mapping_failed' });
      expect((await titlesOf(rig, property)).filter((title) => title === 'Renamed')).toHaveLength(2);
      expect(toldOf(rig, property)).toEqual(['property.activated', 'property.failed']);
    },
  );

  test('with a text that its mapped column refuses fails by itself', async () => {
    const { company, properties } = changeableCompany(3);
    const [first] = properties;
    if (first !== undefined) first.name = 'A name of more than twenty characters';
    for (const property of properties.slice(1)) property.name = 'A short name';
    const tables = {
      houses: { name: 'houses', columns: { title: { column: 'title', width: 20 } } },
    };
    const store = createKnexStore({ knex: stage.opened().connect(), cipher: 'plaintext', tables });
    const rig = await startRig({ store, sandbox: { companies: [company] } });
    try {
      for (const { id } of properties) {
        await rig.send({ requestType: 'ACTIVATION', subdomain: company.subdomain, propertyId: id });
      }
      await rig.settled();
      const property = await propertyOf(rig, company);
      expect(property).toMatchObject({ state: 'pending', lastError: 'listing_refused' });
      expect(await titlesOf(rig, property)).toEqual(['A short name', 'A short name']);
      expect(toldOf(rig, property)).toEqual(['property.failed']);
      // The same in a refresh, which goes on to the others.
      if (first !== undefined) first.name = 'A short name';
      await rig.store.tasks.enqueue({
        kind: 'converge',
        payload: { clientId: property.clientId, propertyId: property.propertyId },
      });
      await rig.settled();
      for (const each of properties) each.name = 'Renamed';
      if (first !== undefined) first.name = 'A name of more than twenty characters';
      await rig.app.refreshHouses({ clientId: property.clientId });
      await rig.settled();
      expect(await propertyOf(rig, company)).toMatchObject({ state: 'active', lastError: 'listing_refused' });
      expect((await titlesOf(rig, property)).sort()).toEqual(['A short name', 'Renamed', 'Renamed']);
    } finally {
      await rig.stop();
      await store.close();
    }
  });

  testOnce('whose approval has a bug of its own is notified once, and is tried again', async () => {
    let isBroken = true;
    const send = async () => {
      if (isBroken) throw new TypeError('a bug');
    };
    const { company } = changeableCompany(1);
    const rig = await stage.rig({ sandbox: { companies: [company] }, webhook: { approval: { send } } });
    await rig.send({
      requestType: 'ACTIVATION',
      subdomain: company.subdomain,
      propertyId: company.properties[0]?.id ?? '',
    });
    await expect.poll(() => propertyOf(rig, company)).toMatchObject({ lastError: 'approval_failed' });
    isBroken = false;
    await expect.poll(() => propertyOf(rig, company)).toMatchObject({ state: 'active', approval: 'sent' });
    await rig.settled();
    expect(toldOf(rig, await propertyOf(rig, company))).toEqual(['property.failed', 'property.activated']);
    expect(rig.logger.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
  });

  testOnce('or a whole refresh that is given up is logged as an error', async () => {
    const { company } = changeableCompany(2);
    const rig = await stage.rig({ sandbox: { companies: [company] } });
    const { id: clientId } = await activateAll(rig, company);
    const fault = { kind: 'html', status: 200 } as const;
    rig.sandbox.fail({ subdomain: company.subdomain, times: forever, fault });
    const since = new Date(Date.now() + 60_000).toISOString();
    await rig.store.tasks.enqueue({ kind: 'refresh', payload: { clientId, since }, maxAttempts: 1 });
    await rig.settled();
    const errors = rig.logger.lines.filter(({ level }) => level === 'error');
    expect(errors).toMatchObject([
      { message: 'task dead', fields: { kind: 'refresh', cause: 'bad_response' } },
    ]);
  });
});
