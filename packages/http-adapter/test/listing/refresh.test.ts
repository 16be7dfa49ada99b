import type { SandboxCompany } from 'entrata-sdk/testing';
import { expect, test } from 'vitest';
import { testOnOne } from '../../../entrata-store/test/support/level.js';
import { onePerFloorPlan } from '../../src/index.js';
import { activateAll, changeableCompany } from '../support/changeable-company.js';
import { type CompanyRig, onEachDatabase } from '../support/on-each-database.js';

const housesOf = async (rig: CompanyRig, clientId: string) =>
  [...(await rig.store.houses.list({ clientId }, { limit: 200 })).items].sort((a, b) =>
    `${a.propertyId} ${a.unitKey}`.localeCompare(`${b.propertyId} ${b.unitKey}`),
  );

/** Calls in the company's own name: the database knows the companies of other tests too. */
const calls = (rig: CompanyRig, method: string, { subdomain }: SandboxCompany) =>
  rig.sandbox.journal.filter((entry) => entry.method === method && entry.subdomain === subdomain).length;

await onEachDatabase('A refresh', (stage) => {
  const testOnce = testOnOne(stage.database);
  testOnce('writes changed houses only, and asks for many properties in one call', async () => {
    const { company, properties } = changeableCompany(30);
    const rig = await stage.rig({ sandbox: { companies: [company] } });
    const client = await activateAll(rig, company);
    const before = await housesOf(rig, client.id);
    const asked = calls(rig, 'getProperties', company);
    const [first] = properties;
    if (first !== undefined) first.name = 'Renamed Place';
    await rig.app.refreshHouses({ clientId: client.id });
    await rig.settled();
    expect(calls(rig, 'getProperties', company) - asked).toBe(2);
    const after = await housesOf(rig, client.id);
    expect(after[0]).toMatchObject({ id: before[0]?.id, title: 'Renamed Place' });
    expect(after.slice(1)).toEqual(before.slice(1));
    const report = rig.logger.lines.find(({ message }) => message === 'houses refreshed');
    expect(report?.fields).toMatchObject({
      properties: 30,
      updated: 1,
      unchanged: 29,
      inserted: 0,
      failed: 0,
    });
    expect(rig.sandbox.approvals).toHaveLength(30);
  });

  test('marks vanished floor plans, and shows them again when they come back', async () => {
    const { company, properties } = changeableCompany(1);
    const rig = await stage.rig({ sandbox: { companies: [company] }, app: { mapHouses: onePerFloorPlan } });
    const client = await activateAll(rig, company);
    const statuses = async () => (await housesOf(rig, client.id)).map(({ status }) => status);
    expect(await statuses()).toEqual(['active', 'active', 'active']);
    const [whole] = properties;
    if (whole === undefined) throw new Error('no property');
    const { floorPlans } = whole;
    whole.floorPlans = floorPlans.slice(0, 2);
    await rig.app.refreshHouses({ clientId: client.id });
    await rig.settled();
    expect(await statuses()).toEqual(['active', 'active', 'vanished']);
    whole.floorPlans = floorPlans;
    await rig.app.refreshHouses({ clientId: client.id });
    await rig.settled();
    expect(await statuses()).toEqual(['active', 'active', 'active']);
  });

  testOnce('changes nothing on an empty listing, and raises an event once', async () => {
    const { company, properties } = changeableCompany(2);
    const rig = await stage.rig({ sandbox: { companies: [company] }, app: { mapHouses: onePerFloorPlan } });
    const client = await activateAll(rig, company);
    const before = await housesOf(rig, client.id);
    const [first] = properties;
    if (first !== undefined) first.floorPlans = [];
    for (const _ of [1, 2]) {
      await rig.app.refreshHouses({ clientId: client.id });
      await rig.settled();
    }
    expect(await housesOf(rig, client.id)).toEqual(before);
    const empty = rig.notifications.filter(({ type }) => type === 'property.listing_empty');
    expect(empty).toMatchObject([{ propertyId: first?.id, clientId: client.id }]);
    const property = await rig.store.properties.findByEntrataId(client.id, first?.id ?? '');
    expect(property).toMatchObject({ state: 'active', lastError: 'listing_empty' });
  });

  testOnce.each([
    ['HTML', { kind: 'html', status: 200 }],
    ['an error in HTTP 200', { kind: 'error', code: 500, message: 'Internal' }],
    [
      'an empty answer',
      { kind: 'status', status: 200, body: '{"response":{"code":200,"result":"No records found."}}' },
    ],
  ] as const)('changes nothing when Entrata answers %s', async (_, fault) => {
    const { company } = changeableCompany(2);
    const rig = await stage.rig({ sandbox: { companies: [company] } });
    const client = await activateAll(rig, company);
    const before = await housesOf(rig, client.id);
    rig.sandbox.fail({ method: 'getProperties', times: 20, fault });
    rig.sandbox.fail({ method: 'getMitsPropertyUnits', times: 20, fault });
    await rig.app.refreshHouses({ clientId: client.id });
    await rig.settled();
    expect(await housesOf(rig, client.id)).toEqual(before);
  });

  testOnce('of one property that Entrata refuses does not hold back the others', async () => {
    const { company, properties } = changeableCompany(3);
    const rig = await stage.rig({ sandbox: { companies: [company] } });
    const client = await activateAll(rig, company);
    for (const property of properties) property.name = 'Renamed';
    const [refused] = properties;
    rig.sandbox.fail({
      propertyId: refused?.id ?? '',
      times: Number.POSITIVE_INFINITY,
      fault: { kind: 'error', code: 311, message: 'No permission' },
    });
    await rig.app.refreshHouses({ clientId: client.id });
    await rig.settled();
    const titles = (await housesOf(rig, client.id)).map(({ title }) => title);
    expect(titles.filter((title) => title === 'Renamed')).toHaveLength(2);
    const property = await rig.store.properties.findByEntrataId(client.id, refused?.id ?? '');
    expect(property).toMatchObject({ state: 'active', lastError: 'forbidden' });
  });

  testOnce('leaves suspended properties alone', async () => {
    const { company } = changeableCompany(2);
    const rig = await stage.rig({ sandbox: { companies: [company] } });
    const client = await activateAll(rig, company);
    const [, second] = company.properties;
    const { subdomain } = company;
    await rig.send({ requestType: 'SUSPENDED', subdomain, propertyId: second?.id ?? '' });
    await rig.settled();
    await rig.app.refreshHouses({ clientId: client.id });
    await rig.settled();
    expect((await housesOf(rig, client.id)).map(({ status }) => status)).toEqual(['active', 'hidden']);
  });

  test('does not bring a house back that was suspended while it ran', async () => {
    const { company } = changeableCompany(1);
    const rig = await stage.rig({ sandbox: { companies: [company] } });
    const client = await activateAll(rig, company);
    // The refresh has its answer from Entrata late; the suspension comes first.
    rig.sandbox.fail({ method: 'getProperties', fault: { kind: 'delay', ms: 500 } });
    await rig.app.refreshHouses({ clientId: client.id });
    await expect.poll(() => calls(rig, 'getMitsPropertyUnits', company)).toBe(2);
    await rig.send({
      requestType: 'SUSPENDED',
      subdomain: company.subdomain,
      propertyId: company.properties[0]?.id ?? '',
    });
    await rig.settled();
    expect((await housesOf(rig, client.id)).map(({ status }) => status)).toEqual(['hidden']);
  });

  test('runs by itself on the schedule that was given, once for all instances', async () => {
    const { company } = changeableCompany(3);
    let ahead = 0;
    const now = () => new Date(Date.now() + ahead);
    const first = await stage.rig({
      sandbox: { companies: [company] },
      app: { now, refreshHousesEveryMs: 3_600_000 },
    });
    const client = await activateAll(first, company);
    // What was fetched in this hour is not fetched again in it.
    const asked = calls(first, 'getProperties', company);
    await first.app.stop();
    first.app.start();
    await expect
      .poll(async () => (await first.store.tasks.list({ kind: 'refresh' })).items.length)
      .toBeGreaterThan(0);
    await first.settled();
    expect(calls(first, 'getProperties', company)).toBe(asked);
    // The next hour has begun.
    ahead = 3_600_000;
    await first.app.stop();
    first.app.start();
    await expect.poll(() => calls(first, 'getProperties', company)).toBe(asked + 1);
    await first.settled();
    expect((await housesOf(first, client.id)).map(({ status }) => status)).toEqual([
      'active',
      'active',
      'active',
    ]);
  });
});
