import type { ClientRecord, HouseListing, PropertyRecord } from 'entrata-store';
import type { Context } from '../context.js';
import { fetchListing, fetchListings } from './fetch-listing.js';
import { failureOf, recordFailure } from './record-failure.js';
import { storeListing } from './store-listing.js';

/** Properties asked for in one call. */
const batchSize = 25;

type Counts = Record<'properties' | 'inserted' | 'updated' | 'unchanged' | 'vanished' | 'failed', number>;

/**
 * Fetches a client's active properties anew, batch by batch, and writes what changed. An empty or failed
 * listing changes nothing and is told of. Throws what may pass; run again with the same `since`, it goes on
 * where it stopped.
 */
export async function refreshHouses(
  context: Context,
  { clientId, since }: { readonly clientId: string; readonly since: string },
  signal: AbortSignal,
): Promise<void> {
  const client = await context.store.clients.find(clientId);
  if (client === undefined || client.status !== 'active') return;
  const counts: Counts = { properties: 0, inserted: 0, updated: 0, unchanged: 0, vanished: 0, failed: 0 };
  let after: string | undefined;
  do {
    signal.throwIfAborted();
    const page = await context.store.properties.list(
      { clientId, state: 'active' },
      { limit: batchSize, ...(after === undefined ? {} : { after }) },
    );
    const due = page.items.filter(
      ({ lastFetchedAt }) => lastFetchedAt === undefined || lastFetchedAt < since,
    );
    if (due.length > 0) {
      await refreshBatch(context, client, due, counts, signal);
      context.logger.debug({ clientId, ...counts }, 'refreshing houses');
    }
    after = page.next;
  } while (after !== undefined);
  context.logger.info({ clientId, ...counts }, 'houses refreshed');
}

async function refreshBatch(
  context: Context,
  client: ClientRecord,
  properties: readonly PropertyRecord[],
  counts: Counts,
  signal: AbortSignal,
): Promise<void> {
  const listings = await fetchBatch(context, client, properties, signal);
  for (const property of properties) {
    counts.properties += 1;
    const found = listings.get(property.propertyId) ?? 'listing_empty';
    if (typeof found === 'string') {
      counts.failed += 1;
      await recordFailure(context, property, { code: found, mayPass: false });
      continue;
    }
    const change = await storeListing(context, client, property, found);
    if (change === undefined) continue;
    for (const kind of ['inserted', 'updated', 'unchanged', 'vanished'] as const)
      counts[kind] += change[kind];
  }
}

/** Each property's houses, or the code of why there are none. One that Entrata refuses does not spoil the others. */
async function fetchBatch(
  context: Context,
  client: ClientRecord,
  properties: readonly PropertyRecord[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly HouseListing[] | string>> {
  const ids = properties.map(({ propertyId }) => propertyId);
  try {
    return await fetchListings(context, client, ids, { signal });
  } catch (error) {
    refusalOf(error, signal);
  }
  const listings = new Map<string, readonly HouseListing[] | string>();
  for (const id of ids) {
    try {
      listings.set(id, await fetchListing(context, client, id, { signal }));
    } catch (error) {
      listings.set(id, refusalOf(error, signal));
    }
  }
  return listings;
}

/** The code of a refusal that concerns single properties; throws anything else on. */
function refusalOf(error: unknown, signal: AbortSignal): string {
  const { code, mayPass } = failureOf(error);
  if (signal.aborted || mayPass || code === 'reauthorization_required') throw error;
  return code;
}
