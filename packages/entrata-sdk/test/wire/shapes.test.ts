import { describe, expect, it } from 'vitest';
import { decodeLeads } from '../../src/leads/read-leads.js';
import { takenRecord } from '../../src/leads/taken-record.js';
import { decodeProperties } from '../../src/properties/get-properties.js';
import { decodePricing } from '../../src/properties/pricing.js';
import { decodeFloorPlans, decodeMits } from '../../src/properties/read-listings.js';
import { ianaZone } from '../../src/properties/zone-text.js';
import { cutWindows } from '../../src/tours/cut-windows.js';
import { splitDays } from '../../src/tours/day-ranges.js';
import { decodeSlots } from '../../src/tours/read-slots.js';
import { decodeEntities } from '../../src/wire/html-text.js';
import {
  readCents,
  readClock,
  readDay,
  readList,
  readNumber,
  readSquareFeet,
  readText,
} from '../../src/wire/readers.js';

describe('scalars', () => {
  it('reads numbers and money however they are written', () => {
    expect(
      ['1,234.50', '$95.00', '900 SquareFeet', '1300.0000 SquareMeter', 7, '0', '', 'n/a', [''], null].map(
        readNumber,
        readSquareFeet,
      ),
    ).toEqual([1234.5, 95, 900, 1300, 7, 0, undefined, undefined, undefined, undefined]);
    expect(['$1,234.50', '0.07', 19.99, '1300.0000'].map(readCents)).toEqual([123_450, 7, 1_999, 130_000]);
  });

  it('reads areas as square feet', () => {
    expect(['900 SquareFeet', '100.0000 SquareMeter', '1,200', ''].map(readSquareFeet)).toEqual([
      900,
      1076,
      1200,
      undefined,
    ]);
  });

  it('reads days and clocks', () => {
    expect(
      ['07/15/2024', '7/5/2024', '2024-07-15', '2024-07-15 00:00:00', '02/30/2024', ''].map(readDay),
    ).toEqual(['2024-07-15', '2024-07-05', '2024-07-15', '2024-07-15', undefined, undefined]);
    expect(readDay({ '@attributes': { Year: '2024', Month: '7', Day: '5' } })).toBe('2024-07-05');
    expect(['9:00 AM', '12:00 AM', '12:30 pm', '09:00:00', '13:30', '25:00', 'noon'].map(readClock)).toEqual([
      '09:00',
      '00:00',
      '12:30',
      '09:00',
      '13:30',
      undefined,
      undefined,
    ]);
  });

  it('reads texts out of arrays, objects and numbers', () => {
    expect(
      [' a ', 7, [''], ['a'], { b: 'bold' }, { '@value': 'x', '@attributes': { y: 'z' } }, {}, null].map(
        readText,
      ),
    ).toEqual(['a', '7', undefined, 'a', 'bold', 'x', undefined, undefined]);
  });

  it('decodes entities, drops tags, keeps breaks', () => {
    expect(
      decodeEntities('A &mdash; B&#039;s &amp;lt; <b>bold</b><br/>next\r\nline &#x1F600; &bogus; &#0; 2 < 3'),
    ).toBe("A — B's < bold\nnext\nline 😀 &bogus; &#0; 2 < 3");
  });

  it('takes a list as an array, one object, an object keyed by id, or an empty element', () => {
    expect(readList([{ a: 1 }, '', [], null])).toEqual([{ a: 1 }]);
    expect(readList({ a: 1 })).toEqual([{ a: 1 }]);
    expect(readList({ 12: { a: 1 }, 13: { '@attributes': { a: 2 } } })).toEqual([{ a: 1 }, { a: 2 }]);
    for (const empty of [undefined, null, '', [''], [], {}, 'string']) expect(readList(empty)).toEqual([]);
  });
});

describe('getProperties', () => {
  it('reads the specification’s shapes as well as the captured ones', () => {
    const [property] = decodeProperties({
      PhysicalProperty: {
        Property: {
          PropertyID: '0700001',
          ParentPropertyID: 42,
          MarketingName: 'Flats &amp; Lofts',
          ShortDescription: { b: 'Bold' },
          Addresses: {
            Address: [{ AddressType: 'Primary', Address: '1 Main St', StateCode: 'MA', PostalCode: '02215' }],
          },
          Phone: { PhoneNumber: '5550100', '@attributes': { PhoneType: 'office' } },
          PropertyHours: {
            OfficeHours: {
              OfficeHour: [
                { Day: 'Sunday', AvailabilityType: 'By Appointment Only' },
                { Day: 'Monday', AvailabilityType: 'Open', OpenTime: '10:00 AM', CloseTime: '6:00 PM' },
              ],
            },
          },
          IsDisabled: '1',
        },
      },
    });
    expect(property).toEqual({
      id: '0700001',
      parentId: '42',
      name: 'Flats & Lofts',
      shortDescription: 'Bold',
      address: { street: '1 Main St', state: 'MA', postalCode: '02215' },
      phone: '5550100',
      officeHours: [
        { day: 'Monday', open: '10:00', close: '18:00', byAppointment: false },
        { day: 'Sunday', byAppointment: true },
      ],
      phoneType: 'office',
      poolHours: [],
      leaseTerms: [],
      spaceOptions: [],
      disabled: true,
      featured: false,
    });
  });

  it('reads each day’s own hours, in any order of the days', () => {
    const hours = [
      { Day: 'Wednesday', AvailabilityType: 'Open', OpenTime: '9:00 AM', CloseTime: '5:30 PM' },
      { Day: 'Monday', AvailabilityType: 'Open', OpenTime: '9:00 AM', CloseTime: '5:00 PM' },
      { Day: 'Tuesday', AvailabilityType: 'By Appointment Only' },
      { Day: 'Saturday', AvailabilityType: 'Open', OpenTime: '10:00 AM', CloseTime: '5:00 PM' },
    ];
    const property = { PropertyID: 1, PropertyHours: { OfficeHours: { OfficeHour: hours } } };
    expect(decodeProperties({ PhysicalProperty: { Property: property } })[0]?.officeHours).toEqual([
      { day: 'Monday', open: '09:00', close: '17:00', byAppointment: false },
      { day: 'Tuesday', byAppointment: true },
      { day: 'Wednesday', open: '09:00', close: '17:30', byAppointment: false },
      { day: 'Saturday', open: '10:00', close: '17:00', byAppointment: false },
    ]);
  });

  it('fails loudly on a property without an id', () => {
    expect(() => decodeProperties({ PhysicalProperty: { Property: [{ MarketingName: 'x' }] } })).toThrow(
      expect.objectContaining({ code: 'bad_response', message: expect.stringContaining('PropertyID') }),
    );
  });
});

describe('floor plans and units', () => {
  it('reads getFloorPlans of the specification: one object, rooms in any order, money with signs', () => {
    expect(
      decodeFloorPlans({
        FloorPlans: {
          FloorPlan: {
            Identification: { IDValue: 7, '@attributes': { IDType: 'FloorplanID' } },
            Name: 'A1',
            UnitCount: '4',
            UnitsAvailable: 2,
            Room: [
              { Count: '1.50', '@attributes': { RoomType: 'Bathroom' } },
              { Count: '2', '@attributes': { RoomType: 'Bedroom' } },
            ],
            SquareFeet: { '@attributes': { Min: '900', Max: '950' } },
            MarketRent: { '@attributes': { Min: '$1,000.00', Max: '1,100.50' } },
            Deposit: { Amount: { ValueRange: { '@attributes': { Min: '250', Max: '300' } } } },
            File: [
              { Src: 'https://img.example.test/2.jpg', Rank: '2', Caption: 'B' },
              { Src: 'https://img.example.test/1.jpg', Rank: '1', Width: '960', Height: '640' },
              { Src: 'https://img.example.test/off.jpg', '@attributes': { Active: '0' } },
              { Src: 'javascript:alert(1)' },
              { Src: 'https://img.example.test/plan.pdf', Format: 'application/pdf' },
            ],
          },
        },
      }),
    ).toEqual([
      {
        id: '7',
        name: 'A1',
        bedrooms: 2,
        bathrooms: 1.5,
        squareFeet: { min: 900, max: 950 },
        rentCents: { min: 100_000, max: 110_050 },
        depositCents: { min: 25_000, max: 30_000 },
        unitCount: 4,
        unitsAvailable: 2,
        images: [
          { url: 'https://img.example.test/1.jpg', width: 960, height: 640, rank: 1 },
          { url: 'https://img.example.test/2.jpg', caption: 'B', rank: 2 },
        ],
        amenities: [],
      },
    ]);
  });

  it('does not take a deposit in months of rent for dollars, nor a rent of 0.00 for a price', () => {
    const [plan] = decodeFloorPlans({
      FloorPlans: {
        FloorPlan: [
          {
            Identification: { IDValue: '7' },
            MarketRent: { '@attributes': { Min: '0.00', Max: '0.00' } },
            Deposit: {
              Amount: {
                '@attributes': { AmountType: 'MonthMultiple' },
                ValueRange: { '@attributes': { Min: '1', Max: '2' } },
              },
            },
          },
        ],
      },
    });
    expect(plan).toEqual({ id: '7', name: '7', images: [], amenities: [] });
  });

  it('reads a unit’s own rent where the effective one is a range, a number or missing', () => {
    const unit = (fields: object) => ({ Identification: { IDValue: '1' }, ...fields });
    const rents = [
      { EffectiveRent: { '@attributes': { Min: '900', Max: '950' } } },
      { EffectiveRent: '1,000.00' },
      { Units: { Unit: { UnitRent: '800.00' } } },
      { EffectiveRent: '0.00', Units: { Unit: { UnitRent: '0', MarketRent: '700' } } },
      {},
    ].map((fields) => {
      const property = { Identification: { IDValue: '9' }, ILS_Unit: unit(fields) };
      return decodeMits({ PhysicalProperty: { Property: property } }, 'm')[0]?.units[0]?.rentCents;
    });
    expect(rents).toEqual([
      { min: 90_000, max: 95_000 },
      { min: 100_000, max: 100_000 },
      { min: 80_000, max: 80_000 },
      { min: 70_000, max: 70_000 },
      undefined,
    ]);
  });

  it('takes coordinates only where they can be those of a place', () => {
    const at = (Latitude: unknown, Longitude: unknown) => {
      const property = { Identification: { IDValue: '9' }, ILS_Identification: { Latitude, Longitude } };
      const [units] = decodeMits({ PhysicalProperty: { Property: property } }, 'm');
      return [units?.latitude, units?.longitude];
    };
    expect(at('41.8781', '-87.6298')).toEqual([41.8781, -87.6298]);
    expect(at('0', '0.000000')).toEqual([undefined, undefined]);
    expect(at('91', '-181')).toEqual([undefined, undefined]);
    expect(at('', {})).toEqual([undefined, undefined]);
  });

  it('names the zone of a property only where no doubt is left', () => {
    const zone = (text: string, state?: string) => ianaZone(text, state);
    expect(zone('Central Standard Time (GMT -0600)')).toBe('America/Chicago');
    expect(zone('Eastern Standard Time (GMT -0500)', 'NY')).toBe('America/New_York');
    expect(zone('Mountain Standard Time (GMT -0700)', 'AZ')).toBe('America/Phoenix');
    expect(zone('Mountain Standard Time (GMT -0700)', 'CO')).toBe('America/Denver');
    expect(zone('Mountain Standard Time (GMT -0700)')).toBeUndefined();
    expect(zone('Alaska Standard Time', 'AK')).toBe('America/Anchorage');
    expect(zone('Hawaii-Aleutian Standard Time')).toBe('Pacific/Honolulu');
    expect(zone('America/Boise')).toBe('America/Boise');
    expect(zone('GMT')).toBeUndefined();
  });

  it('reads pricing keyed by id, as one object, as an array, and with spaces keyed by id', () => {
    const attributes = {
      Id: '1',
      PropertyUnitId: 11,
      UnitNumber: '204B',
      FloorplanId: '7',
      Availability: 'Available',
      AvailableOn: '12/01/2026',
      Area: '900 SquareFeet',
    };
    const Rent = {
      '@attributes': { MinRent: '1,000.00', MaxRent: '$1,200.00' },
      TermRent: {
        '@attributes': {
          LeaseTerm: '12 Months',
          Rent: '1,000.00',
          StartDate: '12/01/2026',
          EndDate: '11/30/2027',
        },
      },
    };
    const facts = {
      squareFeet: 900,
      rentCents: { min: 100_000, max: 120_000 },
      available: true,
      availableOn: '2026-12-01',
      termRents: [
        {
          months: 12,
          label: '12 Months',
          rentCents: 100_000,
          startDate: '2026-12-01',
          endDate: '2027-11-30',
        },
      ],
    };
    const { squareFeet, ...ofSpace } = facts;
    const expected = (spaces: object[]) => [{ id: '11', number: '204B', floorPlanId: '7', ...facts, spaces }];
    const unit = { '@attributes': attributes, Rent };
    for (const Unit of [{ 11: unit }, unit, [unit], { ...attributes, Rent }]) {
      expect(decodePricing({ ILS_Units: { Unit } }, 'm')).toEqual(expected([]));
    }
    const { Id, PropertyUnitId, ...more } = attributes;
    const space = { '@attributes': { ...more, Id: '3' }, Rent };
    for (const UnitSpace of [{ 3: space }, { 3: { '@attributes': more, Rent } }, [space], space]) {
      for (const ofUnit of [{ Id, PropertyUnitId }, attributes]) {
        const PropertyUnit = [{ '@attributes': ofUnit, UnitSpace }];
        const spaces = [{ id: '3', name: '204B', ...ofSpace }];
        expect(decodePricing({ PropertyUnits: { PropertyUnit } }, 'm')).toEqual(expected(spaces));
      }
    }
  });
});

describe('tours', () => {
  it('keeps the slots’ texts untrimmed, from a list or a single text', () => {
    const day = (tourTime: unknown) => ({
      availableTours: { availableTour: { tourDate: ' 2026-01-15', tourTime } },
    });
    expect(decodeSlots(day([' 10:00 MST - 10:30 MST ', '', 7]), 'm')).toEqual([
      { date: ' 2026-01-15', time: ' 10:00 MST - 10:30 MST ' },
    ]);
    expect(decodeSlots(day('10:00 MST - 10:30 MST'), 'm')).toHaveLength(1);
    const keyed = { 0: '10:00 MST - 10:30 MST', 2: ' 11:00 MST - 11:30 MST', '@attributes': { count: '2' } };
    expect(decodeSlots(day(keyed), 'm').map((slot) => slot.time)).toEqual([
      '10:00 MST - 10:30 MST',
      ' 11:00 MST - 11:30 MST',
    ]);
    for (const none of [
      {},
      { availableTours: [] },
      { availableTours: { availableTour: '' } },
      { success: true },
    ]) {
      expect(decodeSlots(none, 'm')).toEqual([]);
    }
  });

  it('cuts windows by the appointment length, after the lead time, and leaves a rest out', () => {
    const calendar = (settings: object, ...availableHour: object[]) => ({
      propertyCalendarSettings: settings,
      propertyCalendarAvailability: { availableHours: { availableHour } },
    });
    const window = { date: '09/23/2019', startTime: '09:00:00MST', endTime: '10:40:00MST' };
    const at = { tourType: 'AGENT_GUIDED', now: Date.parse('2019-09-01T00:00:00Z'), method: 'm' } as const;
    expect(cutWindows(calendar({ appointmentLength: 30 }, window), at).map((slot) => slot.time)).toEqual([
      '09:00:00MST - 09:30:00MST',
      '09:30:00MST - 10:00:00MST',
      '10:00:00MST - 10:30:00MST',
    ]);
    const soon = { ...at, now: Date.parse('2019-09-23T09:30:00Z') };
    expect(
      cutWindows(calendar({ appointmentLength: '50', minLeadTimeTour: '7 Hours' }, window), soon),
    ).toEqual([{ date: '09/23/2019', time: '09:50:00MST - 10:40:00MST' }]);
    const selfGuided = { ...at, tourType: 'SELF_GUIDED' } as const;
    expect(
      cutWindows(
        calendar({ appointmentLength: 30, selfGuidedTourAppointmentLength: 100 }, window),
        selfGuided,
      ),
    ).toHaveLength(1);
    const late = { date: '09/23/2019', startTime: '23:30:00MDT', endTime: '00:30:00MDT' };
    expect(cutWindows(calendar({ appointmentLength: 30 }, late), at)).toEqual([
      { date: '09/23/2019', time: '23:30:00MDT - 00:00:00MDT' },
      { date: '09/24/2019', time: '00:00:00MDT - 00:30:00MDT' },
    ]);
    const odd = { date: '09/23/2019', startTime: 'early', endTime: 'late' };
    expect(cutWindows(calendar({}, odd), at)).toEqual([{ date: '09/23/2019', time: 'early - late' }]);
  });

  it('splits days without a gap or an overlap', () => {
    expect(splitDays({ from: '2026-02-27', to: '2026-03-02' }, 2)).toEqual([
      { from: '2026-02-27', to: '2026-02-28' },
      { from: '2026-03-01', to: '2026-03-02' },
    ]);
    expect(splitDays({ from: '2026-01-01', to: '2026-01-01' }, 60)).toEqual([
      { from: '2026-01-01', to: '2026-01-01' },
    ]);
  });
});

describe('leads', () => {
  it('takes code 200 for no proof: the record says', () => {
    const result = (record: object) => ({ prospects: { prospect: record } });
    expect(takenRecord(result({ applicationId: 7, status: 'Success' }), 'm')).toMatchObject({
      applicationId: '7',
    });
    expect(
      takenRecord(result({ applicationId: '7', message: 'Lead inserted successfully.' }), 'm'),
    ).toMatchObject({ applicationId: '7' });
    for (const record of [
      { status: 'Failed', message: 'x' },
      { status: 'Error', applicationId: '7' },
      { message: 'Invalid lead source' },
      { status: 'Failure' },
    ]) {
      expect(() => takenRecord(result(record), 'm')).toThrow(
        expect.objectContaining({ code: 'rejected', outcome: 'refused' }),
      );
    }
    for (const neither of [
      { node: '1' },
      { message: 'The time is no longer offered.' },
      { status: 'Warning', applicationId: '7', message: 'The event was skipped.' },
      { message: 'Unsuccessful' },
    ]) {
      expect(() => takenRecord(result(neither), 'm')).toThrow(
        expect.objectContaining({ code: 'bad_response', outcome: 'unknown' }),
      );
    }
    for (const nothing of [undefined, 'No records', {}, { prospects: [] }, { prospects: { prospect: [] } }]) {
      expect(() => takenRecord(nothing, 'm')).toThrow(
        expect.objectContaining({ code: 'bad_response', outcome: 'unknown' }),
      );
    }
  });

  it('reads the events of leads, raw texts untrimmed', () => {
    const prospect = {
      applicationId: 7,
      createdDate: '07/15/2024 00:00:00.1234 MDT',
      events: {
        event: {
          eventId: 3,
          typeId: 17,
          appointmentDate: '2024-07-20',
          timeFrom: '23:30:00',
          timeTo: '01:00:00',
          eventReason: 'Tour',
          d: ' 2024-07-20',
          t: '10:00 MST  - 10:30 MST',
        },
      },
    };
    for (const prospects of [{ prospect }, [{ prospect: [prospect] }], [{ prospect }]]) {
      expect(decodeLeads({ prospects }, { date: 'd', time: 't' }, 'm')).toEqual([
        {
          leadId: '7',
          createdAt: '2024-07-15T06:00:00.000Z',
          events: [
            {
              id: '3',
              typeId: '17',
              date: '2024-07-20',
              timeFrom: '23:30',
              timeTo: '01:00',
              reason: 'Tour',
              rawDate: ' 2024-07-20',
              rawTime: '10:00 MST  - 10:30 MST',
            },
          ],
        },
      ]);
    }
  });
});
