import type { EntrataClient } from 'entrata-sdk';
import type { ClientRecord, HouseListing } from 'entrata-store';
import type { Context } from '../context.js';
import { AdapterError } from '../problem.js';
import { callEntrata } from './call-entrata.js';
import { makeHouses } from './make-houses.js';
import type { PropertySource } from './map-houses.js';
import { PropertyFailure } from './property-failure.js';

export interface FetchOptions {
  readonly signal: AbortSignal;
  /** The webhook that asks; goes along with the calls. */
  readonly logId?: string | undefined;
}

/** A property's houses, or why none could be made of what Entrata says. */
export type FetchedListing = readonly HouseListing[] | PropertyFailure;

/**
 * Fetches properties and maps them, by Entrata's property id. One that Entrata does not name, or of which the
 * mapping makes no house, is left out.
 */
export async function fetchListings(
  context: Context,
  client: ClientRecord,
  propertyIds: readonly string[],
  { signal, logId }: FetchOptions,
): Promise<ReadonlyMap<string, FetchedListing>> {
  const call = { signal, ...(logId === undefined ? {} : { requestId: logId }) };
  const ask = (entrata: EntrataClient) =>
    Promise.all([
      entrata.getProperties({ propertyIds }, call),
      entrata.getPropertyUnits({ propertyIds }, call),
    ]);
  const [properties, units] = await callEntrata(context, client, ask, logId);
  const unitsOf = new Map(units.map((each) => [each.propertyId, each]));
  const listings = new Map<string, FetchedListing>();
  for (const property of properties) {
    const itsUnits = unitsOf.get(property.id);
    if (itsUnits === undefined || !propertyIds.includes(property.id)) continue;
    const houses = tryToMake(context, { property, units: itsUnits });
    if (houses instanceof PropertyFailure || houses.length > 0) listings.set(property.id, houses);
  }
  return listings;
}

/** One property of which no houses can be made says nothing about the others. */
function tryToMake(context: Context, source: PropertySource): FetchedListing {
  try {
    return makeHouses(context, source);
  } catch (error) {
    if (error instanceof PropertyFailure) return error;
    throw error;
  }
}

/**
 * One property's houses. Throws `listing_empty` when there are none: never a reason to drop houses; and a
 * `PropertyFailure` when none could be made.
 */
export async function fetchListing(
  context: Context,
  client: ClientRecord,
  propertyId: string,
  options: FetchOptions,
): Promise<readonly HouseListing[]> {
  const listings = await fetchListings(context, client, [propertyId], options);
  const houses = listings.get(propertyId);
  if (houses === undefined) throw new AdapterError('listing_empty');
  if (houses instanceof PropertyFailure) throw houses;
  return houses;
}
