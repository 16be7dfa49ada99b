import type { ClientRecord, HouseListing } from 'entrata-store';
import type { Context } from '../context.js';
import { AdapterError } from '../problem.js';
import { callEntrata } from './call-entrata.js';
import { onePerProperty, withSourceHash } from './map-houses.js';

/**
 * Fetches one property and maps it. Throws `listing_empty` when Entrata does not name the property or the
 * mapping makes no house of it: that is never a reason to drop houses.
 */
export async function fetchListing(
  context: Context,
  client: ClientRecord,
  propertyId: string,
  signal: AbortSignal,
): Promise<readonly HouseListing[]> {
  const asked = { propertyIds: [propertyId] };
  const [properties, allUnits] = await callEntrata(context, client, (entrata) =>
    Promise.all([entrata.getProperties(asked, { signal }), entrata.getPropertyUnits(asked, { signal })]),
  );
  const property = properties.find(({ id }) => id === propertyId);
  const units = allUnits.find((each) => each.propertyId === propertyId);
  if (property === undefined || units === undefined) throw new AdapterError('listing_empty');
  const map = context.options.mapHouses ?? onePerProperty;
  const houses = map({ property, units }).map(withSourceHash);
  if (houses.length === 0) throw new AdapterError('listing_empty');
  return houses;
}
