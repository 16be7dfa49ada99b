import type { Context } from '../core/context.js';
import { jsonResponse } from '../http/request-response.js';
import { type HealthResponse, healthResponse } from '../http/response-schemas.js';
import type { Route } from '../http/router.js';
import { createReadiness } from './check-readiness.js';

/** `/healthz`: the process answers. `/readyz`: the database lets it work too; 503 with the reason otherwise. */
export function healthRoutes(context: Context): Route[] {
  const checkReadiness = createReadiness(context.store, { elapsedMs: context.elapsedMs });
  return [
    {
      methods: ['GET', 'HEAD'],
      path: '/healthz',
      about: { summary: 'Whether the process answers', tag: 'health', responses: { 200: healthResponse } },
      handle: async () => jsonResponse<HealthResponse>(200, { status: 'ok' }),
    },
    {
      methods: ['GET', 'HEAD'],
      path: '/readyz',
      about: {
        summary: 'Whether the app can work: its database answers, is migrated and takes writes',
        tag: 'health',
        responses: { 200: healthResponse },
        problems: ['not_ready'],
      },
      handle: async () => {
        await checkReadiness();
        return jsonResponse<HealthResponse>(200, { status: 'ready' });
      },
    },
  ];
}
