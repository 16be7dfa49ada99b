import { apiKey, createEntrata, type EntrataEvent } from 'entrata-sdk';
import { describe, expect, it, onTestFinished } from 'vitest';
import { failureOf } from '../support/outcome.js';
import { type Answer, rawServer, reply, result } from '../support/raw-server.js';

/** A client of the gateway, whose methods answer as given, and what it reports to have left out. */
async function setUp(...answers: Answer[]) {
  const server = await rawServer(...answers);
  const dropped: string[] = [];
  const onEvent = (event: EntrataEvent) => {
    if (event.type === 'dropped') dropped.push(`${event.method}: ${event.count} ${event.what} ${event.why}`);
  };
  const entrata = createEntrata({ ...server.options, onEvent, retry: { maxRetries: 0 } });
  onTestFinished(async () => {
    await entrata.close();
    await server.close();
  });
  return { client: entrata.client({ subdomain: 'demo', auth: apiKey('k') }), dropped };
}

const inProperties = (properties: unknown) => result({ PhysicalProperty: { Property: properties } });
const id = (value: unknown) => ({ Identification: { IDValue: value } });
// What may stand in a list in the place of a record.
const noRecords = [null, 7, 'text', true, ['x']];

describe('getProperties', () => {
  it('leaves out what has no id or is no record, reports it, and keeps the others', async () => {
    const named = { MarketingName: 'canary' };
    const { client, dropped } = await setUp(
      inProperties([
        { PropertyID: '1' },
        named,
        ...noRecords,
        { PropertyID: { x: {} } },
        { PropertyID: '2' },
      ]),
    );
    expect((await client.getProperties()).map((property) => property.id)).toEqual(['1', '2']);
    expect(dropped).toEqual(['getProperties: 2 property no_id', 'getProperties: 5 property no_record']);
  });

  // As JSON: the first two cannot be told from their neighbours once they are numbers of JavaScript.
  it.each([
    '9007199254740993',
    '1e21',
    '1e400',
    '1.5',
    '-7',
    'true',
    '""',
    '{}',
    '"\\u0000"',
    `"${'1'.repeat(101)}"`,
  ])('takes what is no id for none, and never for another one (%#)', async (value) => {
    const body = `{"response":{"code":200,"result":{"PhysicalProperty":{"Property":[
        {"PropertyID":${value}},{"PropertyID":9007199254740991}]}}}}`;
    const { client, dropped } = await setUp(reply(body));
    expect((await client.getProperties()).map((property) => property.id)).toEqual(['9007199254740991']);
    expect(dropped).toEqual(['getProperties: 1 property no_id']);
  });

  it('leaves out hours without a day', async () => {
    const hours = [
      { Day: 'Monday', OpenTime: '99:99', CloseTime: null },
      { OpenTime: '9:00 AM' },
      ...noRecords,
    ];
    const { client, dropped } = await setUp(
      inProperties({ PropertyID: '1', PropertyHours: { OfficeHours: { OfficeHour: hours } } }),
    );
    const [property] = await client.getProperties();
    expect(property?.officeHours).toEqual([{ day: 'Monday', byAppointment: false }]);
    expect(dropped).toEqual([
      'getProperties: 1 office_hours unreadable',
      'getProperties: 5 office_hours no_record',
    ]);
  });

  it.each([
    ['nothing but properties without an id', inProperties([{ MarketingName: 'a' }, { MarketingName: 'b' }])],
    ['nothing but what is no record', inProperties(noRecords)],
    ['a tree that is not known', result({ PhysicalProperty: { Places: [] } })],
    [
      'a hundred thousand levels',
      reply(`{"response":{"result":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`),
    ],
    ['ten million brackets', reply('['.repeat(10_000_000))],
    ['objects in objects', reply(`{"response":{"result":${'{"1":'.repeat(5_000)}1${'}'.repeat(5_000)}}}`)],
  ])('takes %s for unreadable as a whole', async (_, answer) => {
    const { client } = await setUp(answer);
    expect(await failureOf(client.getProperties())).toMatchObject({ code: 'bad_response' });
  });

  it('counts no brackets within texts', async () => {
    const name = `a "${'[{'.repeat(200)}" \\`;
    const { client } = await setUp(inProperties([{ PropertyID: '1', MarketingName: name }]));
    expect((await client.getProperties())[0]?.name).toBe(name);
  });

  it('reads a name of ten million characters in its own time', async () => {
    const { client } = await setUp(
      inProperties([{ PropertyID: '1', MarketingName: '<'.repeat(10_000_000) }]),
    );
    expect(await client.getProperties()).toHaveLength(1);
  });
});

describe('getListings', () => {
  it('leaves out units, plans, pictures and properties that cannot be read, and keeps their neighbours', async () => {
    const file = { Src: 'https://images.example.test/1.jpg' };
    const { client, dropped } = await setUp(
      inProperties([
        {
          ...id('1'),
          Floorplan: [
            { ...id('10'), File: [file, { Caption: 'no address' }, null] },
            { Name: 'no id' },
            null,
          ],
          ILS_Unit: [
            id('100'),
            { Units: { Unit: { MarketingName: 'no id' } } },
            null,
            id(9007199254740992),
            id('101'),
          ],
          File: [{ Src: 'ftp://x' }, file, { FileType: 'PDF' }, 'text'],
          Amenity: [null, { Description: 'Pool' }],
        },
        { PropertyID: { MarketingName: 'no id' } },
        { ...id('2'), ILS_Unit: [{ Units: { Unit: { MarketingName: 'no id' } } }] },
        { ...id('3'), Floorplan: [id('30')] },
      ]),
    );
    const properties = await client.getListings({ propertyIds: ['1', '2', '3'], termRents: false });
    expect(
      properties.map(({ propertyId, units, floorPlans, images, amenities }) => [
        propertyId,
        units.map((unit) => unit.id),
        floorPlans.map((plan) => [plan.id, plan.images.length]),
        images.length,
        amenities,
      ]),
    ).toEqual([
      ['1', ['100', '101'], [['10', 1]], 1, ['Pool']],
      ['3', [], [['30', 0]], 0, []],
    ]);
    expect(dropped.map((text) => text.replace('getListings: ', '')).sort()).toEqual([
      '1 amenity no_record',
      '1 floor_plan no_id',
      '1 floor_plan no_record',
      '1 property no_id',
      '1 property nothing_readable',
      '1 unit no_record',
      '2 image no_record',
      '2 image unreadable',
      '3 unit no_id',
    ]);
  });

  it('reports ten thousand bad units in one event', async () => {
    const bad = Array.from({ length: 10_000 }, () => ({ Units: {}, Availability: { VacancyClass: 'x' } }));
    const { client, dropped } = await setUp(
      inProperties([{ ...id('1'), Floorplan: [id('2')], ILS_Unit: [id('3'), ...bad] }]),
    );
    const [property] = await client.getListings({ propertyIds: ['1'], termRents: false });
    expect(property?.units).toHaveLength(1);
    expect(dropped).toEqual(['getListings: 10000 unit no_id']);
  });

  it('takes senseless numbers for none, and keeps what they stood beside', async () => {
    const absurd = ['-1', '1e30', -1, 9e99, 'Call', 'NaN', null, {}, '99999999999999999999', true];
    for (const value of absurd) {
      const { client } = await setUp(
        inProperties([
          {
            ...id('1'),
            ILS_Identification: { Latitude: value === true ? 91 : value, Longitude: '181' },
            File: [{ Src: 'https://x.example.test/1.jpg', Width: value, Height: value }],
            Floorplan: [
              {
                ...id('2'),
                UnitCount: value,
                UnitsAvailable: value,
                Room: [{ RoomType: 'Bedroom', Count: value }],
                SquareFeet: { Min: value, Max: value },
                MarketRent: { Min: value, Max: value },
                Deposit: { Amount: { ValueRange: { Min: value, Max: value } } },
              },
            ],
            ILS_Unit: [
              {
                ...id('3'),
                Units: {
                  Unit: { UnitBedrooms: value, UnitBathrooms: value, MinSquareFeet: value, UnitRent: value },
                },
                EffectiveRent: { Min: value, Max: value },
                Availability: { MadeReadyDate: '12/31/9999', VacateDate: '0001-01-01' },
              },
            ],
          },
        ]),
      );
      const [property] = await client.getListings({ propertyIds: ['1'], termRents: false });
      const isBesideTheSea = value === '-1' || value === -1;
      expect(property).toEqual({
        propertyId: '1',
        ...(isBesideTheSea ? { latitude: -1 } : {}),
        officeHours: [],
        amenities: [],
        applicationFees: [],
        petPolicies: [],
        specials: [],
        images: [{ url: 'https://x.example.test/1.jpg' }],
        floorPlans: [{ id: '2', name: '2', images: [], amenities: [] }],
        units: [{ id: '3', available: false, amenities: [], termRents: [], spaces: [] }],
        refusals: [],
      });
    }
  });

  it('takes the one end of a range for both when the other makes no sense, and turns a range round', async () => {
    const plans = [
      { ...id('1'), MarketRent: { Min: '-1', Max: '1500' }, SquareFeet: { Min: '900', Max: '1e9' } },
      { ...id('2'), MarketRent: { Min: '2000', Max: '1500' }, SquareFeet: { Min: '900', Max: '700' } },
    ];
    const { client } = await setUp(inProperties([{ ...id('1'), Floorplan: plans }]));
    const [property] = await client.getListings({ propertyIds: ['1'], termRents: false });
    expect(property?.floorPlans).toMatchObject([
      { rentCents: { min: 150_000, max: 150_000 }, squareFeet: { min: 900, max: 900 } },
      { rentCents: { min: 150_000, max: 200_000 }, squareFeet: { min: 700, max: 900 } },
    ]);
  });

  it('leaves out prices that cannot be read, and keeps the units', async () => {
    const terms = [
      { LeaseTerm: '12 Months', Rent: '1500' },
      { LeaseTerm: '99999999999999999999 Months', Rent: '1600', StartDate: '01/01/9999' },
      { LeaseTerm: '6 Months', Rent: '-1' },
      { LeaseTerm: '3 Months', Rent: '0' },
      null,
    ];
    const { client, dropped } = await setUp(
      inProperties([{ ...id('1'), Floorplan: [id('2')], ILS_Unit: [id('3'), id('4')] }]),
      result({
        PropertyUnits: {
          PropertyUnit: [
            {
              PropertyUnitId: '3',
              Availability: 'Available',
              Rent: { MinRent: '-1', MaxRent: '1500', TermRent: terms },
            },
            { UnitNumber: 'no id' },
            null,
          ],
        },
      }),
    );
    const [property] = await client.getListings({ propertyIds: ['1'] });
    expect(property?.units).toEqual([
      {
        id: '3',
        available: true,
        amenities: [],
        rentCents: { min: 150_000, max: 150_000 },
        termRents: [
          { months: 12, label: '12 Months', rentCents: 150_000 },
          { label: '99999999999999999999 Months', rentCents: 160_000 },
        ],
        spaces: [],
      },
      { id: '4', available: false, amenities: [], termRents: [], spaces: [] },
    ]);
    expect(dropped.map((text) => text.replace('getListings: ', '')).sort()).toEqual([
      '1 priced_unit no_id',
      '1 priced_unit no_record',
      '1 term_rent no_record',
      '1 term_rent unreadable',
    ]);
  });
});

describe('getTourAvailability', () => {
  const range = { propertyId: '1', from: '2026-12-01', to: '2026-12-31' };
  const tours = (days: unknown) => result({ availableTours: { availableTour: days } });
  const time = '10:00 MST - 10:30 MST';

  it('leaves out days and times that are none, and keeps the month', async () => {
    const { client, dropped } = await setUp(
      tours([
        { tourDate: '2026-12-01', tourTime: [time, null, 7, 'x'.repeat(300), 'noon'] },
        { tourDate: 20261202, tourTime: [time] },
        { tourTime: [time] },
        null,
        { tourDate: '9999-12-31', tourTime: ['23:30 MST - 00:00 MST'] },
        { tourDate: '2026-12-03', tourTime: time },
      ]),
    );
    const { slots } = await client.getTourAvailability(range);
    expect(slots.map(({ raw, problem }) => [raw.date, raw.time, problem])).toEqual([
      ['2026-12-01', time, undefined],
      ['2026-12-03', time, undefined],
      ['2026-12-01', 'noon', 'unreadable'],
      ['9999-12-31', '23:30 MST - 00:00 MST', 'unreadable'],
    ]);
    expect(dropped.map((text) => text.replace('getTourAvailability: ', '')).sort()).toEqual([
      '1 tour_day no_record',
      '1 tour_time no_record',
      '1 tour_time too_long',
      '1 tour_time unreadable',
      '2 tour_day unreadable',
    ]);
  });

  it('takes a month of days that are none for unreadable', async () => {
    const { client } = await setUp(tours([{ tourTime: [time] }, null]));
    expect(await failureOf(client.getTourAvailability(range))).toMatchObject({ code: 'bad_response' });
  });

  it('is not held up by lengths and lead times that make no sense', async () => {
    for (const value of ['0', '-1', '1e-9', '0.0000001', '99999999999999999999', 'NaN', null]) {
      const { client, dropped } = await setUp(
        result({
          propertyCalendarSettings: {
            appointmentLength: value,
            minLeadTimeTour: '99999999999999999999 Hours',
          },
          propertyCalendarAvailability: {
            availableHours: {
              availableHour: [
                { date: '12/01/2099', startTime: '09:00:00MST', endTime: '10:00:00MST' },
                { date: '12/02/2099', startTime: '09:00:00MST' },
                null,
              ],
            },
          },
        }),
      );
      const { slots } = await client.getTourAvailability({ ...range, to: '2026-12-02', source: 'windows' });
      expect(slots.map((slot) => slot.raw.time)).toEqual([
        '09:00:00MST - 09:30:00MST',
        '09:30:00MST - 10:00:00MST',
      ]);
      expect(dropped).toHaveLength(2);
    }
  });
});
