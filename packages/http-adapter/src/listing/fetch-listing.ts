import type { EntrataClient } from 'entrata-sdk';
import type { ClientRecord, HouseListing } from 'entrata-store';
import { AdapterError } from '../core/adapter-error.js';
import { callEntrata } from '../core/call-entrata.js';
import { cleanHouse } from './clean-house.js';
import type { ListingContext } from './listing-context.js';
import { type PropertySource, withSourceHash } from './map-houses.js';
import { PropertyFailure } from './record-failure.js';

/** More houses of one property than this are a mistake of the mapping. */
const mostHouses = 1_000;

export interface FetchOptions {
  readonly signal: AbortSignal;
  /** The webhook that asks; goes along with the calls. */
  readonly logId?: string | undefined;
}

export interface MappedListing {
  /** What Entrata calls the property. */
  readonly name: string;
  readonly houses: readonly HouseListing[];
}

/** What Entrata says of a property, or why no houses could be made of it. */
export type FetchedListing = MappedListing | PropertyFailure;

/**
 * Fetches properties and maps them, by Entrata's property id. One that Entrata does not name, or of which the
 * mapping makes no house, is left out.
 */
export async function fetchListings(
  context: ListingContext,
  client: ClientRecord,
  propertyIds: readonly string[],
  { signal, logId }: FetchOptions,
): Promise<ReadonlyMap<string, FetchedListing>> {
  const call = { signal, ...(logId === undefined ? {} : { requestId: logId }) };
  const ask = (entrata: EntrataClient) =>
    Promise.all([entrata.getProperties({ propertyIds }, call), entrata.getListings({ propertyIds }, call)]);
  const [properties, details] = await callEntrata(context, client, ask, logId);
  const detailsOf = new Map(details.map((each) => [each.propertyId, each]));
  const listings = new Map<string, FetchedListing>();
  for (const property of properties) {
    const itsDetails = detailsOf.get(property.id);
    if (itsDetails === undefined || !propertyIds.includes(property.id)) continue;
    for (const { part, error } of itsDetails.refusals) {
      const said = { code: error.code, entrataCode: error.entrataCode };
      const ids = { logId, clientId: client.id, propertyId: property.id };
      context.logger.warn({ ...ids, part, ...said }, 'a part of a listing was refused; the rest is kept');
    }
    const listing = tryToMake(context, { property, listing: itsDetails });
    if (listing instanceof PropertyFailure || listing.houses.length > 0) listings.set(property.id, listing);
  }
  return listings;
}

/** One property of which no houses can be made says nothing about the others. */
function tryToMake(context: ListingContext, source: PropertySource): FetchedListing {
  try {
    return { name: source.property.name, houses: makeHouses(context, source) };
  } catch (error) {
    if (error instanceof PropertyFailure) return error;
    throw error;
  }
}

/** A property's houses, as the store can keep them. Throws a `PropertyFailure` when `mapHouses` makes none of it. */
function makeHouses(context: ListingContext, source: PropertySource): readonly HouseListing[] {
  try {
    const drafts: unknown = context.listing.mapHouses(source);
    if (!Array.isArray(drafts)) throw new TypeError('mapHouses did not return a list of houses');
    if (drafts.length > mostHouses) throw new RangeError(`mapHouses made more than ${mostHouses} houses`);
    const propertyId = source.property.id;
    const houses = drafts.map((draft) => {
      // What is no zone is left out: its tours are told in the display zone then.
      context.readZone(draft?.timeZone, { propertyId });
      return withSourceHash(cleanHouse(draft, propertyId));
    });
    if (new Set(houses.map(({ unitKey }) => unitKey)).size < houses.length) {
      throw new TypeError('mapHouses gave two houses the same unitKey');
    }
    return houses;
  } catch (error) {
    throw new PropertyFailure('mapping_failed', error);
  }
}

/**
 * One property's listing. Throws `listing_empty` when there are none: never a reason to drop houses; and a
 * `PropertyFailure` when none could be made.
 */
export async function fetchListing(
  context: ListingContext,
  client: ClientRecord,
  propertyId: string,
  options: FetchOptions,
): Promise<MappedListing> {
  const listings = await fetchListings(context, client, [propertyId], options);
  const listing = listings.get(propertyId);
  if (listing === undefined) throw new AdapterError('listing_empty');
  if (listing instanceof PropertyFailure) throw listing;
  return listing;
}
