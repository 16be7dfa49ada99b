import { decodePricing } from '../properties/pricing.js';
import { decodeMits } from '../properties/read-listings.js';
import type { ProbedJoin } from './report.js';
import type { Found } from './steps.js';
import type { Exchange } from './watch.js';

/** Whether the ids of one call are found in another. Nothing is said where there is nothing to find. */
export function checkJoins(found: Found, exchanges: readonly Exchange[], propertyId: string): ProbedJoin[] {
  const { listing, leads = [], events = [], pickLists } = found;
  const plans = new Set(listing?.floorPlans.map(({ id }) => id));
  const unitPlans = listing?.units.flatMap(({ floorPlanId }) => floorPlanId ?? []) ?? [];
  const ofLeads = leads.flatMap((lead) => lead.events);
  const ids = (items: readonly { readonly id: string }[] = []) => new Set(items.map(({ id }) => id));
  const joins = [
    joined('listing: the property asked for', listing ? [listing.propertyId] : [], new Set([propertyId])),
    joined('floor plans of units, among the floor plans', unitPlans, plans),
    pricedUnits(exchanges),
    joined(
      'types of events, among the pick lists',
      ofLeads.flatMap(({ typeId }) => typeId ?? []),
      ids(pickLists?.eventTypes),
    ),
    joined(
      'results of events, among the pick lists',
      ofLeads.flatMap(({ resultId }) => resultId ?? []),
      ids(pickLists?.eventResults),
    ),
    joined(
      'leads of events, among the leads',
      events.map(({ leadId }) => leadId),
      new Set(leads.map(({ leadId }) => leadId)),
    ),
  ];
  return joins.filter(({ of }) => of > 0);
}

function joined(join: string, wanted: readonly string[], known: ReadonlySet<string>): ProbedJoin {
  const different = [...new Set(wanted)];
  return { join, found: different.filter((id) => known.has(id)).length, of: different.length };
}

/** Units are listed by one call and priced by another. */
function pricedUnits(exchanges: readonly Exchange[]): ProbedJoin {
  const join = 'priced units, among the listed ones';
  const resultOf = (name: RegExp) =>
    exchanges.find(({ method, result }) => name.test(method) && result !== undefined);
  try {
    const listed = decodeMits(resultOf(/^getMits/)?.result, 'probe').flatMap(({ units }) => units);
    const priced = decodePricing(resultOf(/Pricing$/)?.result, 'probe');
    const known = new Set(listed.flatMap(({ outerId, innerId }) => [outerId, innerId]));
    const found = priced.filter(
      ({ id, spaces }) => known.has(id) || spaces.some((space) => known.has(space.id)),
    );
    return { join, found: found.length, of: priced.length };
  } catch {
    // The step that reads them says why they cannot be read.
    return { join, found: 0, of: 0 };
  }
}
