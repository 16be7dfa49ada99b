import type { HouseRecord, ViewingRecord } from 'entrata-store';
import type { BookingContext } from './booking-context.js';
import { readEventStates } from './cancel-results.js';
import { listAllViewings, underWay } from './list-viewings.js';
import { lookUpLeads } from './look-up-leads.js';
import { type LeadMatch, matchLead } from './match-lead.js';
import type { NotedChange } from './notes.js';

/** What is known of an unknown viewing after asking Entrata; `unavailable` where leads cannot be read. */
export type ViewingLookUp = LeadMatch | { readonly answer: 'unavailable' };

/**
 * Looks at Entrata what became of a viewing whose outcome is not known. Throws while Entrata cannot be asked: then nothing
 * is known that was not known before.
 */
export async function lookUpViewing(context: BookingContext, viewing: ViewingRecord): Promise<ViewingLookUp> {
  const found = await lookUpLeads(context, viewing);
  if (found === 'unavailable') return { answer: 'unavailable' };
  const { leads, place, predecessors } = found;
  const all = await listAllViewings(context.store, viewing.userId);
  const siblings = all.filter(({ id }) => id !== viewing.id);
  return matchLead(viewing, found, {
    stateOf: await readEventStates(
      context,
      place,
      leads.flatMap(({ events }) => events),
    ),
    predecessors,
    siblings,
    rivals: await rivalsAmong(context, siblings, place.house),
    reusesLeads: context.lead.existing === 'update',
  });
}

/** How a look-up that resolves nothing is shown on the viewing. */
export function unresolvedBy({ answer }: ViewingLookUp): NotedChange {
  return { status: 'unknown', note: answer === 'unavailable' ? 'lookup_unavailable' : 'lookup_ambiguous' };
}

async function rivalsAmong(
  { store }: BookingContext,
  siblings: readonly ViewingRecord[],
  { clientId, propertyId }: HouseRecord,
): Promise<ViewingRecord[]> {
  const sent = siblings.filter(
    ({ status, attempts, leadId }) => leadId === undefined && attempts > 0 && underWay.includes(status),
  );
  const houses = await Promise.all(sent.map(({ houseId }) => store.houses.find(houseId)));
  return sent.filter((_, index) => {
    const house = houses[index];
    return house === undefined || (house.clientId === clientId && house.propertyId === propertyId);
  });
}
