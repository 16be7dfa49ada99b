import type { Context } from '../context.js';
import { enqueueConverge } from './converge-task.js';
import { hasReached } from './has-reached.js';

const propertiesAtOnce = 200;

/** Sets every property of a client going that has not reached its newest event. */
export async function convergeClient(context: Context, clientId: string, signal: AbortSignal): Promise<void> {
  const { properties, tasks } = context.store;
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
