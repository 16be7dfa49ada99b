import { resumeViewingsOf } from '../booking/viewing-sweep.js';
import type { Context } from '../core/context.js';
import { enqueueReconcile, hasReached } from '../listing/reconcile-task.js';

const propertiesAtOnce = 200;

/** Sets going all that waited for a client's token: properties that have not reached their newest event, and viewings. */
export async function resumeClient(context: Context, clientId: string, signal: AbortSignal): Promise<void> {
  const { properties, tasks } = context.store;
  await resumeViewingsOf(context, clientId, signal);
  let after: string | undefined;
  do {
    signal.throwIfAborted();
    const page = await properties.list({ clientId }, { limit: propertiesAtOnce, after });
    for (const property of page.items) {
      if (!hasReached(property)) await enqueueReconcile(tasks, property);
    }
    after = page.next;
  } while (after !== undefined);
}
