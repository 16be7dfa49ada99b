import { healthAnswer } from '../answers.js';
import type { Context } from '../context.js';
import { jsonResponse } from '../http.js';
import type { Route } from '../router.js';

/** `/healthz`: the process answers. `/readyz`: the database answers too; 503 otherwise. */
export function healthRoutes(context: Context): Route[] {
  return [
    {
      methods: ['GET', 'HEAD'],
      path: '/healthz',
      about: { summary: 'Whether the process answers', tag: 'health', answers: { 200: healthAnswer } },
      handle: async () => jsonResponse(200, { status: 'ok' }),
    },
    {
      methods: ['GET', 'HEAD'],
      path: '/readyz',
      about: { summary: 'Whether the database answers too', tag: 'health', answers: { 200: healthAnswer } },
      handle: async () => {
        await context.store.ping();
        return jsonResponse(200, { status: 'ready' });
      },
    },
  ];
}
