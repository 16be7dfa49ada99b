import { createHash } from 'node:crypto';
import type { FloorPlan, Image, Listing, Property, Range, Unit } from 'entrata-sdk';
import type { HouseFloorPlan, HouseImage, HouseListing } from 'entrata-store';
import { cleanUrl } from '../core/plain-text.js';
import { cleanHouse, type HouseDraft } from './clean-house.js';
import { termsOf, unitsOf } from './map-terms.js';

export type { HouseDraft } from './clean-house.js';

/** A property as Entrata describes it: what `getProperties` says and what `getMitsPropertyUnits` adds. */
export interface PropertySource {
  readonly property: Property;
  readonly listing: Listing;
}

/**
 * Makes a property's houses. `unitKey` tells them apart and must stay the same from one listing to the next. What
 * comes back is cleaned before it is stored: texts lose markup and what their columns do not hold, addresses that
 * are not http(s) and numbers that make no sense are left out. When it throws, returns more than 1,000 houses or
 * two with one `unitKey`, the property fails as `mapping_failed`, and no other does.
 */
export type MapHouses = (source: PropertySource) => readonly HouseDraft[];

/**
 * One house for the whole property, its floor plans inside.
 *
 * @example
 * ```ts
 * createApp({ ...options, mapHouses: (source) => onePerProperty(source).map((house) => ({ ...house, title: house.title.trim() })) });
 * ```
 */
export const onePerProperty: MapHouses = ({ property, listing }) => {
  const plans = listing.floorPlans;
  const planImages = plans.flatMap((plan) => plan.images);
  const house = {
    ...commonFields({ property, listing }),
    unitKey: '',
    title: property.name,
    ...sizeAndRent(plans, listing.units),
    images: toImages(listing.images.length > 0 ? listing.images : planImages),
    floorPlans: plans.map(toFloorPlan),
    units: unitsOf(listing.units),
  };
  return [cleanHouse(house, property.id)];
};

/**
 * One house per floor plan; of two plans with one id, the first. A property without floor plans has none.
 *
 * @example
 * ```ts
 * createApp({ ...options, mapHouses: onePerFloorPlan });
 * ```
 */
export const onePerFloorPlan: MapHouses = ({ property, listing }) =>
  uniqueById(listing.floorPlans).map((plan) => {
    const units = listing.units.filter(({ floorPlanId }) => floorPlanId === plan.id);
    const house = {
      ...commonFields({ property, listing }),
      unitKey: plan.id,
      title: `${property.name}, ${plan.name}`,
      ...sizeAndRent([plan], units),
      images: toImages([...plan.images, ...listing.images]),
      floorPlans: [toFloorPlan(plan)],
      availabilityUrl: plan.availabilityUrl ?? listing.availabilityUrl,
      units: unitsOf(units),
    };
    return cleanHouse(house, property.id);
  });

function uniqueById(plans: readonly FloorPlan[]): readonly FloorPlan[] {
  const seen = new Set<string>();
  return plans.filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** Adds the digest by which an unchanged house is known. */
export function withSourceHash(draft: HouseDraft): HouseListing {
  const entries = Object.entries(draft).sort(([left], [right]) => (left < right ? -1 : 1));
  return { ...draft, sourceHash: createHash('sha256').update(JSON.stringify(entries)).digest('hex') };
}

function commonFields({ property, listing }: PropertySource) {
  const address = { ...listing.address, ...property.address };
  const description =
    property.longDescription ??
    listing.longDescription ??
    property.shortDescription ??
    listing.shortDescription;
  const officeHours = property.officeHours.length > 0 ? property.officeHours : listing.officeHours;
  return {
    description,
    street: address.street,
    city: address.city,
    state: address.state,
    postalCode: address.postalCode,
    country: address.country,
    latitude: listing.latitude,
    longitude: listing.longitude,
    timeZone: listing.timeZone?.iana,
    phone: property.phone ?? listing.phone,
    website: [property.website, listing.website].find(
      (url) => cleanUrl(url, Number.POSITIVE_INFINITY) !== undefined,
    ),
    officeHours: officeHours.map((hours) => ({ ...hours })),
    amenities: listing.amenities,
    ...termsOf(property, listing),
  };
}

function toFloorPlan(plan: FloorPlan): HouseFloorPlan {
  const { id, name, bedrooms, bathrooms, squareFeet, rentCents, unitsAvailable, images } = plan;
  const { depositCents, availabilityUrl } = plan;
  return {
    id,
    name,
    ...(depositCents === undefined ? {} : { depositCents }),
    ...(availabilityUrl === undefined ? {} : { availabilityUrl }),
    ...(bedrooms === undefined ? {} : { bedrooms }),
    ...(bathrooms === undefined ? {} : { bathrooms }),
    ...(squareFeet === undefined ? {} : { squareFeet }),
    ...(rentCents === undefined ? {} : { rentCents }),
    ...(unitsAvailable === undefined ? {} : { unitsAvailable }),
    images: toImages(images),
  };
}

function toImages(images: readonly Image[]): HouseImage[] {
  return images.map(({ url, caption }) => (caption === undefined ? { url } : { url, caption }));
}

function pointRange(value: number | undefined): Range | undefined {
  return value === undefined ? undefined : { min: value, max: value };
}

function spanOf(ranges: readonly (Range | undefined)[]): Range | undefined {
  const known = ranges.filter((range) => range !== undefined);
  if (known.length === 0) return undefined;
  return {
    min: Math.min(...known.map(({ min }) => min)),
    max: Math.max(...known.map(({ max }) => max)),
  };
}

/** What the floor plans and their units span. */
function sizeAndRent(plans: readonly FloorPlan[], units: readonly Unit[]) {
  return {
    bedrooms: spanOf([...plans, ...units].map(({ bedrooms }) => pointRange(bedrooms))),
    bathrooms: spanOf([...plans, ...units].map(({ bathrooms }) => pointRange(bathrooms))),
    squareFeet: spanOf([
      ...plans.map(({ squareFeet }) => squareFeet),
      ...units.map(({ squareFeet }) => pointRange(squareFeet)),
    ]),
    rentCents: rentOf(plans, units),
    unitsAvailable: availableOf(plans, units),
  };
}

/** What the floor plans ask for; where they name no rent, what the units ask for. */
function rentOf(plans: readonly FloorPlan[], units: readonly Unit[]): Range | undefined {
  return (
    spanOf(plans.map(({ rentCents }) => rentCents)) ??
    spanOf(
      units.flatMap((unit) => [
        unit.rentCents,
        ...unit.termRents.map(({ rentCents }) => pointRange(rentCents)),
      ]),
    )
  );
}

function availableOf(plans: readonly FloorPlan[], units: readonly Unit[]): number | undefined {
  const counts = plans.map(({ unitsAvailable }) => unitsAvailable).filter((count) => count !== undefined);
  if (counts.length > 0) return counts.reduce((sum, count) => sum + count, 0);
  return units.length === 0 ? undefined : units.filter(({ available }) => available).length;
}
