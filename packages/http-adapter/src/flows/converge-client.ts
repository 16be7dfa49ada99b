import type { Context } from '../context.js';
import { enqueueConverge } from './converge-task.js';
import { hasReached } from './has-reached.js';
import { resumeViewingsOf } from './viewing-sweep.js';

const propertiesAtOnce = 200;

/** Sets going all that waited for a client's token: properties that have not reached their newest event, and viewings. */
export async function convergeClient(context: Context, clientId: string, signal: AbortSignal): Promise<void> {
  const { properties, tasks } = context.store;
  await resumeViewingsOf(context, clientId, signal);
  let after: string | undefined;
  do {
    signal.throwIfAborted();
    const page = await properties.list(
      { clientId },
      { limit: propertiesAtOnce, ...(after === undefined ? {} : { after }) },
    );
    for (const property of page.items) {
      if (!hasReached(property)) await enqueueConverge(tasks, property);
    }
    after = page.next;
  } while (after !== undefined);
}
