import { afterEach, beforeEach, expect, test } from 'vitest';
import type { WireNode } from './post.js';
import { basic, bodyBasic, gateway, gatewayHeaders, openForOthers } from './third-party-call.js';

// Bodies and headers as published clients of the real Entrata send them, over real sockets, without our SDK.
let others: Awaited<ReturnType<typeof openForOthers>>;

beforeEach(async () => {
  others = await openForOthers();
});
afterEach(() => others.close());

test('the envelope of the specification: an array', async () => {
  const { send } = others;
  const { response } = await send(`${gateway}/properties`, gatewayHeaders, [
    {
      auth: { type: 'apikey' },
      requestId: '15',
      method: { name: 'getFloorPlans', version: 'r1', params: { propertyId: '700001' } },
    },
  ]);
  expect(response.result?.FloorPlans?.FloorPlan).toHaveLength(3);
});

test('a Ruby listing service: credentials in the body, MITS, then prices by space with the plans beside them', async () => {
  const { send } = others;
  const call = (method: object) =>
    send('/demo/api/v1/propertyunits', { 'Content-Type': 'application/json' }, { auth: bodyBasic, method });
  const mits = await call({
    name: 'getMitsPropertyUnits',
    params: { propertyIds: '700001', availableUnitsOnly: null, showUnitSpaces: '1' },
  });
  const [property] = mits.response.result?.PhysicalProperty?.Property ?? [];
  const marketNames = property?.ILS_Unit?.map((unit) => unit.Units?.Unit?.MarketingName);
  expect([mits.response.code, marketNames?.slice(0, 2)]).toEqual([200, ['101', '102']]);
  const priced = await call({
    name: 'getUnitsAvailabilityAndPricing',
    params: {
      propertyId: '700001',
      availableUnitsOnly: '0',
      showUnitSpaces: '1',
      useSpaceConfiguration: '1',
      moveInStartDate: '12/01/2026',
    },
  });
  const { result } = priced.response;
  const plans = result?.Properties?.Property?.[0]?.Floorplans?.Floorplan ?? [];
  const rents = plans.map((plan) => [plan.Name, plan.MarketRent?.['@attributes']?.Min?.replaceAll(',', '')]);
  expect(rents).toEqual([
    ['Studio S1', '1330.00'],
    ['One Bedroom A1', '1660.00'],
    ['Two Bedroom B2', '2320.00'],
  ]);
  const lines = result?.PropertyUnits?.PropertyUnit?.flatMap((unit) =>
    Object.entries(unit.UnitSpace ?? {}).map(([spaceId, space]) => {
      const terms = space.Rent?.TermRent?.map((term) => term['@attributes']?.LeaseTerm?.split(' ')[0]);
      const { PropertyUnitId, UnitNumber, FloorPlanName } = unit['@attributes'] ?? ({} as WireNode);
      const attributes = space['@attributes'];
      return [
        PropertyUnitId,
        UnitNumber,
        FloorPlanName,
        spaceId === attributes?.Id,
        attributes?.Availability,
        terms,
      ];
    }),
  );
  expect(lines?.[3]).toEqual(['700001201', '201', 'One Bedroom A1', true, 'Available', ['12', '6']]);
});

test('a JavaScript page on the legacy host: units keyed by id, bedrooms told by the comment of a room', async () => {
  const { send } = others;
  const headers = { 'Content-Type': 'application/json', Authorization: basic };
  const flags = { availableUnitsOnly: '0', unavailableUnitsOnly: '0', skipPricing: '0', showUnitSpaces: '0' };
  const { response } = await send('/demo/api/v1/propertyunits', headers, {
    auth: { type: 'basic' },
    requestId: 15,
    method: {
      name: 'getUnitsAvailabilityAndPricing',
      version: 'r1',
      params: { propertyId: '700001', ...flags, showChildProperties: '0', allowLeaseExpirationOverride: '0' },
    },
  });
  const plans = response.result?.Properties?.Property?.[0]?.Floorplans?.Floorplan ?? [];
  const bedrooms = plans.map((plan) => plan.Room?.find((room) => room.Comment === 'Bedroom')?.Count);
  expect(bedrooms).toEqual(['0', '1', '2']);
  const units: readonly WireNode[] = Object.values(response.result?.ILS_Units?.Unit ?? {});
  const free = units.filter((unit) => unit['@attributes']?.Availability === 'Available');
  expect(free.map((unit) => Number(unit.Rent?.['@attributes']?.MinRent?.replace(/,/g, '')))).toEqual([
    1330, 1381, 1660, 1711, 2320, 2371,
  ]);
  expect(new Set(free.map((unit) => Number(unit['@attributes']?.FloorId))).size).toBe(3);
});

test('a PHP site: unit types, the units of one type, then the floor plans that these name', async () => {
  const { send } = others;
  const headers = { 'Content-type': 'APPLICATION/JSON; CHARSET=UTF-8', Authorization: basic };
  const call = async (service: string, method: object) => {
    const body = { auth: { type: 'basic' }, requestId: '15', method };
    const { response } = await send(`/demo/api/v1/${service}`, headers, body);
    expect(response.code).toBe(200);
    return response.result;
  };
  const types = await call('propertyunits', { name: 'getUnitTypes', params: { propertyId: '700001' } });
  const unitTypeId = types?.unitTypes?.unitType?.[1]?.identificationType?.idValue;
  const flags = {
    availableUnitsOnly: '1',
    skipPricing: '1',
    showUnitSpaces: '0',
    useSpaceConfiguration: '0',
  };
  const params = { propertyId: '700001', unitTypeId, ...flags };
  const units = await call('propertyunits', {
    name: 'getUnitsAvailabilityAndPricing',
    version: 'r1',
    params,
  });
  const ofType: readonly WireNode[] = Object.values(units?.ILS_Units?.Unit ?? {});
  const planIds = ofType.map((unit) => unit['@attributes']?.FloorplanId);
  expect(planIds).toEqual(['7000012', '7000012']);
  const plans = await call('properties', {
    name: 'getFloorPlans',
    params: { propertyId: '700001', propertyFloorPlanIds: planIds.join(',') },
  });
  expect(plans?.FloorPlans?.FloorPlan?.map((plan) => plan.Name)).toEqual(['One Bedroom A1']);
});

test('another PHP plugin: numbers for ids, and the address of each plan from MITS', async () => {
  const { send } = others;
  const headers = { 'Content-type': 'APPLICATION/JSON; CHARSET=UTF-8', Authorization: basic };
  const auth = { type: 'basic' };
  const plans = await send('/demo/api/v1/properties', headers, {
    auth,
    requestId: 15,
    method: {
      name: 'getFloorPlans',
      version: 'r1',
      params: { propertyId: 700001, usePropertyPreferences: '0' },
    },
  });
  const mits = await send('/demo/api/v1/propertyunits', headers, {
    auth,
    requestId: 15,
    method: {
      name: 'getMitsPropertyUnits',
      params: { propertyIds: '700001', includeDisabledFloorplans: '1', showUnitSpaces: 0 },
    },
  });
  const named = mits.response.result?.PhysicalProperty?.Property?.[0]?.Floorplan;
  expect(named?.map((plan) => plan.Name)).toEqual(
    plans.response.result?.FloorPlans?.FloorPlan?.map((plan) => plan.Name),
  );
  expect(named?.[0]?.FloorplanAvailabilityURL).toMatch(/^https:/);
});

test('a TypeScript plugin on the gateway: prices, units and MITS side by side, numbers read by parseFloat', async () => {
  const { send } = others;
  const flags = {
    availableUnitsOnly: '0',
    unavailableUnitsOnly: '0',
    skipPricing: '0',
    showChildProperties: '1',
  };
  const more = { includeDisabledFloorplans: '0', includeDisabledUnits: '1', showUnitSpaces: '1' };
  const call = async (name: string, ids: object) => {
    const method = { name, version: 'r1', params: { ...ids, ...flags, ...more, useSpaceConfiguration: '0' } };
    const body = { auth: { type: 'apikey' }, requestId: '15', method };
    return (await send(`${gateway}/propertyunits`, gatewayHeaders, body)).response.result;
  };
  const [prices, units, mits] = await Promise.all([
    call('getUnitsAvailabilityAndPricing', { propertyId: 700001 }),
    call('getPropertyUnits', { propertyIds: 700001 }),
    call('getMitsPropertyUnits', { propertyIds: 700001 }),
  ]);
  const typeOfPlan = new Map(
    prices?.PropertyUnits?.PropertyUnit?.map((unit) => {
      const attributes = unit['@attributes'];
      return [attributes?.FloorplanId, attributes?.UnitTypeId];
    }),
  );
  const plans = prices?.Properties?.Property?.[0]?.Floorplans?.Floorplan?.map((plan) => [
    parseInt(plan.SquareFeet?.['@attributes']?.Max ?? '', 10),
    parseFloat(plan.MarketRent?.['@attributes']?.Min ?? ''),
    parseFloat(plan.Deposit?.Amount?.ValueRange?.['@attributes']?.Min ?? ''),
    typeOfPlan.get(plan.Identification?.IDValue),
  ]);
  expect(plans?.[1]).toEqual([700, 1660, 500, '70000120']);
  const spaces = units?.properties?.property?.[0]?.units?.unit?.flatMap((unit) =>
    (unit.unitSpaces?.unitSpace ?? []).map((space) => {
      const [month, day, year] = String(space.availableDate).split('/');
      const best = space.rent?.termRent?.find((term) => Number(term.isBestPrice) === 1)?.rent;
      const feet = [Number(unit.SquareFeet), Number(unit.numberOfBedrooms)];
      return [space.unitNumber, `${year}/${month}/${day}`, Number(best), ...feet, Number(space.hasPricing)];
    }),
  );
  expect(spaces?.slice(3, 5)).toEqual([
    ['201', '2026/11/23', 1660, 640, 1, 1],
    ['202', '2026/11/30', 1685.5, 640, 1, 1],
  ]);
  const pictures = mits?.PhysicalProperty?.Property?.[0]?.Floorplan?.map((plan) => plan.File?.[0]?.Src);
  expect(pictures?.every((picture) => /^http:.*plan-\d+\.svg$/.test(String(picture)))).toBe(true);
});
