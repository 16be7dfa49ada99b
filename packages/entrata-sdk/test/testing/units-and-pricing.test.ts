import { expect, test } from 'vitest';
import type { WireNode } from './post.js';
import { openGateway } from './standard-call.js';

test('floor plans carry rooms, rents, deposits and how many units are free', async () => {
  const { call } = openGateway();
  const { json } = await call('properties/getFloorPlans', {
    propertyId: 700001,
    propertyFloorPlanIds: '7000012',
  });
  const plans = json.response.result?.FloorPlans?.FloorPlan ?? [];
  expect(plans).toHaveLength(1);
  expect(plans[0]).toMatchObject({
    Identification: { IDValue: '7000012' },
    PropertyId: 700001,
    Name: 'One Bedroom A1',
    UnitCount: 4,
    UnitsAvailable: 2,
    MarketRent: { '@attributes': { Min: '1660.00', Max: '1736.50' } },
    Deposit: { Amount: { ValueRange: { '@attributes': { Min: '500.00', Max: '500.00' } } } },
  });
  const none = await call('properties/getFloorPlans', { propertyId: 700001, propertyFloorPlanIds: '1' });
  expect(none.json.response).toMatchObject({
    code: 200,
    result: expect.stringContaining('No records found'),
  });
});

test('units and prices come keyed by unit id, or as a list with spaces keyed by space id', async () => {
  const { call } = openGateway();
  const params = { propertyId: 700001, availableUnitsOnly: '1' };
  const byId = await call('propertyunits/getUnitsAvailabilityAndPricing', params);
  const units = byId.json.response.result?.ILS_Units?.Unit ?? {};
  expect(Object.keys(units)).toHaveLength(6);
  expect(units['700001203' as keyof typeof units]).toMatchObject({
    '@attributes': {
      UnitNumber: '203',
      FloorplanId: '7000012',
      Availability: 'Available',
      AvailableOn: '12/07/2026',
      Area: '640 SquareFeet',
    },
    Rent: {
      '@attributes': { MinRent: '1,711.00' },
      TermRent: [
        { '@attributes': { LeaseTerm: '12 Months', Rent: '1,711.00' } },
        { '@attributes': { LeaseTerm: '6 Months', Rent: '$1,861.00' } },
      ],
    },
  });
  const spaces = await call('propertyunits/getUnitsAvailabilityAndPricing', { ...params, showUnitSpaces: 1 });
  const list = spaces.json.response.result?.PropertyUnits?.PropertyUnit ?? [];
  expect(list).toHaveLength(6);
  expect(Object.keys(list[0]?.UnitSpace ?? {})).toEqual(['8700001101']);
  expect(spaces.json.response.result).not.toHaveProperty('ILS_Units');
  const letOut = await call('propertyunits/getUnitsAvailabilityAndPricing', {
    propertyId: 700001,
    unavailableUnitsOnly: '1',
    skipPricing: '1',
    floorplanId: '7000012',
  });
  const one = await call('propertyunits/getUnitsAvailabilityAndPricing', {
    propertyId: 700001,
    propertyUnitId: 700001203,
  });
  expect(Object.keys(one.json.response.result?.ILS_Units?.Unit ?? {})).toEqual(['700001203']);
  expect(Object.values(letOut.json.response.result?.ILS_Units?.Unit ?? {})).toEqual([
    { '@attributes': expect.objectContaining({ UnitNumber: '202', Availability: 'Not Available' }) },
    { '@attributes': expect.objectContaining({ UnitNumber: '204' }) },
  ]);
});

test('the ids of a unit, of its spaces and of its row of prices are different numbers', async () => {
  const { call } = openGateway();
  const asked = { propertyIds: '700002', showUnitSpaces: '1' };
  const mits = await call('propertyunits/getMitsPropertyUnits', asked);
  const listed = mits.json.response.result?.PhysicalProperty?.Property?.[0]?.ILS_Unit ?? [];
  const [first, second, third] = listed.map((unit) => [
    unit.Identification,
    unit.Units?.Unit?.Identification,
  ]);
  expect([first, second, third]).toEqual([
    [
      {
        IDValue: '7000025101',
        OrganizationName: '700002~..~700002101~..~A',
        '@attributes': { IDType: 'UnitSpaceID' },
      },
      { IDValue: '700002101' },
    ],
    [expect.objectContaining({ OrganizationName: '700002~..~700002101~..~B' }), { IDValue: '700002101' }],
    [expect.objectContaining({ OrganizationName: '700002~..~700002102~..~A' }), { IDValue: '700002102' }],
  ]);
  const priced = await call('propertyunits/getUnitsAvailabilityAndPricing', {
    propertyId: '700002',
    showUnitSpaces: '1',
  });
  const [unit] = priced.json.response.result?.PropertyUnits?.PropertyUnit ?? [];
  expect([unit?.['@attributes']?.Id, unit?.['@attributes']?.PropertyUnitId]).toEqual([
    '9700002101',
    '700002101',
  ]);
  expect(Object.keys(unit?.UnitSpace ?? {})).toEqual(['7000025101', '7000025102']);
  const byKey = openGateway({ quirks: { pricingByKey: true } });
  const keyed = await byKey.call('propertyunits/getUnitsAvailabilityAndPricing', { propertyId: '700002' });
  const bare = keyed.json.response.result?.ILS_Units?.Unit?.['700002101' as never] as WireNode | undefined;
  expect(bare?.['@attributes']?.UnitNumber).toBe('101');
  expect(bare?.['@attributes']).not.toHaveProperty('PropertyUnitId');
});

test('a student unit is free as soon as one of its spaces is, on the first day that one is', async () => {
  const { call } = openGateway();
  const params = { propertyId: '700002' };
  const { json } = await call('propertyunits/getUnitsAvailabilityAndPricing', params);
  const units = Object.values(json.response.result?.ILS_Units?.Unit ?? {}) as readonly WireNode[];
  const days = units.map((unit) => unit['@attributes']?.AvailableOn);
  expect(days.slice(0, 3)).toEqual(['11/23/2026', '11/30/2026', '12/07/2026']);
  expect(units[0]?.['@attributes']?.SpaceConfiguration).toBe('Student');
});

test('property units come in lower camel case with their spaces', async () => {
  const { call } = openGateway();
  const { json } = await call('propertyunits/getPropertyUnits', { propertyIds: '700001,700003' });
  const [first, second] = json.response.result?.properties?.property ?? [];
  expect([first?.propertyId, second?.propertyId]).toEqual(['700001', '700003']);
  expect(first?.units?.unit?.[0]).toMatchObject({
    id: '700001101',
    noOfBedrooms: '0',
    unitSpaces: {
      unitSpace: [
        {
          availabilityStatus: 'Available',
          availableDate: '11/23/2026',
          rent: { termRent: [{ amount: '1,330.00' }] },
        },
      ],
    },
  });
  expect((await call('propertyunits/getPropertyUnits')).status).toBe(400);
});

test('media needs its two types, and is paged', async () => {
  const { call } = openGateway();
  const params = { propertyId: '700001', mediaTypeId: '1', mediaSubTypeId: '2' };
  const { json, headers } = await call('properties/getPropertyMedia r1?page_no=1&per_page=5', params);
  expect(json.response.result?.media).toHaveLength(3);
  expect(headers.get('x-total-count')).toBe('3');
  expect((await call('properties/getPropertyMedia', { propertyId: '700001' })).status).toBe(400);
});
