import type { Context } from '../core/context.js';
import { jsonResponse } from '../http/request-response.js';
import {
  type HealthResponse,
  healthResponse,
  type ReadinessResponse,
  readinessResponse,
} from '../http/response-schemas.js';
import type { Route } from '../http/router.js';
import { createReadiness } from './check-readiness.js';

/** Handlers of this process that have not returned although their time is over, by the kind of their task. */
export type StuckTasks = () => Readonly<Record<string, number>>;

/**
 * `/healthz`: the process answers. `/readyz`: the database lets it work too; 503 with the reason otherwise. Handlers that
 * are stuck are told there, and do not make it 503: what they wait for is not mended by sending requests elsewhere.
 */
export function healthRoutes(context: Context, stuckTasks: StuckTasks): Route[] {
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
        responses: { 200: readinessResponse },
        problems: ['not_ready'],
      },
      handle: async () => {
        await checkReadiness();
        return jsonResponse<ReadinessResponse>(200, { status: 'ready', stuckTasks: stuckTasks() });
      },
    },
  ];
}
