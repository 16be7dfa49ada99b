import { StoreError } from '../core/errors.js';
import type { NewRow } from '../rows/row-table.js';
import type { HouseListing, HouseRecord, HouseTarget, Range } from './house-repository.js';
import type { HouseRow } from './houses-table.js';

const toRange = (min: number | undefined, max: number | undefined): Range | undefined =>
  min === undefined || max === undefined ? undefined : { min, max };

function toInteger(featured: boolean | undefined): number | undefined {
  if (featured === undefined || featured === null) return undefined;
  if (typeof featured !== 'boolean')
    throw new StoreError('misuse', 'houses.featured is neither true nor false');
  return featured ? 1 : 0;
}

/** A listing as the columns of a house; ranges lie flat, so that an existing schema can map their ends. */
export function toHouseRow(
  target: HouseTarget,
  listing: HouseListing,
): Omit<NewRow<HouseRow>, 'createdAt' | 'updatedAt'> {
  const { bedrooms, bathrooms, squareFeet, rentCents, featured, ...flat } = listing;
  return {
    ...flat,
    clientId: target.clientId,
    propertyId: target.propertyId,
    operatorId: target.operatorId,
    agentUserId: target.agentUserId,
    status: 'active',
    bedroomsMin: bedrooms?.min,
    bedroomsMax: bedrooms?.max,
    bathroomsMin: bathrooms?.min,
    bathroomsMax: bathrooms?.max,
    squareFeetMin: squareFeet?.min,
    squareFeetMax: squareFeet?.max,
    rentMinCents: rentCents?.min,
    rentMaxCents: rentCents?.max,
    featured: toInteger(featured),
  };
}

export function toHouseRecord(row: HouseRow): HouseRecord {
  const {
    bedroomsMin,
    bedroomsMax,
    bathroomsMin,
    bathroomsMax,
    squareFeetMin,
    squareFeetMax,
    rentMinCents,
    rentMaxCents,
    featured,
    ...flat
  } = row;
  return {
    ...flat,
    bedrooms: toRange(bedroomsMin, bedroomsMax),
    bathrooms: toRange(bathroomsMin, bathroomsMax),
    squareFeet: toRange(squareFeetMin, squareFeetMax),
    rentCents: toRange(rentMinCents, rentMaxCents),
    featured: featured === undefined ? undefined : featured !== 0,
  };
}
