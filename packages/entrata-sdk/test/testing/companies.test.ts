import { expect, test } from 'vitest';
import {
  demoCities,
  demoCompanies,
  FakeEntrata,
  makeCompany,
  makeProperty,
} from '../../src/testing/index.js';
import { openGateway } from './standard-call.js';

test('the demo has three companies with properties in six cities, one without tours', () => {
  const companies = demoCompanies();
  expect(companies.map((company) => [company.cid, company.subdomain, company.properties.length])).toEqual([
    ['4101', 'demo', 3],
    ['4102', 'coppermesa', 3],
    ['4103', 'harborpine', 3],
  ]);
  const properties = companies.flatMap((company) => company.properties);
  expect(new Set(properties.map(({ city }) => city))).toEqual(new Set(demoCities.map(({ city }) => city)));
  expect(properties.filter(({ tours }) => tours === undefined).map(({ id }) => id)).toEqual(['700203']);
});

test('unit and floor plan ids are unique across the demo', () => {
  const plans = demoCompanies().flatMap(({ properties }) =>
    properties.flatMap(({ floorPlans }) => floorPlans),
  );
  const ids = [...plans.map(({ id }) => id), ...plans.flatMap(({ units }) => units.map(({ id }) => id))];
  expect(new Set(ids).size).toBe(ids.length);
  expect(plans.every(({ id, units }) => units.every((unit) => unit.floorPlanId === id))).toBe(true);
});

test('makes companies of any size, in one zone if asked', () => {
  const { properties, subdomain } = makeCompany({ cid: '9002', properties: 13, timeZone: 'America/Phoenix' });
  expect([properties.length, subdomain, properties[0]?.id]).toEqual([13, 'company-9002', '90020000']);
  expect(new Set(properties.map(({ timeZone }) => timeZone))).toEqual(new Set(['America/Phoenix']));
  expect(() => makeCompany({ timeZone: 'Europe/Paris' })).toThrow(/Europe\/Paris/);
});

test('properties can be written out, changed and taken away', async () => {
  const [chicago] = demoCities;
  if (!chicago) throw new Error('No city');
  const own = makeProperty(5, 'My Own Place', chicago, { floorPlans: [], imageCount: 0 });
  const { sandbox, call } = openGateway({
    companies: [makeCompany({ subdomain: 'demo', properties: [own] })],
  });
  const nameOf = async () => {
    const { json } = await call('properties/getProperties', { propertyIds: '5' });
    return json.response.error?.code ?? json.response.result?.PhysicalProperty?.Property?.[0]?.MarketingName;
  };
  expect(await nameOf()).toBe('My Own Place');
  sandbox.changeProperty('demo', '5', { name: 'Another Name' });
  expect(await nameOf()).toBe('Another Name');
  expect(sandbox.companies[0]?.properties[0]).toMatchObject({
    id: '5',
    name: 'Another Name',
    floorPlans: [],
  });
  sandbox.removeProperty('demo', '5');
  expect(await nameOf()).toBe(311);
  const { json } = await call('properties/getProperties');
  expect(json.response.result).toMatch(/^No records found/);
  expect(() => sandbox.changeProperty('demo', '5', {})).toThrow(/no property 5 of demo/);
});

test('the neighbours of a property that was taken away stay where they were', async () => {
  const { sandbox, call } = openGateway();
  const named = async (propertyIds: string) =>
    (await call('properties/getProperties', { propertyIds })).json.response.result?.PhysicalProperty
      ?.Property?.[0]?.MarketingName;
  expect(await named('700002')).toBe('Prairie Row Apartments');
  sandbox.removeProperty('demo', '700001');
  expect([await named('700002'), await named('700003')]).toEqual([
    'Prairie Row Apartments',
    'Mile Marker Flats',
  ]);
});

test('disabled properties are listed only when named or asked for', async () => {
  const { sandbox, call } = openGateway();
  sandbox.changeProperty('demo', '700001', { disabled: true });
  const count = async (params: object) => {
    const { json } = await call('properties/getProperties', params);
    return json.response.result?.PhysicalProperty?.Property?.length;
  };
  expect(await count({})).toBe(2);
  expect(await count({ showAllStatus: '1' })).toBe(3);
  expect(await count({ propertyIds: 700001 })).toBe(1);
});

test('refuses two companies with one subdomain', () => {
  expect(() => new FakeEntrata({ companies: [makeCompany(), makeCompany()] })).toThrow(/company-9001/);
});

test('a company with which the sandbox could not work is refused, by the place of what makes no sense', () => {
  const [company] = demoCompanies();
  const [property] = company?.properties ?? [];
  const [plan] = property?.floorPlans ?? [];
  const [unit] = plan?.units ?? [];
  if (!company || !property?.tours || !plan || !unit) throw new Error('a demo without tours');
  const { tours } = property;
  const open = (changes: object) => () =>
    new FakeEntrata({ companies: [{ ...company, properties: [{ ...property, ...changes }] }] });
  const openPlan = (changes: object) => open({ floorPlans: [{ ...plan, ...changes }] });
  for (const odd of [
    0,
    -30,
    0.001,
    1_441,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    2 ** 53,
    '30',
    null,
    undefined,
  ]) {
    const at = 'companies[0].properties[0]';
    expect(open({ tours: { ...tours, slotMinutes: odd } })).toThrow(`${at}.tours.slotMinutes: `);
    if (odd !== undefined)
      expect(open({ tours: { ...tours, timeZone: odd } })).toThrow(`${at}.tours.timeZone: `);
    expect(open({ tours: { ...tours, closedWeekdays: [odd === 0 ? 7 : odd] } })).toThrow(
      `${at}.tours.closedWeekdays[0]: `,
    );
    expect(open({ tours: { ...tours, opensAt: odd } })).toThrow(`${at}.tours.opensAt: `);
    if (odd === 0 || odd === 1_441) continue;
    expect(open({ tours: { ...tours, capacity: odd } })).toThrow(`${at}.tours.capacity: `);
    expect(open({ imageCount: odd })).toThrow(`${at}.imageCount: `);
    if (odd !== 0.001) expect(openPlan({ bedrooms: odd })).toThrow(`${at}.floorPlans[0].bedrooms: `);
    const units = [{ ...unit, availableInDays: odd === -30 ? -1e9 : odd }];
    expect(openPlan({ units })).toThrow(`${at}.floorPlans[0].units[0].availableInDays: `);
  }
});

test('a company that was changed to slots without end still ends', async () => {
  const companies = structuredClone(demoCompanies());
  const [tours] = companies.flatMap(({ properties }) => properties.flatMap((each) => each.tours ?? []));
  const { call } = openGateway({ companies });
  Object.assign(tours ?? {}, { slotMinutes: -30 });
  const params = { propertyId: '700001', fromDate: '11/24/2026', toDate: '11/24/2026' };
  expect((await call('properties/getCalendarAvailability r2', params)).status).toBe(200);
});
