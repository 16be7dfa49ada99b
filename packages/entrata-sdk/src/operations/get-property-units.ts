import type { Target } from '../http/target.js';
import type { PropertyUnits } from '../model/property-units.js';
import type { CallOptions } from '../options.js';
import { checkId } from './checks.js';
import { decodeMits } from './mits.js';
import { callMethod, standardMethod } from './wire-call.js';

const method = 'getPropertyUnits';

/** `propertyunits/getMitsPropertyUnits` r1: the one call that has coordinates, zone, images, plans and units. */
export async function getPropertyUnits(
  target: Target,
  { propertyIds }: { readonly propertyIds: readonly string[] },
  call?: CallOptions,
): Promise<PropertyUnits[]> {
  const ids = propertyIds.map((id) => checkId('propertyIds', id, method));
  if (ids.length === 0) return [];
  const wire = standardMethod(target, 'getMitsPropertyUnits', method);
  const params = { propertyIds: ids.join(',') };
  return decodeMits(await callMethod(target, { method, wire, params, safety: 'read' }, call), method);
}
