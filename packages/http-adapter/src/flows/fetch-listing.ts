import type { EntrataClient } from 'entrata-sdk';
import type { ClientRecord, HouseListing } from 'entrata-store';
import type { Context } from '../context.js';
import { AdapterError } from '../problem.js';
import { callEntrata } from './call-entrata.js';
import { onePerProperty, withSourceHash } from './map-houses.js';

export interface FetchOptions {
  readonly signal: AbortSignal;
  /** The webhook that asks; goes along with the calls. */
  readonly logId?: string | undefined;
}

/**
 * Fetches properties and maps them, by Entrata's property id. One that Entrata does not name, or of which the
 * mapping makes no house, is left out.
 */
export async function fetchListings(
  context: Context,
  client: ClientRecord,
  propertyIds: readonly string[],
  { signal, logId }: FetchOptions,
): Promise<ReadonlyMap<string, readonly HouseListing[]>> {
  const call = { signal, ...(logId === undefined ? {} : { requestId: logId }) };
  const ask = (entrata: EntrataClient) =>
    Promise.all([
      entrata.getProperties({ propertyIds }, call),
      entrata.getPropertyUnits({ propertyIds }, call),
    ]);
  const [properties, units] = await callEntrata(context, client, ask, logId);
  const map = context.options.mapHouses ?? onePerProperty;
  const unitsOf = new Map(units.map((each) => [each.propertyId, each]));
  const listings = new Map<string, readonly HouseListing[]>();
  for (const property of properties) {
    const itsUnits = unitsOf.get(property.id);
    if (itsUnits === undefined) continue;
    const houses = map({ property, units: itsUnits }).map(withSourceHash);
    if (houses.length > 0) listings.set(property.id, houses);
  }
  return listings;
}

/** One property's houses. Throws `listing_empty` when there are none: never a reason to drop houses. */
export async function fetchListing(
  context: Context,
  client: ClientRecord,
  propertyId: string,
  options: FetchOptions,
): Promise<readonly HouseListing[]> {
  const listings = await fetchListings(context, client, [propertyId], options);
  const houses = listings.get(propertyId);
  if (houses === undefined) throw new AdapterError('listing_empty');
  return houses;
}
