import { type Context, instantIn } from '../core/context.js';
import { pagesOf } from '../core/pages-of.js';
import type { BookingContext } from './booking-context.js';
import {
  cancelViewingTask,
  enqueueViewingTask,
  lookUpDelayMs,
  resolveViewingTask,
  sendViewingTask,
} from './viewing-tasks.js';

/** Rows younger than this are still carried by the request or the task that made them. */
const sweepAfterMs = 60_000;
const sweepLimit = 500;
/**
 * When a cancellation is tried that no task carries any more. As long as a task waits at most before it tries again, so
 * that one that does carry it is not pulled forward.
 */
const cancelDelayMs = 600_000;

/**
 * Enqueues a task for each viewing that has not reached its end and that no task carries any more. One page a sweep, round
 * and round: those that wait, for Entrata or a person, hide no other.
 */
export function createViewingSweep(context: BookingContext): () => Promise<void> {
  const { viewings, tasks } = context.store;
  let unfinished: string | undefined;
  let after: string | undefined;

  return async () => {
    const before = instantIn(context, -sweepAfterMs);
    const open = await viewings.unfinished({ before }, { limit: sweepLimit, after: unfinished });
    for (const viewing of open.items) {
      const isUnknown = viewing.status === 'unknown';
      const kind = isUnknown ? resolveViewingTask : sendViewingTask;
      const delayMs = isUnknown ? lookUpDelayMs(context, viewing, 'soon') : 0;
      await enqueueViewingTask(context, tasks, kind, viewing, delayMs);
    }
    unfinished = open.next;
    const asked = await viewings.listCancelRequested({ before }, { limit: sweepLimit, after });
    for (const viewing of asked.items) {
      await enqueueViewingTask(context, tasks, cancelViewingTask, viewing, cancelDelayMs);
    }
    after = asked.next;
  };
}

/** Sets everything going at once that waits for the token of one client: cancellations, and what has not reached its end. */
export async function resumeViewingsOf(
  context: Context,
  clientId: string,
  signal: AbortSignal,
): Promise<void> {
  const { viewings, tasks } = context.store;
  const before = context.now().toISOString();
  const wanted = { before, clientId };
  const pages = (list: 'unfinished' | 'listCancelRequested') =>
    pagesOf((after) => {
      signal.throwIfAborted();
      return viewings[list](wanted, { limit: sweepLimit, after });
    });
  for await (const page of pages('unfinished')) {
    for (const viewing of page) {
      const kind = viewing.status === 'unknown' ? resolveViewingTask : sendViewingTask;
      await enqueueViewingTask(context, tasks, kind, viewing, 0);
    }
  }
  for await (const page of pages('listCancelRequested')) {
    for (const viewing of page) await enqueueViewingTask(context, tasks, cancelViewingTask, viewing, 0);
  }
}
