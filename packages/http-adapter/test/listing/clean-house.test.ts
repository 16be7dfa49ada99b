import { textWidths } from 'entrata-store';
import { describe, expect, test } from 'vitest';
import type { HouseDraft } from '../../src/index.js';
import { cleanHouse } from '../../src/listing/clean-house.js';

const draft: HouseDraft = {
  unitKey: 'fp1',
  title: 'Example Flats',
  description: 'Sunny\nand quiet',
  street: '1 Main St',
  city: 'Boston',
  state: 'MA',
  postalCode: '02215',
  country: 'US',
  latitude: 42.35,
  longitude: -71.06,
  timeZone: 'America/New_York',
  bedrooms: { min: 0, max: 2 },
  bathrooms: { min: 1, max: 2.5 },
  squareFeet: { min: 480, max: 1080 },
  rentCents: { min: 120_000, max: 240_050 },
  unitsAvailable: 3,
  phone: '617-555-0101',
  website: 'https://example.test/',
  officeHours: [{ day: 'Monday', open: '09:00', close: '18:00', byAppointment: false }],
  amenities: ['Pool'],
  images: [{ url: 'https://example.test/1.jpg', caption: 'Front door' }],
  floorPlans: [
    {
      id: 'fp1',
      name: 'Studio',
      bedrooms: 0,
      bathrooms: 1,
      squareFeet: { min: 480, max: 520 },
      rentCents: { min: 120_000, max: 130_000 },
      unitsAvailable: 2,
      images: [{ url: 'https://example.test/fp1.jpg' }],
    },
  ],
  availabilityUrl: 'https://example.test/apply',
  featured: true,
  applicationFees: [{ applicant: 'Primary', amountCents: 5_000 }],
  petPolicies: [
    { allowed: false },
    { petType: 'Dog', count: '2', size: 'Big', weight: '50', description: 'Ask.' },
  ],
  specials: [{ title: 'a', text: 'b', footer: 'c', value: 'd' }],
  leaseTerms: [{ name: '12 Months', months: 12, startWindows: [{ from: '2026-12-01', to: '2026-12-15' }] }],
  spaceOptions: ['Private'],
  units: [
    {
      id: 'u1',
      number: '204B',
      floorPlanId: 'fp1',
      building: 'North',
      floor: '2',
      bedrooms: 1,
      bathrooms: 1.5,
      squareFeet: 610,
      rentCents: { min: 120_000, max: 130_000 },
      depositCents: { min: 50_000, max: 50_000 },
      availableOn: '2026-12-01',
      availabilityUrl: 'https://example.test/u1',
      amenities: ['Balcony'],
    },
  ],
};

/** What a mapping in JavaScript may return, whatever the types say. */
const clean = (changes: Readonly<Record<string, unknown>>) =>
  cleanHouse({ ...draft, ...changes } as HouseDraft, '700001');

test('a sound house stays as it is', () => {
  expect(cleanHouse(draft, '700001')).toEqual(draft);
});

describe('Text of a house', () => {
  const markup = '&lt;img src=x onerror=alert(1)&gt;A <b>fine</b> place\0\ud800';
  const lines = ['title', 'street', 'city', 'state', 'postalCode', 'country', 'phone'] as const;

  test.each([...lines, 'description'] as const)('in %s has no markup and fits its column', (field) => {
    expect(clean({ [field]: markup })[field]).toBe('A fine place');
    const long = clean({ [field]: 'é'.repeat(2_000_000) })[field];
    expect(long?.length).toBeLessThanOrEqual(textWidths.houses[field]);
    expect(long).toMatch(/^é{32,}$/);
  });

  test.each(lines)('in %s is one line', (field) => {
    expect(clean({ [field]: ' A <p>fine</p>\r\n place ' })[field]).toBe('A fine place');
  });

  test('in its lists has no markup, wherever it stands', () => {
    const house = clean({
      officeHours: [{ day: markup, open: markup, close: markup, byAppointment: true }],
      amenities: [markup, '<b></b>', 7],
      images: [{ url: 'https://example.test/1.jpg', caption: markup }],
      floorPlans: [
        { id: markup, name: markup, images: [{ url: 'https://example.test/2.jpg', caption: markup }] },
      ],
      applicationFees: [{ applicant: markup, amountCents: 1 }],
      petPolicies: [{ petType: markup, count: markup, size: markup, weight: markup, description: markup }],
      specials: [{ title: markup, text: markup, footer: markup, value: markup }, { title: '<b></b>' }, {}],
      leaseTerms: [{ name: markup }, { name: '<b></b>' }],
      spaceOptions: [markup, 7],
      units: [
        {
          id: markup,
          number: markup,
          floorPlanId: markup,
          building: markup,
          floor: markup,
          amenities: [markup],
        },
      ],
    });
    const fine = 'A fine place';
    expect(house).toMatchObject({
      applicationFees: [{ applicant: fine, amountCents: 1 }],
      petPolicies: [{ petType: fine, count: fine, size: fine, weight: fine, description: fine }],
      specials: [{ title: fine, text: fine, footer: fine, value: fine }],
      leaseTerms: [{ name: fine }],
      spaceOptions: [fine],
      units: [{ id: fine, number: fine, floorPlanId: fine, building: fine, floor: fine, amenities: [fine] }],
    });
    expect(house).toMatchObject({
      officeHours: [
        { day: 'A fine place', open: 'A fine place', close: 'A fine place', byAppointment: true },
      ],
      amenities: ['A fine place'],
      images: [{ caption: 'A fine place' }],
      floorPlans: [{ id: 'A fine place', name: 'A fine place', images: [{ caption: 'A fine place' }] }],
    });
  });

  test('is not cut in the middle of a character', () => {
    expect(clean({ title: `${'a'.repeat(254)}🏠 and more` }).title).toBe('a'.repeat(254));
  });

  test('that is all markup leaves the title to the property id, and other fields absent', () => {
    expect(clean({ title: '<b></b>', city: '&lt;i&gt;', phone: '\0' })).toMatchObject({
      title: '700001',
      city: undefined,
      phone: undefined,
    });
  });
});

describe('Addresses', () => {
  test.each([
    ['https://example.test/a?b=1&c=2', 'https://example.test/a?b=1&c=2'],
    ['HTTP://example.test/', 'HTTP://example.test/'],
    ['www.example.test/flats', 'https://www.example.test/flats'],
    ['//example.test/1.jpg', 'https://example.test/1.jpg'],
    ['https://example.test/"><script>', 'https://example.test/%22%3E%3Cscript%3E'],
    ["https://example.test/' onerror='x", 'https://example.test/%27%20onerror=%27x'],
    ['javascript:alert(1)', undefined],
    [' JavaScript:alert(1)', undefined],
    ['java\nscript:alert(1)', undefined],
    ['data:text/html,<script>', undefined],
    ['vbscript:x', undefined],
    ['file:///etc/passwd', undefined],
    ['/relative', undefined],
    ['https://', undefined],
    ['', undefined],
    [`https://example.test/${'a'.repeat(3_000)}`, undefined],
    [7, undefined],
  ])('%j is shown as %j', (given, shown) => {
    expect(clean({ website: given }).website).toBe(shown);
    expect(clean({ availabilityUrl: given }).availabilityUrl).toBe(shown);
    const unit = shown === undefined ? { id: '1' } : { id: '1', availabilityUrl: shown };
    expect(clean({ units: [{ id: '1', availabilityUrl: given }] }).units).toEqual([unit]);
    const images = shown === undefined ? [] : [{ url: shown }];
    expect(clean({ images: [{ url: given }] }).images).toEqual(images);
    expect(clean({ floorPlans: [{ id: '1', name: 'A', images: [{ url: given }] }] }).floorPlans).toEqual([
      { id: '1', name: 'A', images },
    ]);
  });
});

describe('Numbers that no column holds, or that mean nothing,', () => {
  const senseless = [Number.NaN, Number.POSITIVE_INFINITY, -1, 1e300, '7', null];

  test.each(senseless)('are absent: %j', (number) => {
    const range = { min: number, max: number };
    const ranges = { bedrooms: range, bathrooms: range, squareFeet: range, rentCents: range };
    const house = clean({
      ...ranges,
      unitsAvailable: number,
      floorPlans: [
        { id: '1', name: 'A', ...ranges, bedrooms: number, bathrooms: number, unitsAvailable: number },
      ],
      featured: number,
      applicationFees: [{ amountCents: number }],
      leaseTerms: [{ name: 'A', months: number, startWindows: [{ from: number, to: '2026-12-01' }] }],
      units: [
        { id: '1', ...ranges, bedrooms: number, bathrooms: number, squareFeet: number, availableOn: number },
      ],
    });
    expect(house).toMatchObject({ featured: undefined, applicationFees: [] });
    expect([house.leaseTerms, house.units]).toEqual([[{ name: 'A' }], [{ id: '1' }]]);
    expect(house).toMatchObject({
      bedrooms: undefined,
      bathrooms: undefined,
      squareFeet: undefined,
      rentCents: undefined,
      unitsAvailable: undefined,
      floorPlans: [{ id: '1', name: 'A' }],
    });
    expect(Object.keys(house.floorPlans[0] ?? {})).toEqual(['id', 'name']);
  });

  test.each([
    [90.1, 0],
    [0, -180.5],
    [Number.NaN, 0],
    [41.8, undefined],
  ])('are absent: the place %j, %j', (latitude, longitude) => {
    expect(clean({ latitude, longitude })).toMatchObject({ latitude: undefined, longitude: undefined });
  });

  test('are absent where the end comes before the beginning', () => {
    expect(clean({ rentCents: { min: 2, max: 1 } }).rentCents).toBeUndefined();
  });

  test('are rounded where their column holds whole ones', () => {
    expect(clean({ rentCents: { min: 100.4, max: 100.6 }, unitsAvailable: 2.2 })).toMatchObject({
      rentCents: { min: 100, max: 101 },
      unitsAvailable: 2,
    });
  });
});

test('a time zone that the system does not know is absent', () => {
  expect(clean({ timeZone: 'Eastern Time' }).timeZone).toBeUndefined();
});

test('lists are cut to what their columns hold', () => {
  const many = Array.from({ length: 100_000 }, (_, i) => `https://example.test/${'a'.repeat(1_500)}${i}.jpg`);
  const images = many.map((url) => ({ url, caption: 'é'.repeat(600) }));
  const house = clean({ images, amenities: many, floorPlans: many.map((id) => ({ id, name: id, images })) });
  for (const list of ['images', 'amenities', 'floorPlans'] as const) {
    expect(house[list].length).toBeGreaterThan(0);
    expect(JSON.stringify(house[list]).length).toBeLessThanOrEqual(textWidths.houses[list]);
  }
});

test.each([
  ['a list', 7],
  ['a text', 'Pool'],
  ['nothing', undefined],
  ['null', null],
])('what should be a list and is not is empty: %s', (_, value) => {
  const lists = { officeHours: value, amenities: value, images: value, floorPlans: value };
  expect(clean(lists)).toMatchObject({ officeHours: [], amenities: [], images: [], floorPlans: [] });
});

test('a key that its column would refuse still tells houses apart', () => {
  const keys = ['a'.repeat(200), `${'a'.repeat(199)}b`, 'a\0', 'a\ud800', 'a'].map(
    (unitKey) => clean({ unitKey }).unitKey,
  );
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.every((key) => key.length <= textWidths.houses.unitKey)).toBe(true);
  expect(clean({ unitKey: 'a'.repeat(200) }).unitKey).toBe(keys[0]);
});

test('what is no field of a house is left out', () => {
  expect(clean({ secret: 'x' })).toEqual(draft);
});

test.each([null, undefined, 'house', 7])('%j is no house', (house) => {
  expect(() => cleanHouse(house as never, '1')).toThrow(TypeError);
});
