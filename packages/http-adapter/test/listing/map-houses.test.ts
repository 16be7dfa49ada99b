import type { Listing, Property } from 'entrata-sdk';
import { describe, expect, test } from 'vitest';
import { onePerFloorPlan, onePerProperty } from '../../src/index.js';
import { withSourceHash } from '../../src/listing/map-houses.js';
import { bareListing, barePlan, bareProperty, bareUnit } from '../support/bare-listing.js';

const property: Property = {
  ...bareProperty,
  id: '700001',
  name: 'Example Flats',
  website: 'https://example.test/',
  address: { street: '1 Main St', city: 'Boston', state: 'MA', postalCode: '02215', country: 'US' },
  phone: '6175550101',
  longDescription: '<p>Sunny &amp; <b>quiet</b>.</p><script>alert(1)</script>',
  officeHours: [{ day: 'Monday', open: '09:00', close: '18:00', byAppointment: false }],
};
const listing: Listing = {
  ...bareListing,
  propertyId: '700001',
  latitude: 42.35,
  longitude: -71.06,
  timeZone: { text: 'Eastern Standard Time (GMT -0500)', iana: 'America/New_York' },
  amenities: ['Pool &amp; spa'],
  images: [
    { url: 'https://example.test/1.jpg', caption: 'Front <i>door</i>', rank: 1 },
    { url: 'https://example.test/2.jpg', rank: 2 },
  ],
  floorPlans: [
    {
      ...barePlan('fp1', 'Studio'),
      depositCents: { min: 50_000, max: 50_000 },
      availabilityUrl: 'https://example.test/fp1',
      bedrooms: 0,
      bathrooms: 1,
      squareFeet: { min: 480, max: 520 },
      rentCents: { min: 120_000, max: 130_000 },
      unitsAvailable: 2,
      images: [{ url: 'https://example.test/fp1.jpg' }],
    },
    {
      ...barePlan('fp2', 'Two Bedroom'),
      availabilityUrl: 'javascript:alert(1)',
      bedrooms: 2,
      bathrooms: 2.5,
      squareFeet: { min: 980, max: 1080 },
      rentCents: { min: 210_000, max: 240_050 },
      unitsAvailable: 1,
    },
  ],
};

describe('onePerProperty', () => {
  test('makes one house with the spans of its floor plans', () => {
    const houses = onePerProperty({ property, listing });
    expect(houses).toHaveLength(1);
    expect(houses[0]).toMatchObject({
      unitKey: '',
      title: 'Example Flats',
      description: 'Sunny & quiet.',
      street: '1 Main St',
      city: 'Boston',
      state: 'MA',
      postalCode: '02215',
      country: 'US',
      website: 'https://example.test/',
      latitude: 42.35,
      longitude: -71.06,
      timeZone: 'America/New_York',
      bedrooms: { min: 0, max: 2 },
      bathrooms: { min: 1, max: 2.5 },
      squareFeet: { min: 480, max: 1080 },
      rentCents: { min: 120_000, max: 240_050 },
      unitsAvailable: 3,
      phone: '6175550101',
      amenities: ['Pool & spa'],
      officeHours: [{ day: 'Monday', open: '09:00', close: '18:00', byAppointment: false }],
    });
  });

  test('takes no website that is not one', () => {
    const website = 'javascript:alert(1)';
    const [house] = onePerProperty({ property: { ...property, website }, listing: { ...listing, website } });
    expect(house?.website).toBeUndefined();
  });

  test('keeps the images in order, with their captions as text', () => {
    const [house] = onePerProperty({ property, listing });
    expect(house?.images).toEqual([
      { url: 'https://example.test/1.jpg', caption: 'Front door' },
      { url: 'https://example.test/2.jpg' },
    ]);
  });

  test('shows the floor plans where there is no gallery', () => {
    const [house] = onePerProperty({ property, listing: { ...listing, images: [] } });
    expect(house?.images).toEqual([{ url: 'https://example.test/fp1.jpg' }]);
  });

  test('keeps deposits and links to apply with their floor plans, and no link that is none', () => {
    const [house] = onePerProperty({ property, listing });
    expect(house?.floorPlans).toMatchObject([
      { id: 'fp1', depositCents: { min: 50_000, max: 50_000 }, availabilityUrl: 'https://example.test/fp1' },
      { id: 'fp2' },
    ]);
    expect(house?.floorPlans[1]).not.toHaveProperty('availabilityUrl');
  });

  test('says what it costs and takes to live there, and lists the units that can be had', () => {
    const terms = {
      availabilityUrl: 'https://example.test/apply',
      applicationFees: [{ applicant: 'Primary', amountCents: 5_000 }],
      petPolicies: [{ allowed: true, petType: 'Dog' }],
      specials: [{ title: 'One month &amp; more' }],
    };
    const unit = {
      ...bareUnit,
      id: 'u1',
      floorPlanId: 'fp1',
      building: 'North',
      floor: '2',
      amenities: ['Balcony'],
    };
    const source = {
      property: {
        ...property,
        featured: true,
        leaseTerms: [
          { name: '12 Months', months: 12, startWindows: [] },
          { name: 'Renewal', forProspects: false, startWindows: [] },
          { name: 'Fall', startWindows: [{ id: '1', from: '2027-08-15', to: '2027-08-31' }] },
        ],
        spaceOptions: [{ id: '2', name: 'Private' }],
      },
      listing: {
        ...listing,
        ...terms,
        units: [
          { ...unit, available: true, availableOn: '2026-12-01', depositCents: { min: 1, max: 2 } },
          { ...unit, id: 'u2', available: false },
          { ...unit, id: 'u3', floorPlanId: 'fp2', available: true },
        ],
      },
    };
    const [house] = onePerProperty(source);
    expect(house).toMatchObject({
      ...terms,
      specials: [{ title: 'One month & more' }],
      featured: true,
      leaseTerms: [
        { name: '12 Months', months: 12 },
        { name: 'Fall', startWindows: [{ from: '2027-08-15', to: '2027-08-31' }] },
      ],
      spaceOptions: ['Private'],
    });
    expect(house?.units).toEqual([
      {
        id: 'u1',
        floorPlanId: 'fp1',
        building: 'North',
        floor: '2',
        depositCents: { min: 1, max: 2 },
        availableOn: '2026-12-01',
        amenities: ['Balcony'],
      },
      { id: 'u3', floorPlanId: 'fp2', building: 'North', floor: '2', amenities: ['Balcony'] },
    ]);
    const [studio, twoBedroom] = onePerFloorPlan(source);
    expect(studio?.units?.map(({ id }) => id)).toEqual(['u1']);
    expect(studio?.availabilityUrl).toBe('https://example.test/fp1');
    expect(twoBedroom).toMatchObject({ availabilityUrl: undefined, units: [{ id: 'u3' }] });
  });

  test('falls back on the units where the floor plans say nothing', () => {
    const bare = barePlan('fp1', 'Studio');
    const unit = { ...bareUnit, id: 'u1', bedrooms: 1, bathrooms: 1, squareFeet: 600, available: true };
    const [house] = onePerProperty({
      property,
      listing: {
        ...listing,
        floorPlans: [bare],
        units: [
          { ...unit, rentCents: { min: 150_000, max: 150_000 } },
          { ...unit, id: 'u2', available: false, termRents: [{ label: '12 Months', rentCents: 140_000 }] },
        ],
      },
    });
    expect(house).toMatchObject({
      bedrooms: { min: 1, max: 1 },
      squareFeet: { min: 600, max: 600 },
      rentCents: { min: 140_000, max: 150_000 },
      unitsAvailable: 1,
    });
  });

  test('leaves out what Entrata does not say, and makes a house all the same', () => {
    const { latitude: _, longitude: __, timeZone: ___, ...placeless } = listing;
    const [house] = onePerProperty({
      property: bareProperty,
      listing: { ...placeless, floorPlans: [], images: [], amenities: [] },
    });
    expect(house).toMatchObject({
      title: 'Bare',
      description: undefined,
      latitude: undefined,
      longitude: undefined,
      timeZone: undefined,
      bedrooms: undefined,
      rentCents: undefined,
      unitsAvailable: undefined,
      images: [],
      floorPlans: [],
    });
  });
});

describe('onePerFloorPlan', () => {
  test('makes a house of each floor plan, told apart by its id', () => {
    const houses = onePerFloorPlan({ property, listing });
    expect(houses.map(({ unitKey, title }) => [unitKey, title])).toEqual([
      ['fp1', 'Example Flats, Studio'],
      ['fp2', 'Example Flats, Two Bedroom'],
    ]);
    expect(houses[1]).toMatchObject({
      bedrooms: { min: 2, max: 2 },
      rentCents: { min: 210_000, max: 240_050 },
      unitsAvailable: 1,
      latitude: 42.35,
    });
    expect(houses[0]?.images[0]).toEqual({ url: 'https://example.test/fp1.jpg' });
  });
});

test('onePerFloorPlan falls back on the units of that floor plan', () => {
  const unit = { ...bareUnit, id: 'u1', bedrooms: 1, bathrooms: 1, squareFeet: 600, available: true };
  const rentCents = { min: 150_000, max: 150_000 };
  const houses = onePerFloorPlan({
    property,
    listing: {
      ...listing,
      floorPlans: [barePlan('fp1', 'Loft'), barePlan('fp2', 'Empty')],
      units: [
        { ...unit, floorPlanId: 'fp1', rentCents },
        { ...unit, id: 'u2', floorPlanId: 'fp1', available: false },
        { ...unit, id: 'u3', floorPlanId: 'fp3' },
      ],
    },
  });
  expect(houses).toMatchObject([
    { unitKey: 'fp1', bedrooms: { min: 1, max: 1 }, rentCents, unitsAvailable: 1 },
    { unitKey: 'fp2', bedrooms: undefined, rentCents: undefined, unitsAvailable: undefined },
  ]);
});

test('onePerFloorPlan takes the first of two floor plans with one id', () => {
  const plan = barePlan('fp1', 'Loft');
  const floorPlans = [plan, { ...plan, name: 'Its double' }, { ...plan, id: 'fp2' }];
  const houses = onePerFloorPlan({ property, listing: { ...listing, floorPlans } });
  expect(houses.map(({ unitKey, title }) => [unitKey, title])).toEqual([
    ['fp1', 'Example Flats, Loft'],
    ['fp2', 'Example Flats, Loft'],
  ]);
});

describe('the source hash', () => {
  const [draft] = onePerProperty({ property, listing });
  if (draft === undefined) throw new Error('no house');

  test('is the same for the same listing, however its keys are ordered', () => {
    const reordered = Object.fromEntries(Object.entries(draft).reverse()) as typeof draft;
    expect(withSourceHash(reordered).sourceHash).toBe(withSourceHash(draft).sourceHash);
  });

  test('changes with any part of the listing', () => {
    const { sourceHash } = withSourceHash(draft);
    expect(withSourceHash({ ...draft, rentCents: { min: 120_000, max: 240_051 } }).sourceHash).not.toBe(
      sourceHash,
    );
    expect(withSourceHash({ ...draft, images: [...draft.images].reverse() }).sourceHash).not.toBe(sourceHash);
  });
});
