import type { ClientRecord } from 'entrata-store';
import type { z } from 'zod';
import { AdapterError } from '../core/adapter-error.js';
import { jsonResponse } from '../http/request-response.js';
import { propertiesAnswer } from '../http/response-schemas.js';
import type { Route } from '../http/router.js';
import type { AdminContext } from './admin-context.js';
import { adminRoute } from './admin-route.js';
import { pageQuery, pathId, propertiesQuery } from './admin-schemas.js';

/** Connected companies, and their properties by state. */
export function adminClientRoutes(context: AdminContext): Route[] {
  const { clients, properties } = context.store;
  return [
    adminRoute(context, 'GET', '/api/admin/clients', pageQuery, async (page) => {
      const { items, next } = await clients.list(page);
      return jsonResponse(200, { items: items.map(renderClient), next: next ?? null });
    }),
    adminRoute(context, 'POST', '/api/admin/clients/:id/revoke', pathId, async ({ id }) => {
      const client = await clients.find(id);
      if (client === undefined) throw new AdapterError('not_found');
      if (!(await clients.revoke(id))) throw new AdapterError('state_conflict');
      return jsonResponse(200, { id, status: 'revoked' });
    }),
    adminRoute(
      context,
      'GET',
      '/api/admin/properties',
      propertiesQuery,
      async ({ limit, after, ...filter }) => {
        const page = after === undefined ? { limit } : { limit, after };
        const { items, next } = await properties.list(filter, page);
        const answer: z.output<typeof propertiesAnswer> = { items: [...items], next: next ?? null };
        return jsonResponse(200, answer);
      },
      { answered: propertiesAnswer },
    ),
  ];
}

/** All but the token itself. */
function renderClient({ accessToken, ...client }: ClientRecord) {
  return { ...client, hasToken: accessToken !== undefined };
}
