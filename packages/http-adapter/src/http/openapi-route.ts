import { buildOpenApiDocument } from './openapi-document.js';
import { type AdapterResponse, jsonResponse } from './request-response.js';
import type { Route } from './router.js';

/** `/openapi.json`, made at the first request. */
export function openApiRoute(routes: readonly Route[]): Route {
  let answer: AdapterResponse | undefined;
  return {
    methods: ['GET', 'HEAD'],
    path: '/openapi.json',
    handle: async () => {
      answer ??= jsonResponse(200, buildOpenApiDocument(routes), { 'cache-control': 'public, max-age=300' });
      return answer;
    },
  };
}
