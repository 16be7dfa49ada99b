import type { AppPart } from './app-part.js';
import type { Context } from './context.js';
import { convergeClient } from './flows/converge-client.js';
import { convergeProperty } from './flows/converge-property.js';
import { convergeClientTask, convergeTask } from './flows/converge-task.js';
import { createPropertySweep } from './flows/property-sweep.js';
import { refreshHouses } from './flows/refresh-houses.js';
import { enqueueRefresh, refreshTask } from './flows/refresh-task.js';
import { resumeTask } from './flows/resume-task.js';
import { resumeWebhook } from './flows/resume-webhook.js';
import { createWebhookSweep } from './flows/webhook-sweep.js';
import { adminClientRoutes } from './routes/admin/clients.js';
import { adminRefreshRoutes } from './routes/admin/refresh.js';
import { adminTaskRoutes } from './routes/admin/tasks.js';
import { adminWebhookRoutes } from './routes/admin/webhooks.js';
import { webhookRoutes } from './routes/webhook.js';

/** The inbound half: from Entrata's webhook to houses. */
export function createListingPart(context: Context): AppPart {
  const sweepWebhooks = createWebhookSweep(context);
  const sweepProperties = createPropertySweep(context);
  const refreshOnSchedule = createRefreshSchedule(context);
  return {
    routes: [
      ...webhookRoutes(context),
      ...adminClientRoutes(context),
      ...adminWebhookRoutes(context),
      ...adminTaskRoutes(context),
      ...adminRefreshRoutes(context),
    ],
    tasks: {
      [convergeTask]: ({ payload, signal }) => {
        const target = { clientId: String(payload.clientId), propertyId: String(payload.propertyId) };
        return convergeProperty(context, target, signal);
      },
      [convergeClientTask]: ({ payload, signal }) =>
        convergeClient(context, String(payload.clientId), signal),
      [refreshTask]: ({ payload, signal }) =>
        refreshHouses(context, { clientId: String(payload.clientId), since: String(payload.since) }, signal),
      [resumeTask]: ({ payload }) =>
        resumeWebhook(context, {
          logId: String(payload.logId),
          isSenderVerified: payload.isSenderVerified === true,
          isSwept: payload.isSwept === true,
        }),
    },
    async sweep() {
      // One that fails keeps no other from its turn.
      try {
        await sweepWebhooks();
      } finally {
        try {
          await sweepProperties();
        } finally {
          await refreshOnSchedule();
        }
      }
    },
  };
}

/** Enqueues a refresh of all clients when a new period has begun; every instance names it by the same instant. */
function createRefreshSchedule(context: Context): () => Promise<void> {
  const everyMs = context.options.refreshHousesEveryMs;
  let enqueued: string | undefined;
  return async () => {
    if (everyMs === undefined) return;
    const since = new Date(Math.floor(context.now().getTime() / everyMs) * everyMs).toISOString();
    if (since === enqueued) return;
    await enqueueRefresh(context, { since });
    enqueued = since;
  };
}
