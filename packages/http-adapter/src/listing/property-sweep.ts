import type { PropertyRecord } from 'entrata-store';
import { instantIn } from '../core/context.js';
import type { ListingContext } from './listing-context.js';
import { enqueueReconcile, hasReached } from './reconcile-task.js';
import { isOurFailure } from './record-failure.js';

/** A property that nothing has touched for so long has no task that carries it. */
const forgottenAfterMs = 600_000;
const sweepLimit = 500;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * Enqueues a task for each property that is not where it should be, and that no task carries any more. One page a sweep,
 * round and round: those that wait for their next try hide no other.
 */
export function createPropertySweep(context: ListingContext): () => Promise<void> {
  const { properties, tasks } = context.store;
  let forgotten: string | undefined;
  let listed: string | undefined;
  let isFirstRound = true;

  return async () => {
    const before = instantIn(context, -forgottenAfterMs);
    const nowMs = context.now().getTime();
    const page = await properties.unreconciled(before, { limit: sweepLimit, after: forgotten });
    for (const property of page.items) {
      // With a new process may come the function that works.
      const isRenewed = isFirstRound && isOurFailure(property.lastError);
      if (isRenewed || isDue(property, nowMs)) await enqueueReconcile(tasks, property);
    }
    forgotten = page.next;
    if (forgotten === undefined) isFirstRound = false;
    await lookForContradictions();
  };

  /**
   * One page a sweep, round and round: a row whose numbers say that it was reconciled, in another state than the one
   * desired, is found by no query that has an index.
   */
  async function lookForContradictions(): Promise<void> {
    const page = await properties.list({}, { limit: sweepLimit, after: listed });
    for (const property of page.items) {
      if (property.reachedSeq !== property.eventSeq || hasReached(property)) continue;
      const { clientId, propertyId, state, desiredState } = property;
      context.logger.warn(
        { clientId, propertyId, state, desiredState },
        'a property is not in its desired state',
      );
      await enqueueReconcile(tasks, property);
    }
    listed = page.next;
  }
}

/**
 * The longer a property has failed, the more rarely it is tried: after ten minutes, after an hour once it has failed for
 * an hour, after a day once it has failed for a day. An event or a new token brings it a task at once.
 */
function isDue({ failingSince, updatedAt }: PropertyRecord, nowMs: number): boolean {
  if (failingSince === undefined) return true;
  const failingForMs = nowMs - Date.parse(failingSince);
  const waitMs = failingForMs < hourMs ? forgottenAfterMs : failingForMs < dayMs ? hourMs : dayMs;
  return nowMs - Date.parse(updatedAt) >= waitMs;
}
