import { AdapterError } from '../core/adapter-error.js';
import type { Route } from '../http/router.js';
import type { AdminContext } from './admin-context.js';
import { pathId, tasksQuery } from './admin-request-schemas.js';
import { taskResponse, tasksResponse } from './admin-response-schemas.js';
import { adminRoute } from './admin-route.js';
import { renderTask } from './render-records.js';

/** What the workers do, did, and gave up. */
export function adminTaskRoutes(context: AdminContext): Route[] {
  const { tasks } = context.store;

  async function find(id: string) {
    const task = await tasks.find(id);
    if (task === undefined) throw new AdapterError('not_found');
    return task;
  }

  return [
    adminRoute(
      context,
      'GET',
      '/api/admin/tasks',
      { input: tasksQuery, response: tasksResponse },
      async ({ limit, after, ...filter }) => {
        const { items, next } = await tasks.list(filter, { limit, after });
        return { items: items.map(renderTask), next: next ?? null };
      },
    ),
    adminRoute(
      context,
      'POST',
      '/api/admin/tasks/:id/retry',
      { input: pathId, response: taskResponse },
      async ({ id }) => {
        await find(id);
        if (!(await tasks.retry(id))) throw new AdapterError('state_conflict');
        return renderTask(await find(id));
      },
    ),
  ];
}
