import type { LogFields, Logger } from '../core/logger.js';
import type { AdapterRequest, AdapterResponse } from './request-response.js';
import type { RouteAbout } from './route-about.js';

/** One request on its way through a route. */
export interface Exchange {
  readonly request: AdapterRequest;
  /** What stood in the place of `:name` in the route's path, percent-decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** Ours; also in the answer's `x-request-id` and in every log line of this request. */
  readonly requestId: string;
  readonly logger: Logger;
  /** Adds to every later log line of this request. */
  addFields(fields: LogFields): void;
}

export interface Route {
  readonly methods: readonly ('GET' | 'HEAD' | 'POST')[];
  /** Literal segments and `:name`, e.g. `/api/viewings/:id/cancel`. */
  readonly path: string;
  handle(exchange: Exchange): Promise<AdapterResponse>;
  /** For `/openapi.json`; a route without it is not in there. */
  readonly about?: RouteAbout;
  /** How an error looks on this route; `application/problem+json` by default. */
  renderError?(error: unknown, exchange: Exchange): AdapterResponse;
}

export type RouteMatch =
  | { readonly found: 'route'; readonly route: Route; readonly params: Record<string, string> }
  | { readonly found: 'path'; readonly allow: string }
  | { readonly found: 'nothing' };

export interface Router {
  match(method: string, path: string): RouteMatch;
}

function readParams(
  pattern: readonly string[],
  segments: readonly string[],
): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? '';
    if (!part.startsWith(':')) {
      if (part !== segment) return undefined;
    } else {
      if (segment === '') return undefined;
      try {
        params[part.slice(1)] = decodeURIComponent(segment);
      } catch {
        return undefined;
      }
    }
  }
  return params;
}

/** Literal paths are found at once; paths with parameters are tried in the order given. */
export function createRouter(routes: readonly Route[]): Router {
  const literal = new Map<string, Route[]>();
  const patterns: { readonly parts: readonly string[]; readonly route: Route }[] = [];
  for (const route of routes) {
    if (route.path.includes('/:')) patterns.push({ parts: route.path.split('/'), route });
    else literal.set(route.path, [...(literal.get(route.path) ?? []), route]);
  }

  const candidates = (path: string): { route: Route; params: Record<string, string> }[] => {
    const exact = literal.get(path);
    if (exact !== undefined) return exact.map((route) => ({ route, params: {} }));
    const segments = path.split('/');
    return patterns.flatMap(({ parts, route }) => {
      const params = readParams(parts, segments);
      return params === undefined ? [] : [{ route, params }];
    });
  };

  return {
    match(method, path) {
      const found = candidates(path);
      const chosen = found.find(({ route }) => route.methods.some((allowed) => allowed === method));
      if (chosen !== undefined) return { found: 'route', ...chosen };
      if (found.length === 0) return { found: 'nothing' };
      return { found: 'path', allow: [...new Set(found.flatMap(({ route }) => route.methods))].join(', ') };
    },
  };
}
