import type { TaskEnqueuer } from 'entrata-store';
import type { Context } from '../core/context.js';
import { pagesOf } from '../core/pages-of.js';
import type { ListingContext } from './listing-context.js';

/** The kind of the task that fetches a client's active properties anew. */
export const refreshTask = 'refresh';

/** Entrata's quota may hold a large client back for hours; the attempts must outlast that. */
const maxAttempts = 50;
const clientsAtOnce = 100;

/**
 * Refreshes one client's houses, or every client's. Properties fetched at `since` or later are left alone, so
 * that a refresh that was interrupted, or asked for by two instances, goes on instead of starting over.
 */
export async function enqueueRefresh(
  context: Context,
  { clientId, since }: { readonly clientId?: string | undefined; readonly since: string },
): Promise<void> {
  if (clientId !== undefined) return enqueueOne(context.store.tasks, clientId, since);
  const { clients, tasks } = context.store;
  for await (const page of pagesOf((after) => clients.list({ limit: clientsAtOnce, after }))) {
    for (const client of page) if (client.status === 'active') await enqueueOne(tasks, client.id, since);
  }
}

function enqueueOne(tasks: TaskEnqueuer, clientId: string, since: string): Promise<void> {
  const openKey = `refresh:${clientId}:${since}`;
  return tasks.enqueue({
    kind: refreshTask,
    payload: { clientId, since },
    openKey,
    group: clientId,
    maxAttempts,
  });
}

/** Enqueues a refresh of all clients when a new period has begun; every instance names it by the same instant. */
export function createRefreshSchedule(context: ListingContext): () => Promise<void> {
  const everyMs = context.listing.refreshHousesEveryMs;
  let enqueued: string | undefined;
  return async () => {
    if (everyMs === undefined) return;
    const since = new Date(Math.floor(context.now().getTime() / everyMs) * everyMs).toISOString();
    if (since === enqueued) return;
    await enqueueRefresh(context, { since });
    enqueued = since;
  };
}
