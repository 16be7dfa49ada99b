import type { PropertyRecord, WebhookRecord } from 'entrata-store';
import { AdapterError } from '../core/adapter-error.js';
import type { Route } from '../http/router.js';
import { dropHeld, releaseHeld } from '../webhook/held-events.js';
import type { AdminContext } from './admin-context.js';
import { countsQuery, pathId, webhooksQuery } from './admin-request-schemas.js';
import {
  webhookCountsResponse,
  webhookDetailsResponse,
  webhookQueryResponse,
  webhookResponse,
  webhooksResponse,
} from './admin-response-schemas.js';
import { adminRoute } from './admin-route.js';
import { renderProperty, renderTask, renderWebhook } from './render-records.js';

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
    adminRoute(
      context,
      'GET',
      '/api/admin/webhooks',
      { input: webhooksQuery, response: webhooksResponse },
      async ({ limit, after, ...filter }) => {
        const { items, next } = await webhooks.list(filter, { limit, after });
        return { items: items.map(renderWebhook), next: next ?? null };
      },
    ),
    adminRoute(
      context,
      'GET',
      '/api/admin/webhook-counts',
      { input: countsQuery, response: webhookCountsResponse },
      async (range) => {
        const counts = await webhooks.countByTypeAndDay(range);
        const items = counts.map(({ day, requestType = null, count }) => ({ day, requestType, count }));
        return { items };
      },
    ),
    adminRoute(
      context,
      'GET',
      '/api/admin/webhooks/:id',
      { input: pathId, response: webhookDetailsResponse },
      async ({ id }) => {
        const webhook = await find(id);
        const followed = await tasks.list({ requestId: id }, { limit: mostTasksShown });
        const property = await findProperty(webhook);
        return {
          webhook: renderWebhook(webhook),
          tasks: followed.items.map(renderTask),
          property: property === undefined ? null : renderProperty(property),
        };
      },
    ),
    adminRoute(
      context,
      'GET',
      '/api/admin/webhooks/:id/query',
      { input: pathId, response: webhookQueryResponse },
      async ({ id }) => {
        await find(id);
        context.logger.warn({ logId: id }, 'an administrator opened a sealed query');
        return { logId: id, rawQuery: (await webhooks.rawQuery(id)) ?? null };
      },
    ),
    adminRoute(
      context,
      'POST',
      '/api/admin/webhooks/:id/release',
      { input: pathId, response: webhookResponse },
      async ({ id }) => {
        await releaseHeld(context, id);
        return renderWebhook(await find(id));
      },
    ),
    adminRoute(
      context,
      'POST',
      '/api/admin/webhooks/:id/drop',
      { input: pathId, response: webhookResponse },
      async ({ id }) => {
        await dropHeld(context, id);
        return renderWebhook(await find(id));
      },
    ),
  ];
}
