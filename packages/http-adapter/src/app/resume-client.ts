import type { TaskHandler } from 'entrata-store';
import { resumeViewingsOf } from '../booking/viewing-sweep.js';
import { BoundedMap } from '../core/bounded-map.js';
import { type Context, instantIn } from '../core/context.js';
import { pagesOf } from '../core/pages-of.js';
import { enqueueReconcile, enqueueResumeClient, hasReached } from '../listing/reconcile-task.js';

const propertiesAtOnce = 200;
/** A company that subscribes 2,000 properties sends a code, and so has a new token after a good one, 2,000 times. */
const restMs = 10_000;

/**
 * Sets going all that waited for a client's token: properties that have not reached their newest event, and viewings. At
 * once, but for a client whose token worked before and that was looked through a moment ago: then a little later.
 */
export function createResumeClient(context: Context): TaskHandler {
  const ran = new BoundedMap<number>({ maxEntries: 1_000 });
  return async ({ payload, signal, requestId }) => {
    const clientId = String(payload.clientId);
    const last = payload.isHealed === false ? ran.get(clientId) : undefined;
    if (last !== undefined && context.elapsedMs() - last < restMs) {
      const later = { requestId, isHealed: false, runAt: instantIn(context, restMs) };
      return enqueueResumeClient(context.store.tasks, clientId, later);
    }
    await resumeClient(context, clientId, signal);
    ran.set(clientId, context.elapsedMs());
  };
}

async function resumeClient(context: Context, clientId: string, signal: AbortSignal): Promise<void> {
  const { properties, tasks } = context.store;
  await resumeViewingsOf(context, clientId, signal);
  const pages = pagesOf((after) => {
    signal.throwIfAborted();
    return properties.list({ clientId }, { limit: propertiesAtOnce, after });
  });
  for await (const page of pages) {
    for (const property of page) if (!hasReached(property)) await enqueueReconcile(tasks, property);
  }
}
