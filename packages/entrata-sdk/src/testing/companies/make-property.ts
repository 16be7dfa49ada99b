import type { DemoCity } from './city.js';
import type { SandboxFloorPlan, SandboxProperty, SandboxSpace, SandboxTours } from './company.js';

const layouts = [
  { name: 'Studio S1', bedrooms: 0, bathrooms: 1, squareFeet: { min: 480, max: 520 }, units: 3, factor: 0.8 },
  {
    name: 'One Bedroom A1',
    bedrooms: 1,
    bathrooms: 1,
    squareFeet: { min: 640, max: 700 },
    units: 4,
    factor: 1,
  },
  {
    name: 'Two Bedroom B2',
    bedrooms: 2,
    bathrooms: 2,
    squareFeet: { min: 980, max: 1_080 },
    units: 4,
    factor: 1.4,
  },
] as const;

const streets = ['Orchard Avenue', 'Juniper Lane', 'Mill Road', 'Prospect Street', 'Willow Court'] as const;

const descriptions = [
  "Tall windows, quiet floors and a rooftop terrace that's open all year. Groceries are next door, downtown is ten minutes away.",
  "A courtyard building with laundry in every home, covered bike parking and a front desk that's staffed until nine. Cats and dogs are welcome.",
  "Freshly renovated homes with oak floors, gas ranges and balconies on the quiet side. There's a gym, a workshop and a parcel room.",
  "Bright corner homes around a garden that's tended by its neighbors. Parks, schools and two bus lines are within walking distance.",
] as const;

/** The one that a number falls on. */
function pick(texts: readonly string[], number: number): string {
  return texts[number % texts.length] ?? '';
}

/** Tours from 10:00 to 16:00 in half hours, Monday to Saturday, one party a slot. */
export const usualTours: SandboxTours = {
  opensAt: '10:00',
  closesAt: '16:00',
  slotMinutes: 30,
  closedWeekdays: [0],
  capacity: 1,
  tourTypes: ['AGENT_GUIDED', 'SELF_GUIDED', 'VIRTUAL_GUIDED'],
};

/**
 * A made-up property; everything not said follows from its id and city.
 *
 * @example
 * ```ts
 * const [chicago] = demoCities;
 * if (chicago === undefined) throw new Error('no city');
 * const property = makeProperty(700301, 'Larkspur Flats', chicago, { tours: 'unsupported' });
 * const sandbox = new FakeEntrata({ companies: [makeCompany({ properties: [property] })] });
 * ```
 */
export function makeProperty(
  id: number,
  name: string,
  city: DemoCity,
  more: Partial<Omit<SandboxProperty, 'tours'>> & { readonly tours?: SandboxTours | 'unsupported' } = {},
): SandboxProperty {
  const { tours = usualTours, ...rest } = more;
  return {
    id: String(id),
    name,
    type: 'Apartment',
    description: pick(descriptions, id),
    street: `${100 + (id % 900)} ${pick(streets, id)}`,
    city: city.city,
    state: city.state,
    postalCode: city.postalCode,
    latitude: (city.latitude + (id % 17) / 1000).toFixed(6),
    longitude: (city.longitude - (id % 13) / 1000).toFixed(6),
    timeZone: city.timeZone,
    yearBuilt: String(1985 + (id % 38)),
    phone: `${city.areaCode}55501${String(id % 100).padStart(2, '0')}`,
    disabled: false,
    imageCount: 3,
    // Made on demand: a company of 100,000 properties would hold over a million units otherwise.
    get floorPlans() {
      return makeFloorPlans(id, city.baseRentCents, more.type === 'Student');
    },
    ...(tours === 'unsupported' ? {} : { tours }),
    ...given(rest),
  };
}

/** What was given: undefined is as if it were left out. */
export function given<T extends object>(options: T): T {
  // Every key that stays is as it was.
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}

function makeFloorPlans(
  propertyId: number,
  baseRentCents: number,
  isStudent: boolean,
): readonly SandboxFloorPlan[] {
  return layouts.map((layout, plan) => {
    const planId = String(propertyId * 10 + plan + 1);
    const lowest = Math.round((baseRentCents * layout.factor) / 500) * 500 + (propertyId % 7) * 1_000;
    const units = Array.from({ length: layout.units }, (_, index) => ({
      id: String(propertyId * 1_000 + (plan + 1) * 100 + index + 1),
      number: `${plan + 1}${String(index + 1).padStart(2, '0')}`,
      floorPlanId: planId,
      floor: plan + 1,
      rentCents: lowest + index * 2_550,
      available: index % 2 === 0,
      availableInDays: index * 7,
      ...(isStudent ? { spaces: makeSpaces(propertyId, plan, index, lowest) } : {}),
    }));
    return {
      id: planId,
      name: layout.name,
      bedrooms: layout.bedrooms,
      bathrooms: layout.bathrooms,
      squareFeet: layout.squareFeet,
      rentCents: { min: lowest, max: lowest + (layout.units - 1) * 2_550 },
      depositCents: 50_000,
      units,
    };
  });
}

/** Two spaces a unit: the first is let in every other unit, and free a week after the second where both are. */
function makeSpaces(propertyId: number, plan: number, unit: number, rentCents: number): SandboxSpace[] {
  return ['A', 'B'].map((name, space) => ({
    id: String(propertyId * 10_000 + 5_000 + (plan + 1) * 100 + unit * 10 + space + 1),
    name,
    rentCents: Math.round(rentCents / 2) + space * 1_000,
    available: space === 1 ? unit < 3 : unit % 2 === 0,
    availableInDays: unit * 7 + (1 - space) * 7,
  }));
}
