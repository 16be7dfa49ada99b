import type { PropertyRecord } from 'entrata-store';
import { instantIn } from '../core/context.js';
import type { ListingContext } from './listing-context.js';
import { enqueueReconcile, hasReached } from './reconcile-task.js';
import { isOurFailure } from './record-failure.js';

/** A property that nothing has touched for so long has no task that carries it. */
const forgottenAfterMs = 600_000;
const sweepLimit = 500;
/** Waits between tries of what only the deployment itself can mend: 20 minutes, doubled up to a day. */
const firstWaitMs = 1_200_000;
const longestWaitMs = 86_400_000;

interface Patience {
  readonly eventSeq: number;
  readonly waitMs: number;
  /** By `elapsedMs`. */
  readonly tryAtMs: number;
}

/** Enqueues a task for each property that is not where it should be, and that no task carries any more. */
export function createPropertySweep(context: ListingContext): () => Promise<void> {
  const { properties, tasks } = context.store;
  // A restart forgets it: with it may come the function that works.
  const patience = new Map<string, Patience>();
  let after: string | undefined;

  return async () => {
    const before = instantIn(context, -forgottenAfterMs);
    const elapsedMs = context.elapsedMs();
    const forgotten = await properties.unreconciled(before, sweepLimit);
    // Those that wait stay the oldest: a page full of them would hide the others.
    const isCrowded = forgotten.length === sweepLimit;
    for (const property of forgotten) {
      if (isItsTurn(property, elapsedMs) || isCrowded) await enqueueReconcile(tasks, property);
    }
    for (const [id, { tryAtMs }] of patience) if (tryAtMs <= elapsedMs) patience.delete(id);
    await lookForContradictions();
  };

  function isItsTurn({ id, eventSeq, lastError }: PropertyRecord, elapsedMs: number): boolean {
    if (!isOurFailure(lastError)) return true;
    const known = patience.get(id);
    const isSame = known !== undefined && known.eventSeq === eventSeq;
    if (isSame && known.tryAtMs > elapsedMs) return false;
    const waitMs = isSame ? Math.min(known.waitMs * 2, longestWaitMs) : firstWaitMs;
    patience.set(id, { eventSeq, waitMs, tryAtMs: elapsedMs + waitMs });
    return true;
  }

  /**
   * One page a sweep, round and round: a row whose numbers say that it was reconciled, in another state than the one
   * desired, is found by no query that has an index.
   */
  async function lookForContradictions(): Promise<void> {
    const page = await properties.list({}, { limit: sweepLimit, after });
    for (const property of page.items) {
      if (property.reachedSeq !== property.eventSeq || hasReached(property)) continue;
      const { clientId, propertyId, state, desiredState } = property;
      context.logger.warn(
        { clientId, propertyId, state, desiredState },
        'a property is not in its desired state',
      );
      await enqueueReconcile(tasks, property);
    }
    after = page.next;
  }
}
