import { callMethod, hasMethod, type SharedMethodName, standardMethod } from '../call/call-method.js';
import type { Target } from '../call/context.js';
import type { Drop } from '../core/drops.js';
import { type EntrataError, isEntrataError } from '../core/errors.js';
import type { CallOptions } from '../options.js';
import { checkIds } from '../wire/checks.js';
import { joinUnits } from './join-units.js';
import type { Listing, ListingRefusal, ListingsInput } from './listing.js';
import { decodePricing } from './pricing.js';
import { decodeFloorPlans, decodeMits } from './read-listings.js';

const method = 'getListings';

/**
 * `getMitsPropertyUnits` r1 is the one call with coordinates, zone, images, plans and units; term rents
 * come from `getUnitsAvailabilityAndPricing`, and floor plans, where the first has none, from
 * `getFloorPlans`. Both take one property a call, so they run one after another within the quota. What one of these
 * two is refused is missing in its property alone, and named there.
 */
export async function getListings(
  target: Target,
  { propertyIds, termRents = true }: ListingsInput,
  call?: CallOptions,
): Promise<Listing[]> {
  const ids = checkIds('propertyIds', propertyIds, { ids: target.context.wire.ids, method });
  if (ids.length === 0) return [];
  const ask = async <T>(name: SharedMethodName, params: object, read: (result: unknown, drop: Drop) => T) => {
    const wire = standardMethod(target, name, method);
    return callMethod(target, { method, wire, params, safety: 'read', readsList: true }, read, call);
  };
  const properties = await ask('getMitsPropertyUnits', { propertyIds: ids.join(',') }, (result, drop) =>
    decodeMits(result, method, drop),
  );
  const complete: Listing[] = [];
  for (const property of properties) {
    const { propertyId } = property;
    const refusals: ListingRefusal[] = [];
    /** One more part of this property; nothing where there is no such method, or it is refused. */
    const more = async <T>(part: ListingRefusal['part'], read: (result: unknown, drop: Drop) => T[]) => {
      if (!hasMethod(target, part)) return [];
      try {
        return await ask(part, { propertyId }, read);
      } catch (error) {
        if (!isRefusalOfThis(error)) throw error;
        refusals.push({ part, error });
        return [];
      }
    };
    const floorPlans =
      property.floorPlans.length > 0 ? property.floorPlans : await more('getFloorPlans', decodeFloorPlans);
    const priced = termRents
      ? await more('getUnitsAvailabilityAndPricing', (result, drop) => decodePricing(result, method, drop))
      : [];
    const units = joinUnits(property.units, priced, floorPlans);
    complete.push({ ...property, floorPlans, units, refusals });
  }
  return complete;
}

/** Whether Entrata said no to this call and no other: a refused credential, a limit or a failure is about all of them. */
function isRefusalOfThis(error: unknown): error is EntrataError {
  return (
    isEntrataError(error) &&
    error.outcome === 'refused' &&
    !error.reauthorize &&
    (error.code === 'forbidden' || error.code === 'rejected')
  );
}
