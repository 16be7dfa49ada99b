import { callMethod, hasMethod, type SharedMethodName, standardMethod } from '../call/call-method.js';
import type { Target } from '../call/context.js';
import type { Drop } from '../core/drops.js';
import type { CallOptions } from '../options.js';
import { checkIds } from '../wire/checks.js';
import { joinUnits } from './join-units.js';
import type { Listing, ListingsInput } from './listing.js';
import { decodePricing } from './pricing.js';
import { decodeFloorPlans, decodeMits } from './read-listings.js';

const method = 'getListings';

/**
 * `getMitsPropertyUnits` r1 is the one call with coordinates, zone, images, plans and units; term rents
 * come from `getUnitsAvailabilityAndPricing`, and floor plans, where the first has none, from
 * `getFloorPlans`. Both take one property a call, so they run one after another within the quota.
 */
export async function getListings(
  target: Target,
  { propertyIds, termRents = true }: ListingsInput,
  call?: CallOptions,
): Promise<Listing[]> {
  const ids = checkIds('propertyIds', propertyIds, method);
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
    const floorPlans =
      property.floorPlans.length > 0 || !hasMethod(target, 'getFloorPlans')
        ? property.floorPlans
        : await ask('getFloorPlans', { propertyId }, decodeFloorPlans);
    const priced =
      termRents && hasMethod(target, 'getUnitsAvailabilityAndPricing')
        ? await ask('getUnitsAvailabilityAndPricing', { propertyId }, (result, drop) =>
            decodePricing(result, method, drop),
          )
        : [];
    complete.push({ ...property, floorPlans, units: joinUnits(property.units, priced, floorPlans) });
  }
  return complete;
}
