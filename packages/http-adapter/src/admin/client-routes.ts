import type { Route } from '../http/router.js';
import type { AdminContext } from './admin-context.js';
import { pageQuery, pathId, propertiesQuery } from './admin-request-schemas.js';
import {
  clientsResponse,
  propertiesResponse,
  reinstatedClientResponse,
  revokedClientResponse,
} from './admin-response-schemas.js';
import { adminRoute } from './admin-route.js';
import { renderClient, renderProperty } from './render-records.js';
import { reinstateClient, revokeClient } from './revoke-client.js';

/** Connected companies, and their properties by state. */
export function adminClientRoutes(context: AdminContext): Route[] {
  const { clients, properties } = context.store;
  return [
    adminRoute(
      context,
      'GET',
      '/api/admin/clients',
      { input: pageQuery, response: clientsResponse },
      async (page) => {
        const { items, next } = await clients.list(page);
        return { items: items.map(renderClient), next: next ?? null };
      },
    ),
    adminRoute(
      context,
      'POST',
      '/api/admin/clients/:id/revoke',
      { input: pathId, response: revokedClientResponse },
      async ({ id }) => {
        await revokeClient(context, id);
        return { id, status: 'revoked' as const };
      },
    ),
    adminRoute(
      context,
      'POST',
      '/api/admin/clients/:id/reinstate',
      { input: pathId, response: reinstatedClientResponse },
      async ({ id }) => {
        const { status } = await reinstateClient(context, id);
        return { id, status };
      },
    ),
    adminRoute(
      context,
      'GET',
      '/api/admin/properties',
      { input: propertiesQuery, response: propertiesResponse },
      async ({ limit, after, ...filter }) => {
        const { items, next } = await properties.list(filter, { limit, after });
        return { items: items.map(renderProperty), next: next ?? null };
      },
    ),
  ];
}
