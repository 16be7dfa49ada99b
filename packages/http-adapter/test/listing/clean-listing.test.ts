import { expect, test } from 'vitest';
import { type MapHouses, onePerFloorPlan, onePerProperty } from '../../src/index.js';
import { activateAll, changeableCompany } from '../support/changeable-company.js';
import { onOneDatabase } from '../support/on-each-database.js';

const shownFields = [
  'title',
  'description',
  'street',
  'city',
  'state',
  'postalCode',
  'country',
  'phone',
] as const;
const hostile = [
  '&lt;img src=x onerror=alert(1)&gt;',
  '&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;',
  '<svg/onload=alert(1)>',
  'Flats &lt;img src=x onerror=alert(1)',
];

await onOneDatabase('What property managers type', (stage) => {
  /** Every text of every house of the company, as the app's endpoints show them. */
  async function shown(url: string, id: string): Promise<string> {
    const one = await (await fetch(`${url}/api/houses/${id}`)).text();
    const list = await (await fetch(`${url}/api/houses?limit=200`)).text();
    expect(list).toContain(id);
    return one + list;
  }

  test('in place of a time zone is left out of the houses, with one warning', async () => {
    const { company } = changeableCompany(2);
    const mapHouses: MapHouses = (source) =>
      onePerProperty(source).map((house) => ({ ...house, timeZone: 'Eastern Time' }));
    const rig = await stage.rig({ sandbox: { companies: [company] }, app: { mapHouses } });
    const client = await activateAll(rig, company);
    const { items } = await rig.store.houses.list({ clientId: client.id });
    expect(items.map(({ status, timeZone }) => [status, timeZone])).toEqual([
      ['active', undefined],
      ['active', undefined],
    ]);
    const warnings = rig.logger.lines.filter(({ message }) => message === 'a house has no IANA time zone');
    expect(warnings).toMatchObject([{ level: 'warn', fields: { propertyId: expect.any(String) } }]);
    const times = await fetch(`${rig.url}/api/tour-times?houseId=${items[0]?.id}`);
    expect(times.status).toBe(200);
  });

  test.each(hostile)('is text at the endpoints: %s', async (markup) => {
    const { company, properties } = changeableCompany(1);
    const [property] = properties;
    if (property === undefined) throw new Error('no property');
    const texts = { name: markup, description: markup, street: markup, city: markup, phone: markup };
    Object.assign(property, texts, { state: markup, postalCode: markup });
    property.floorPlans = property.floorPlans.map((plan) => ({ ...plan, name: markup }));
    const rig = await stage.rig({ sandbox: { companies: [company] } });
    const client = await activateAll(rig, company);
    const [house] = (await rig.store.houses.list({ clientId: client.id })).items;
    expect(house?.status).toBe('active');
    expect(await shown(rig.url, house?.id ?? '')).not.toMatch(/<[a-z/!]|&(?:lt|gt|amp)/i);
  });

  test('names the property to administrators: in plain text, cut to its column, and anew with each fetch', async () => {
    const { company, properties } = changeableCompany(2);
    const [first, second] = properties;
    if (first === undefined || second === undefined) throw new Error('no properties');
    first.name = `  <b>Lake View</b> Lofts ${'x'.repeat(300)}`;
    const rig = await stage.rig({ sandbox: { companies: [company] }, app: { mapHouses: onePerFloorPlan } });
    const client = await activateAll(rig, company);
    const names = async () => {
      const url = `${rig.url}/api/admin/properties?clientId=${client.id}`;
      const response = await fetch(url, { headers: { 'x-test-role': 'admin' } });
      const { items } = (await response.json()) as { items: { propertyId: string; name?: string }[] };
      return new Map(items.map(({ propertyId, name }) => [propertyId, name]));
    };
    const name = (await names()).get(first.id);
    expect(name).toMatch(/^Lake View Lofts x+$/);
    expect(name).toHaveLength(255);
    expect((await names()).get(second.id)).toBe(second.name);
    second.name = 'Another Name';
    await rig.app.refreshHouses();
    await rig.settled();
    expect((await names()).get(second.id)).toBe('Another Name');
  });

  test.each(hostile)(
    "is text even where a mapping of the deployment's own hands it through: %s",
    async (markup) => {
      const { company } = changeableCompany(1);
      const mapHouses: MapHouses = (source) =>
        onePerProperty(source).map((house) => ({
          ...house,
          ...Object.fromEntries(shownFields.map((field) => [field, markup])),
          website: 'javascript:alert(1)',
          officeHours: [{ day: markup, open: markup, close: markup, byAppointment: false }],
          amenities: [markup],
          images: [{ url: 'javascript:alert(1)' }, { url: 'https://example.test/1.jpg', caption: markup }],
          floorPlans: [{ id: '1', name: markup, images: [{ url: 'data:text/html,x', caption: markup }] }],
        }));
      const rig = await stage.rig({ sandbox: { companies: [company] }, app: { mapHouses } });
      const client = await activateAll(rig, company);
      const [house] = (await rig.store.houses.list({ clientId: client.id })).items;
      const text = await shown(rig.url, house?.id ?? '');
      expect(text).not.toMatch(/<[a-z/!]|&(?:lt|gt|amp)|javascript:|data:text/i);
      expect(house?.images).toMatchObject([{ url: 'https://example.test/1.jpg' }]);
    },
  );

  test('of any length, with NUL and half a surrogate, is listed', async () => {
    const { company, properties } = changeableCompany(1);
    const [property] = properties;
    const long = `${'é'.repeat(10_000)}\0\ud800`;
    const texts = { name: long, description: long, street: long, city: long, phone: long };
    Object.assign(property ?? {}, texts, { state: long, postalCode: long });
    const rig = await stage.rig({ sandbox: { companies: [company] } });
    const client = await activateAll(rig, company);
    const [house] = (await rig.store.houses.list({ clientId: client.id })).items;
    expect(house).toMatchObject({ status: 'active', title: 'é'.repeat(255), postalCode: 'é'.repeat(32) });
  });
});
