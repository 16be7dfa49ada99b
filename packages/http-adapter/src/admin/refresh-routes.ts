import { jsonResponse } from '../http/request-response.js';
import type { Route } from '../http/router.js';
import { enqueueRefresh } from '../listing/refresh-task.js';
import type { AdminContext } from './admin-context.js';
import { adminRoute } from './admin-route.js';
import { refreshQuery } from './admin-schemas.js';

/** Fetches houses anew, of one client or of all. */
export function adminRefreshRoutes(context: AdminContext): Route[] {
  return [
    adminRoute(
      context,
      'POST',
      '/api/admin/refresh',
      refreshQuery,
      async ({ clientId }) => {
        const since = context.now().toISOString();
        await enqueueRefresh(context, { clientId, since });
        return jsonResponse(202, { status: 'enqueued', since });
      },
      { status: 202 },
    ),
  ];
}
