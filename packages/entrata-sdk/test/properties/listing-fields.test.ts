import type { EntrataEvent } from 'entrata-sdk';
import { describe, expect, it } from 'vitest';
import { decodeProperties } from '../../src/properties/get-properties.js';
import { decodePricing } from '../../src/properties/pricing.js';
import { decodeFloorPlans, decodeMits } from '../../src/properties/read-listings.js';
import { sandboxClient, surfaces } from '../support/sandbox.js';

const clock = { now: () => Date.parse('2026-11-23T18:00:00Z') };

describe.each(surfaces)('over the %s surface', (surface) => {
  it('a property has its mailing address, phone type, pool hours, lease terms, space options, and is featured', async () => {
    const { client } = await sandboxClient(surface, { clock }, { clock });
    const [first, student] = await client.getProperties();
    expect(first).toMatchObject({
      featured: true,
      phoneType: 'primary',
      mailingAddress: { street: 'PO Box 700001', city: 'Chicago', state: 'IL' },
      poolHours: [{ day: 'Saturday', open: '08:00', close: '22:00', byAppointment: false }],
      spaceOptions: [{ id: '1', name: 'Conventional' }],
      leaseTerms: [
        { id: '12', name: '12 Months', months: 12, forProspects: true, forRenewals: true, startWindows: [] },
        { id: '6', name: '6 Months', months: 6, forProspects: true, forRenewals: false, startWindows: [] },
      ],
    });
    expect(first?.address?.street).not.toMatch(/PO Box/);
    expect(student?.featured).toBe(false);
    expect(student?.spaceOptions.map(({ name }) => name)).toEqual(['Private', 'Shared']);
    expect(student?.leaseTerms[2]).toMatchObject({
      name: 'Fall 2027',
      startWindows: [{ id: '991', from: '2027-08-15', to: '2027-08-31' }],
    });
  });

  it('a listing has links to apply, fees, pets, specials, deposits, amenities, buildings and floors', async () => {
    const { client } = await sandboxClient(surface, { clock }, { clock });
    const [listing] = await client.getListings({ propertyIds: ['700002'] });
    expect(listing).toMatchObject({
      phoneType: 'office',
      availabilityUrl: expect.stringMatching(/^https:.*700002\/availability$/),
      amenities: ['Fitness Center', 'Pets Allowed'],
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
        { allowed: false, petType: 'Snake' },
      ],
      policy: 'No smoking indoors.',
      specials: [
        {
          title: 'Look & lease',
          text: '$500 off the first month — apply within a day of your tour.',
          footer: 'On leases of twelve months.',
          value: '500.00',
        },
      ],
    });
    const [plan] = listing?.floorPlans ?? [];
    expect(plan).toMatchObject({
      availabilityUrl: expect.stringMatching(/^https:.*700002\/7000021$/),
      depositCents: { min: 50_000, max: 50_000 },
    });
    const [unit] = listing?.units ?? [];
    expect(unit).toMatchObject({
      building: 'Main',
      floor: '1',
      amenities: ['Balcony'],
      availabilityUrl: expect.stringMatching(/^https:.*\/units\/700002101$/),
    });
    if (surface === 'ils') return;
    expect(unit).toMatchObject({ depositCents: { min: 50_000, max: 50_000 } });
    expect(unit?.termRents[0]).toMatchObject({ spaceOption: 'Private', frequency: 'Monthly' });
  });
});

describe('the terms of a property', () => {
  const read = (above: object, ...own: object[]) => {
    const Property = own.map((more, index) => ({ Identification: { IDValue: `${index + 1}` }, ...more }));
    return decodeMits({ PhysicalProperty: { Property, ...above } }, 'm');
  };
  const fee = (Amount: string) => ({ Fee: { ApplicationFee: { '@attributes': { Amount } } } });

  it('are its own, or those beside it when it is the only one', () => {
    const fees = (...listed: Parameters<typeof read>) =>
      read(...listed).map(({ applicationFees }) => applicationFees.map(({ amountCents }) => amountCents));
    expect(fees(fee('40'), fee('50.00'))).toEqual([[5_000]]);
    expect(fees(fee('40'), {})).toEqual([[4_000]]);
    expect(fees(fee('40'), {}, {})).toEqual([[], []]);
  });

  it('are read from lists, single ones and empty elements, and what makes no sense is left out', () => {
    const [listing] = read(
      {},
      {
        Fee: {
          ApplicationFee: [{ Type: 'Applicant', Amount: '-1' }, null, { Type: 'Guarantor', Amount: '$25' }],
        },
        Policy: { Pet: { '@attributes': { Allowed: 'No' }, Pets: '' } },
        Concession: { DescriptionBody: 'Half off', '@attributes': { Active: '1' } },
        Amenity: [{ '@attributes': { AmenityType: 'Pool' } }],
      },
    );
    expect(listing).toMatchObject({
      applicationFees: [{ applicant: 'Guarantor', amountCents: 2_500 }],
      petPolicies: [{ allowed: false }],
      specials: [{ text: 'Half off' }],
      amenities: ['Pool'],
    });
    for (const empty of [[], '', {}, null, [[]]]) {
      const [none] = read({}, { Fee: empty, Policy: empty, Concession: empty, Amenity: empty });
      expect(none).toMatchObject({ applicationFees: [], petPolicies: [], specials: [], amenities: [] });
    }
  });
});

describe('the terms of a lease', () => {
  it('keep their neighbours when one makes no sense', async () => {
    const term = (more: object) => ({ Id: 1, Name: 'A', ...more });
    const window = (WindowStartDate: string, WindowEndDate: string) => ({ WindowStartDate, WindowEndDate });
    const LeaseStartWindows = {
      LeaseStartWindow: [
        window('08/01/2027', '08/31/2027'),
        window('08/31/2027', '08/01/2027'),
        window('08/01/2027', 'never'),
        null,
      ],
    };
    const LeaseTerm = [
      term({ TermMonths: -1 }),
      term({ TermMonths: '1e9' }),
      {},
      { TermMonths: 3 },
      {},
      null,
      { Id: 9 },
      term({ LeaseStartWindows, IsProspect: '0', IsRenewal: 'maybe' }),
    ];
    const result = { PhysicalProperty: { Property: { PropertyID: 1, LeaseTerms: { LeaseTerm } } } };
    expect(decodeProperties(result)[0]?.leaseTerms).toEqual([
      { id: '1', name: 'A', startWindows: [] },
      { id: '1', name: 'A', startWindows: [] },
      { name: '3 Months', months: 3, startWindows: [] },
      { id: '1', name: 'A', forProspects: false, startWindows: [{ from: '2027-08-01', to: '2027-08-31' }] },
    ]);
  });

  it('are reported when they are left out', async () => {
    const events: EntrataEvent[] = [];
    const { sandbox, client } = await sandboxClient(
      'gateway',
      {},
      { onEvent: (event) => events.push(event) },
    );
    const Property = { PropertyID: 1, LeaseTerms: { LeaseTerm: [null, { Id: 9 }] } };
    const body = JSON.stringify({ response: { code: 200, result: { PhysicalProperty: { Property } } } });
    sandbox.fail({ method: 'getProperties', fault: { kind: 'status', status: 200, body } });
    await client.getProperties();
    expect(events.filter(({ type }) => type === 'dropped')).toMatchObject([
      { what: 'lease_term', why: 'no_record', count: 1 },
      { what: 'lease_term', why: 'unreadable', count: 1 },
    ]);
  });
});

it('the mailing address is not taken for the address, whichever comes first', () => {
  const mailing = { AddressType: 'Mailing', Address: 'PO Box 1' };
  const primary = { AddressType: 'Primary', Address: '1 Main St' };
  const read = (Address: unknown) => {
    const Property = { PropertyID: 1, Addresses: { Address } };
    const [property] = decodeProperties({ PhysicalProperty: { Property } });
    return [property?.address?.street, property?.mailingAddress?.street];
  };
  expect(read([mailing, primary])).toEqual(['1 Main St', 'PO Box 1']);
  expect(read([primary])).toEqual(['1 Main St', undefined]);
  expect(read(mailing)).toEqual(['PO Box 1', 'PO Box 1']);
});

it('a deposit is that of the unit or of any of its spaces, and amenities of a plan may be types alone', () => {
  const unit = {
    PropertyUnitId: 1,
    UnitSpace: {
      8: { Deposit: { '@attributes': { MinDeposit: '250.00', MaxDeposit: '1,000.00' } } },
      9: { Deposit: { '@attributes': { MinDeposit: '-1', MaxDeposit: '300' } } },
    },
  };
  const [priced] = decodePricing({ PropertyUnits: { PropertyUnit: [unit] } }, 'm');
  expect(priced?.depositCents).toEqual({ min: 25_000, max: 100_000 });
  const plan = { IDValue: 7, Amenity: [{ '@attributes': { AmenityType: 'Patio' } }] };
  expect(decodeFloorPlans({ FloorPlans: { FloorPlan: plan } })[0]?.amenities).toEqual(['Patio']);
});

// Written by hand from the published specification, so that no name can be wrong here and in the sandbox alike.
describe('by its published keys', () => {
  it('a property of getProperties is read', () => {
    const Property = {
      PropertyID: 700002,
      MarketingName: 'Prairie Row',
      IsFeaturedProperty: 1,
      Address: { '@attributes': { AddressType: 'property' }, Address: '802 Mill Road', City: 'Chicago' },
      Addresses: {
        Address: [
          { AddressType: 'Primary', Address: '802 Mill Road', City: 'Chicago', StateCode: 'IL' },
          {
            AddressType: 'Mailing',
            Address: 'PO Box 7',
            City: 'Chicago',
            StateCode: 'IL',
            PostalCode: '60601',
          },
        ],
      },
      Phone: { '@attributes': { PhoneType: 'office' }, PhoneNumber: '3125550102' },
      PropertyHours: {
        PoolHours: {
          PoolHour: [
            { Day: 'Saturday', AvailabilityType: 'Open', OpenTime: '8:00 AM', CloseTime: '10:00 PM' },
          ],
        },
      },
      SpaceOptions: { SpaceOption: [{ Id: '2', Name: 'Private' }] },
      LeaseTerms: {
        LeaseTerm: [
          {
            Id: 99,
            Name: 'Fall',
            TermMonths: 10,
            IsProspect: true,
            IsRenewal: false,
            LeaseStartWindows: {
              LeaseStartWindow: [{ Id: 991, WindowStartDate: '08/15/2027', WindowEndDate: '08/31/2027' }],
            },
          },
        ],
      },
    };
    expect(decodeProperties({ PhysicalProperty: { Property: [Property] } })).toMatchObject([
      {
        featured: true,
        phoneType: 'office',
        mailingAddress: { street: 'PO Box 7', city: 'Chicago', state: 'IL', postalCode: '60601' },
        poolHours: [{ day: 'Saturday', open: '08:00', close: '22:00', byAppointment: false }],
        spaceOptions: [{ id: '2', name: 'Private' }],
        leaseTerms: [
          {
            id: '99',
            name: 'Fall',
            months: 10,
            forProspects: true,
            forRenewals: false,
            startWindows: [{ id: '991', from: '2027-08-15', to: '2027-08-31' }],
          },
        ],
      },
    ]);
  });

  it('a property of getMitsPropertyUnits is read', () => {
    const Property = {
      PropertyID: { Identification: { IDValue: '700002' }, MarketingName: 'Prairie Row' },
      Information: { PropertyAvailabilityURL: 'https://x.example.test/free' },
      Floorplan: [
        {
          Identification: { IDValue: '71' },
          Name: 'S1',
          FloorplanAvailabilityURL: 'https://x.example.test/71',
          Deposit: { Amount: { ValueRange: { '@attributes': { Min: '500.00', Max: '600.00' } } } },
        },
      ],
      ILS_Unit: [
        {
          Identification: { IDValue: '101' },
          Units: {
            Unit: {
              '@attributes': { FloorPlanId: '71' },
              Identification: { IDValue: '101' },
              BuildingName: 'North',
            },
          },
          FloorLevel: '2',
          Availability: { VacancyClass: 'Unoccupied', UnitAvailabilityURL: 'https://x.example.test/101' },
          Amenity: [{ Description: 'Balcony', '@attributes': { AmenityType: 'Unit' } }],
        },
      ],
      Fee: { ApplicationFee: [{ '@attributes': { Type: 'Primary', Amount: '50.00' } }] },
      Concession: [{ DescriptionHeader: 'One month free', '@attributes': { Active: 'true' } }],
      Policy: {
        Pet: [
          { Pets: { '@attributes': { PetType: 'Dog', Count: '2' } }, '@attributes': { Allowed: 'true' } },
        ],
      },
    };
    expect(decodeMits({ PhysicalProperty: { Property: [Property] } }, 'm')).toMatchObject([
      {
        availabilityUrl: 'https://x.example.test/free',
        applicationFees: [{ applicant: 'Primary', amountCents: 5_000 }],
        specials: [{ title: 'One month free' }],
        petPolicies: [{ allowed: true, petType: 'Dog', count: '2' }],
        floorPlans: [
          {
            id: '71',
            availabilityUrl: 'https://x.example.test/71',
            depositCents: { min: 50_000, max: 60_000 },
          },
        ],
        units: [
          {
            innerId: '101',
            floorPlanId: '71',
            building: 'North',
            floor: '2',
            availabilityUrl: 'https://x.example.test/101',
            amenities: ['Balcony'],
          },
        ],
      },
    ]);
  });
});
