import { type AdapterResponse, jsonResponse } from './request-response.js';
import type { Route } from './router.js';

/** `/openapi.json`, made at the first request: until then, not even what makes it is loaded. */
export function openApiRoute(routes: readonly Route[]): Route {
  let response: AdapterResponse | undefined;
  return {
    methods: ['GET', 'HEAD'],
    path: '/openapi.json',
    handle: async () => {
      const { buildOpenApiDocument } = await import('./openapi-document.js');
      response ??= jsonResponse(200, buildOpenApiDocument(routes), {
        'cache-control': 'public, max-age=300',
      });
      return response;
    },
  };
}
