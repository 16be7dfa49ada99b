import type { FloorPlan, Listing, Property, Unit } from 'entrata-sdk';

/** A property, and its listing, of which Entrata says nothing but the id. */
export const bareProperty: Property = {
  id: '1',
  name: 'Bare',
  officeHours: [],
  poolHours: [],
  leaseTerms: [],
  spaceOptions: [],
  disabled: false,
  featured: false,
};

export const bareListing: Listing = {
  propertyId: '1',
  officeHours: [],
  amenities: [],
  applicationFees: [],
  petPolicies: [],
  specials: [],
  images: [],
  floorPlans: [],
  units: [],
  refusals: [],
};

export const barePlan = (id: string, name: string): FloorPlan => ({ id, name, images: [], amenities: [] });

export const bareUnit = { amenities: [], termRents: [], spaces: [] } satisfies Partial<Unit>;
