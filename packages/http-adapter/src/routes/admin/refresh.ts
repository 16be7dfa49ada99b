import type { Context } from '../../context.js';
import { enqueueRefresh } from '../../flows/refresh-task.js';
import { jsonResponse } from '../../http.js';
import type { Route } from '../../router.js';
import { adminRoute } from './admin-route.js';
import { refreshQuery } from './schemas.js';

/** Fetches houses anew, of one client or of all. */
export function adminRefreshRoutes(context: Context): Route[] {
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
