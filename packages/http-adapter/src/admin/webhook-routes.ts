import type { PropertyRecord, WebhookRecord } from 'entrata-store';
import { AdapterError } from '../core/adapter-error.js';
import { jsonResponse } from '../http/request-response.js';
import type { Route } from '../http/router.js';
import { dropHeld, releaseHeld } from '../webhook/held-events.js';
import type { AdminContext } from './admin-context.js';
import { adminRoute } from './admin-route.js';
import { countsQuery, pathId, webhooksQuery } from './admin-schemas.js';

const mostTasksShown = 200;

/** The webhook log, what followed each, and the events that wait for a decision (`outcome=held`). */
export function adminWebhookRoutes(context: AdminContext): Route[] {
  const { webhooks, tasks, clients, properties } = context.store;

  async function find(logId: string): Promise<WebhookRecord> {
    const webhook = await webhooks.find(logId);
    if (webhook === undefined) throw new AdapterError('not_found');
    return webhook;
  }

  async function findProperty({ cid, propertyId }: WebhookRecord): Promise<PropertyRecord | undefined> {
    const client = cid === undefined ? undefined : await clients.findByCid(cid);
    if (client === undefined || propertyId === undefined) return undefined;
    return properties.findByEntrataId(client.id, propertyId);
  }

  return [
    adminRoute(context, 'GET', '/api/admin/webhooks', webhooksQuery, async ({ limit, after, ...filter }) => {
      const page = after === undefined ? { limit } : { limit, after };
      const { items, next } = await webhooks.list(filter, page);
      return jsonResponse(200, { items, next: next ?? null });
    }),
    adminRoute(context, 'GET', '/api/admin/webhook-counts', countsQuery, async (range) =>
      jsonResponse(200, { items: await webhooks.countByTypeAndDay(range) }),
    ),
    adminRoute(context, 'GET', '/api/admin/webhooks/:id', pathId, async ({ id }) => {
      const webhook = await find(id);
      const followed = await tasks.list({ requestId: id }, { limit: mostTasksShown });
      const property = await findProperty(webhook);
      return jsonResponse(200, { webhook, tasks: followed.items, property: property ?? null });
    }),
    adminRoute(context, 'GET', '/api/admin/webhooks/:id/query', pathId, async ({ id }) => {
      await find(id);
      context.logger.warn({ logId: id }, 'an administrator opened a sealed query');
      return jsonResponse(200, { logId: id, rawQuery: await webhooks.rawQuery(id) });
    }),
    adminRoute(context, 'POST', '/api/admin/webhooks/:id/release', pathId, async ({ id }) => {
      await releaseHeld(context, id);
      return jsonResponse(200, await find(id));
    }),
    adminRoute(context, 'POST', '/api/admin/webhooks/:id/drop', pathId, async ({ id }) => {
      await dropHeld(context, id);
      return jsonResponse(200, await find(id));
    }),
  ];
}
