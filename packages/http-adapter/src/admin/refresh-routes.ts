import type { Route } from '../http/router.js';
import { enqueueRefresh } from '../listing/refresh-task.js';
import type { AdminContext } from './admin-context.js';
import { refreshQuery } from './admin-request-schemas.js';
import { refreshResponse } from './admin-response-schemas.js';
import { adminRoute } from './admin-route.js';

/** Fetches houses again, of one client or of all. */
export function adminRefreshRoutes(context: AdminContext): Route[] {
  return [
    adminRoute(
      context,
      'POST',
      '/api/admin/refresh',
      { input: refreshQuery, response: refreshResponse, status: 202 },
      async ({ clientId }) => {
        const since = context.now().toISOString();
        await enqueueRefresh(context, { clientId, since });
        return { status: 'enqueued' as const, since };
      },
    ),
  ];
}
