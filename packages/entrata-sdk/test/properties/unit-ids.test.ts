import { describe, expect, it } from 'vitest';
import { joinUnits, type ListedUnit, type PricedUnit } from '../../src/properties/join-units.js';
import { decodePricing } from '../../src/properties/pricing.js';
import { decodeMits } from '../../src/properties/read-listings.js';
import { sandboxClient, surfaces } from '../support/sandbox.js';

/** Units of one property as getMitsPropertyUnits lists them. */
function listed(...units: object[]): readonly ListedUnit[] {
  const Property = { Identification: { IDValue: '9' }, ILS_Unit: units };
  return decodeMits({ PhysicalProperty: { Property } }, 'm')[0]?.units ?? [];
}

/** One of them: `outer` stands outermost, `inner` in `Units.Unit`. */
function ilsUnit(
  outer: { readonly id: string; readonly type?: string; readonly names?: string },
  inner?: string,
  availability: object = {},
) {
  return {
    Identification: {
      IDValue: outer.id,
      ...(outer.names === undefined ? {} : { OrganizationName: outer.names }),
      ...(outer.type === undefined ? {} : { '@attributes': { IDType: outer.type } }),
    },
    ...(inner === undefined ? {} : { Units: { Unit: { Identification: { IDValue: inner } } } }),
    Availability: availability,
  };
}

const space = (id: string, letter?: string) => ({
  id,
  type: 'UnitSpaceID',
  ...(letter === undefined ? {} : { names: `700~..~11~..~${letter}` }),
});
const priced = (Unit: object): readonly PricedUnit[] => decodePricing({ ILS_Units: { Unit } }, 'm');
const rent = (MinRent: string) => ({ Rent: { '@attributes': { MinRent } } });
const ids = (units: ReturnType<typeof joinUnits>) =>
  units.map(({ id, spaces, rentCents }) => [id, spaces.map((each) => each.id), rentCents?.min]);

describe('the id of a unit', () => {
  it('is the inner one where the outer one is a space’s, and spaces of one unit are one unit', () => {
    const units = listed(
      ilsUnit(space('81', 'A'), '11'),
      ilsUnit(space('82', 'B'), '11'),
      ilsUnit(space('83'), '12'),
    );
    const joined = joinUnits(units, priced({ 11: rent('900'), 12: rent('800') }));
    expect(ids(joined)).toEqual([
      ['11', ['81', '82'], 90_000],
      ['12', ['83'], 80_000],
    ]);
    expect(joined[0]?.spaces.map(({ name }) => name)).toEqual(['A', 'B']);
  });

  it('is said by the names of a space that holds no unit, or by the prices of that space', () => {
    const prices = decodePricing(
      { PropertyUnits: { PropertyUnit: [{ PropertyUnitId: '12', UnitSpace: { 83: { UnitNumber: 'C' } } }] } },
      'm',
    );
    const units = listed(ilsUnit(space('81', 'A')), ilsUnit(space('83')), ilsUnit(space('84')));
    expect(ids(joinUnits(units, prices))).toEqual([
      ['11', ['81'], undefined],
      ['12', ['83'], undefined],
      ['84', ['84'], undefined],
    ]);
  });

  it('is the outer one where its type says so, whatever stands inside', () => {
    const units = listed(ilsUnit({ id: '11', type: 'UnitID' }, '77'));
    expect(ids(joinUnits(units, priced({ 77: rent('1'), 11: rent('900') })))).toEqual([
      ['11', [], 90_000],
      ['77', [], 100],
    ]);
  });

  it('without a type is the one that prices know, and else the inner one', () => {
    const unit = listed(ilsUnit({ id: '81' }, '11'));
    expect(ids(joinUnits(unit, priced({ 11: rent('900') })))).toEqual([['11', ['81'], 90_000]]);
    expect(ids(joinUnits(unit, priced({ 81: rent('900') })))).toEqual([['81', [], 90_000]]);
    expect(ids(joinUnits(unit, priced({ 5: rent('900') })))).toEqual([
      ['11', ['81'], undefined],
      ['5', [], 90_000],
    ]);
    expect(ids(joinUnits(unit))).toEqual([['11', ['81'], undefined]]);
    expect(ids(joinUnits(listed(ilsUnit({ id: '11' }))))).toEqual([['11', [], undefined]]);
    expect(ids(joinUnits(listed(ilsUnit({ id: '11' }, '11'))))).toEqual([['11', [], undefined]]);
  });

  it('in a price is PropertyUnitId, or the key alone, and never the number beside it', () => {
    expect(priced({ 11: { Id: '99', PropertyUnitId: 11 }, 12: rent('1') }).map(({ id }) => id)).toEqual([
      '11',
      '12',
    ]);
    expect(priced({ 13: { Id: '99' } })[0]?.id).toBe('13');
    expect(priced([{ Id: '14' }])[0]?.id).toBe('14');
  });
});

it('a hundred thousand spaces of one unit are one unit', () => {
  const units = listed(
    ...Array.from({ length: 100_000 }, (_, index) => ({
      ...ilsUnit(space(`${index + 100}`), '11'),
      EffectiveRent: `${1_000 + index}`,
    })),
  );
  const [unit, ...others] = joinUnits(units);
  expect([unit?.spaces.length, unit?.rentCents, others]).toEqual([
    100_000,
    { min: 100_000, max: 10_099_900 },
    [],
  ]);
});

describe('a unit that only prices know', () => {
  it('comes last, with the rooms of its floor plan', () => {
    const floorPlans = [{ id: '7', name: 'A1', bedrooms: 2, bathrooms: 1, images: [], amenities: [] }];
    const units = joinUnits(
      listed(ilsUnit({ id: '1' })),
      priced({ 3: { FloorplanId: '7', ...rent('9') } }),
      floorPlans,
    );
    expect(units.map(({ id, bedrooms, bathrooms }) => [id, bedrooms, bathrooms])).toEqual([
      ['1', undefined, undefined],
      ['3', 2, 1],
    ]);
  });
});

describe('availability', () => {
  const vacant = (Year: string) => ({
    VacancyClass: 'Unoccupied',
    MadeReadyDate: { '@attributes': { Year, Month: '1', Day: '1' } },
  });
  const occupied = (Year: string) => ({
    VacancyClass: 'Occupied',
    VacateDate: { '@attributes': { Year, Month: '1', Day: '1' } },
  });
  const of = (units: ReturnType<typeof joinUnits>) =>
    units.map(({ available, availableOn }) => [available, availableOn]);

  it('is that of any space, from the earliest day on which one is available', () => {
    const units = listed(
      ilsUnit(space('81'), '11', occupied('2027')),
      ilsUnit(space('82'), '11', vacant('2029')),
      ilsUnit(space('83'), '11', vacant('2028')),
    );
    expect(of(joinUnits(units))).toEqual([[true, '2028-01-01']]);
    expect(of(joinUnits(units.slice(0, 1)))).toEqual([[false, '2027-01-01']]);
    expect(joinUnits(units)[0]?.spaces.map(({ available }) => available)).toEqual([false, true, true]);
  });

  it('is that of any priced space too, also where the unit says the contrary', () => {
    const spaces = {
      81: { Availability: 'Not Available', AvailableOn: '01/01/2027' },
      82: { Availability: 'Available', AvailableOn: '02/01/2027' },
      83: { Availability: 'Available', AvailableOn: '03/01/2027' },
    };
    const unit = { PropertyUnitId: '11', Availability: 'Not Available', UnitSpace: spaces };
    const prices = decodePricing({ PropertyUnits: { PropertyUnit: [unit] } }, 'm');
    expect(of(joinUnits([], prices))).toEqual([[true, '2027-02-01']]);
  });

  it('is not unsaid by a reply that is silent about it', () => {
    const units = listed(ilsUnit(space('81'), '11', vacant('2028')));
    expect(of(joinUnits(units, priced({ 11: rent('900') })))).toEqual([[true, '2028-01-01']]);
    const silent = decodePricing(
      { PropertyUnits: { PropertyUnit: [{ PropertyUnitId: '11', UnitSpace: { 81: rent('900') } }] } },
      'm',
    );
    const [unit] = joinUnits(units, silent);
    expect(unit).toMatchObject({ available: true, spaces: [{ id: '81', available: true }] });
    expect(of(joinUnits(units, priced({ 11: { Availability: 'Available' } })))).toEqual([
      [true, '2028-01-01'],
    ]);
    const spoken = priced({ 11: { Availability: 'Not Available', AvailableOn: '05/01/2029' } });
    expect(of(joinUnits(units, spoken))).toEqual([[false, '2029-05-01']]);
    expect(of(joinUnits(listed(ilsUnit({ id: '1' })), priced({ 1: rent('9') })))).toEqual([
      [false, undefined],
    ]);
  });
});

describe.each(surfaces)('the units of a student property over the %s surface', (surface) => {
  const unitsWith = async (quirks: object, termRents = true) => {
    const clock = { now: () => Date.parse('2026-11-23T18:00:00Z') };
    const { client, company } = await sandboxClient(surface, { clock, quirks }, { clock });
    const student = company.properties.find(({ type }) => type === 'Student');
    if (!student) throw new Error('no student property');
    const [listing] = await client.getListings({ propertyIds: [student.id], termRents });
    return { student, units: listing?.units ?? [] };
  };

  it('are the same, and have the same prices, under every id they are listed by', async () => {
    const { student, units } = await unitsWith({});
    const expected = student.floorPlans.flatMap((plan) => plan.units.map(({ id }) => id));
    expect(units.map(({ id }) => id)).toEqual(expected);
    // The invented ILS profile has no place for prices.
    const hasPrices = surface !== 'ils';
    expect(units.every(({ termRents }) => termRents.length === (hasPrices ? 2 : 0))).toBe(true);
    const alike = (all: typeof units) =>
      all.map(({ spaces, rentCents, ...unit }) => (hasPrices ? { ...unit, rentCents } : unit));
    for (const quirks of [
      { mitsSpaces: true },
      { mitsSpaces: true, untypedUnitIds: true },
      { pricingByKey: true },
      { mitsSpaces: true, untypedUnitIds: true, pricingByKey: true, swapIdTypes: true },
    ]) {
      expect(alike((await unitsWith(quirks)).units)).toEqual(alike(units));
    }
  });

  it('are available as soon as one of their spaces is, and keep the spaces’ ids', async () => {
    const { student, units } = await unitsWith({ mitsSpaces: true }, false);
    const [first, second] = student.floorPlans[0]?.units ?? [];
    expect(units[0]).toMatchObject({
      id: first?.id,
      available: true,
      availableOn: '2026-11-23',
      spaces: [
        { id: first?.spaces?.[0]?.id, name: 'A', available: true, availableOn: '2026-11-30' },
        { id: first?.spaces?.[1]?.id, name: 'B', available: true, availableOn: '2026-11-23' },
      ],
    });
    expect(units[1]).toMatchObject({
      id: second?.id,
      available: true,
      availableOn: '2026-11-30',
      spaces: [{ available: false }, { available: true, availableOn: '2026-11-30' }],
    });
    const all = [...units.map(({ id }) => id), ...units.flatMap((unit) => unit.spaces.map(({ id }) => id))];
    expect(new Set(all).size).toBe(all.length);
  });
});
