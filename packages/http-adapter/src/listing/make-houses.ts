import type { HouseListing } from 'entrata-store';
import { cleanHouse } from './clean-house.js';
import type { ListingContext } from './listing-context.js';
import { type PropertySource, withSourceHash } from './map-houses.js';
import { PropertyFailure } from './property-failure.js';

/** More houses of one property than this are a mistake of the mapping. */
const mostHouses = 1_000;

/** A property's houses, as the store can keep them. Throws a `PropertyFailure` when `mapHouses` makes none of it. */
export function makeHouses(context: ListingContext, source: PropertySource): readonly HouseListing[] {
  try {
    const drafts: unknown = context.listing.mapHouses(source);
    if (!Array.isArray(drafts)) throw new TypeError('mapHouses did not return a list of houses');
    if (drafts.length > mostHouses) throw new RangeError(`mapHouses made more than ${mostHouses} houses`);
    const houses = drafts.map((draft) => withSourceHash(cleanHouse(draft, source.property.id)));
    if (new Set(houses.map(({ unitKey }) => unitKey)).size < houses.length) {
      throw new TypeError('mapHouses gave two houses the same unitKey');
    }
    return houses;
  } catch (error) {
    throw new PropertyFailure('mapping_failed', error);
  }
}
