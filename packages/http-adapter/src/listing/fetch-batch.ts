import type { ClientRecord, PropertyRecord } from 'entrata-store';
import { needsToken } from '../core/adapter-error.js';
import { endsEveryCall } from '../core/judge-entrata-error.js';
import { type FetchedListing, fetchListings } from './fetch-listing.js';
import type { ListingContext } from './listing-context.js';
import { type Failure, failureOf } from './record-failure.js';

/** How Entrata has answered so far in one refresh. */
export interface RefreshRun {
  /** Calls that were answered. */
  answers: number;
  /** Calls without an answer since the last that had one. */
  misses: number;
}

/**
 * So many calls in a row without an answer, and Entrata is down rather than one property broken: to find a
 * broken one takes six (25, 13, 7, 4, 2, 1), and a few may stand side by side.
 */
const mostMisses = 15;

/**
 * Fetches a batch of properties. When that fails, halves of it, down to the one property that cannot be fetched,
 * which `onFailure` is called with: what is wrong with it, or makes the reply too large or too slow, costs its
 * neighbours nothing. Throws when Entrata refuses the token or the rate, or does not answer any more.
 */
export async function fetchBatch(
  context: ListingContext,
  client: ClientRecord,
  properties: readonly PropertyRecord[],
  run: RefreshRun,
  signal: AbortSignal,
  onFailure: (property: PropertyRecord, failure: Failure) => void,
): Promise<ReadonlyMap<string, FetchedListing>> {
  const ids = properties.map(({ propertyId }) => propertyId);
  try {
    const listings = await fetchListings(context, client, ids, { signal });
    run.answers += 1;
    run.misses = 0;
    return listings;
  } catch (error) {
    const failure = failureOf(error);
    if (signal.aborted || needsToken(error) || endsEveryCall(error)) throw error;
    // A refusal is an answer: Entrata is there.
    run.answers += failure.mayPass ? 0 : 1;
    run.misses = failure.mayPass ? run.misses + 1 : 0;
    const [alone, ...others] = properties;
    if (alone !== undefined && others.length === 0) onFailure(alone, failure);
    if (run.misses >= mostMisses) throw error;
    if (others.length === 0) return new Map();
  }
  const middle = Math.ceil(properties.length / 2);
  const halves = [properties.slice(0, middle), properties.slice(middle)];
  const listings = new Map<string, FetchedListing>();
  for (const half of halves) {
    const found = await fetchBatch(context, client, half, run, signal, onFailure);
    for (const [id, listing] of found) listings.set(id, listing);
  }
  return listings;
}
