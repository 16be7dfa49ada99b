import { AdapterError } from '../core/adapter-error.js';
import { jsonResponse } from '../http/request-response.js';
import type { Route } from '../http/router.js';
import type { AdminContext } from './admin-context.js';
import { adminRoute } from './admin-route.js';
import { pathId, tasksQuery } from './admin-schemas.js';

/** What the workers do, did, and gave up. */
export function adminTaskRoutes(context: AdminContext): Route[] {
  const { tasks } = context.store;
  return [
    adminRoute(context, 'GET', '/api/admin/tasks', tasksQuery, async ({ limit, after, ...filter }) => {
      const page = after === undefined ? { limit } : { limit, after };
      const { items, next } = await tasks.list(filter, page);
      return jsonResponse(200, { items, next: next ?? null });
    }),
    adminRoute(context, 'POST', '/api/admin/tasks/:id/retry', pathId, async ({ id }) => {
      if ((await tasks.find(id)) === undefined) throw new AdapterError('not_found');
      if (!(await tasks.retry(id))) throw new AdapterError('state_conflict');
      return jsonResponse(200, await tasks.find(id));
    }),
  ];
}
