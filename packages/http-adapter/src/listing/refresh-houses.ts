import type { ClientRecord, PropertyRecord } from 'entrata-store';
import { pagesOf } from '../core/pages-of.js';
import { fetchBatch, type RefreshRun } from './fetch-batch.js';
import type { ListingContext } from './listing-context.js';
import { hasReached } from './reconcile-task.js';
import { type Failure, failureOf, nothingListed, PropertyFailure, recordFailure } from './record-failure.js';
import { storeListing } from './store-listing.js';

/** Properties asked for in one call. */
const batchSize = 25;

type Counts = Record<'properties' | 'inserted' | 'updated' | 'unchanged' | 'vanished' | 'failed', number>;

interface Refresh extends RefreshRun {
  readonly counts: Counts;
  /** What may pass by itself, so that the task has to come back. */
  passing: unknown;
}

/**
 * Fetches a client's active properties anew, batch by batch, and writes what changed. An empty or failed
 * listing changes nothing and is notified, and does not hold up the others. Throws when Entrata refuses the token,
 * or answers nothing at all; run again with the same `since`, it goes on where it stopped.
 */
export async function refreshHouses(
  context: ListingContext,
  { clientId, since }: { readonly clientId: string; readonly since: string },
  signal: AbortSignal,
): Promise<void> {
  const client = await context.store.clients.find(clientId);
  if (client === undefined || client.status !== 'active') return;
  const counts: Counts = { properties: 0, inserted: 0, updated: 0, unchanged: 0, vanished: 0, failed: 0 };
  const run: Refresh = { counts, answers: 0, misses: 0, passing: undefined };
  // What failed before may fail again: it comes last, so that it keeps nobody waiting.
  const failedBefore: PropertyRecord[] = [];
  for await (const due of dueProperties(context, clientId, since)) {
    signal.throwIfAborted();
    failedBefore.push(...due.filter(({ lastError }) => lastError !== undefined));
    const sound = due.filter(({ lastError }) => lastError === undefined);
    await refreshBatch(context, client, sound, run, signal);
  }
  for (let from = 0; from < failedBefore.length; from += batchSize) {
    signal.throwIfAborted();
    await refreshBatch(context, client, failedBefore.slice(from, from + batchSize), run, signal);
  }
  context.logger.info({ clientId, ...counts }, 'houses refreshed');
  if (run.passing !== undefined) throw run.passing;
}

/** Only what is on show and meant to be: a property with an event under way is brought to it by its own task. */
async function* dueProperties(
  context: ListingContext,
  clientId: string,
  since: string,
): AsyncGenerator<readonly PropertyRecord[]> {
  const { properties } = context.store;
  const shown = { clientId, state: 'active' } as const;
  for await (const page of pagesOf((after) => properties.list(shown, { limit: batchSize, after }))) {
    yield page.filter(
      (property) =>
        property.desiredState === 'active' &&
        hasReached(property) &&
        (property.lastFetchedAt === undefined || property.lastFetchedAt < since),
    );
  }
}

async function refreshBatch(
  context: ListingContext,
  client: ClientRecord,
  properties: readonly PropertyRecord[],
  run: Refresh,
  signal: AbortSignal,
): Promise<void> {
  if (properties.length === 0) return;
  const failures = new Map<PropertyRecord, Failure>();
  const fetched = await fetchBatch(context, client, properties, run, signal, (property, failure) =>
    failures.set(property, failure),
  ).catch(async (error: unknown) => {
    for (const [property, failure] of failures) await recordUnanswered(context, property, failure);
    throw error;
  });
  for (const property of properties) {
    run.counts.properties += 1;
    const failure = failures.get(property) ?? (await refreshOne(property));
    if (failure !== undefined) await fail(property, failure);
  }
  context.logger.debug({ clientId: client.id, ...run.counts }, 'refreshing houses');

  async function refreshOne(property: PropertyRecord): Promise<Failure | undefined> {
    const listing = fetched.get(property.propertyId);
    if (listing === undefined) return nothingListed;
    if (listing instanceof PropertyFailure) return failureOf(listing);
    try {
      const change = await storeListing(context, client, property, listing);
      for (const kind of ['inserted', 'updated', 'unchanged', 'vanished'] as const)
        run.counts[kind] += change?.[kind] ?? 0;
      return undefined;
    } catch (error) {
      if (signal.aborted) throw error;
      run.passing ??= failureOf(error).mayPass ? error : undefined;
      return failureOf(error);
    }
  }

  async function fail(property: PropertyRecord, failure: Failure): Promise<unknown> {
    run.counts.failed += 1;
    const isUnanswered = failures.has(property) && failure.mayPass;
    if (!isUnanswered) return recordFailure(context, property, failure);
    // Entrata answered for others: this is the property's own trouble, and nobody tries again before the next refresh.
    if (run.answers > 0)
      return recordFailure(context, property, { ...failure, mayPass: false, notify: 'at_once' });
    run.passing ??= failure.error;
    return recordUnanswered(context, property, failure);
  }
}

/** Nobody is notified while Entrata answers nothing at all; that is not the property's own failure. */
function recordUnanswered(
  context: ListingContext,
  property: PropertyRecord,
  failure: Failure,
): Promise<unknown> {
  const outage = { code: 'upstream_error', mayPass: true, notify: 'never' } as const;
  return recordFailure(context, property, { ...failure, ...outage });
}
