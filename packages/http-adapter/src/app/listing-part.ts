import { adminClientRoutes } from '../admin/client-routes.js';
import { adminRefreshRoutes } from '../admin/refresh-routes.js';
import { adminTaskRoutes } from '../admin/task-routes.js';
import { adminWebhookRoutes } from '../admin/webhook-routes.js';
import type { Context } from '../core/context.js';
import { createPropertySweep } from '../listing/property-sweep.js';
import { convergeProperty } from '../listing/reconcile-property.js';
import { convergeClientTask, convergeTask } from '../listing/reconcile-task.js';
import { refreshHouses } from '../listing/refresh-houses.js';
import { enqueueRefresh, refreshTask } from '../listing/refresh-task.js';
import { resumeTask } from '../webhook/resume-task.js';
import { resumeWebhook } from '../webhook/resume-webhook.js';
import { webhookRoutes } from '../webhook/webhook-route.js';
import { createWebhookSweep } from '../webhook/webhook-sweep.js';
import type { AppPart } from './app-part.js';
import { convergeClient } from './resume-client.js';

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
