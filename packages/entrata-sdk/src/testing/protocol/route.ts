/** The ways in: the ILS API (bearer), the legacy host (Basic), the gateway (API key), the token endpoint, images. */
export type Surface = 'ils' | 'legacy' | 'gateway' | 'oauth' | 'image' | 'unknown';

/** Where a URL leads. */
export interface Route {
  readonly surface: Surface;
  readonly subdomain?: string;
  readonly service?: string;
}

const PATHS: readonly [Surface, RegExp][] = [
  ['ils', /^\/api\/ils\/(?<service>[a-z]+)\/?$/i],
  ['oauth', /^\/api\/oauth\/?$/i],
  ['legacy', /^\/api\/(?:v1\/)?(?<service>[a-z]+)\/?$/i],
  ['gateway', /^\/ext\/orgs\/(?<subdomain>[^/]+)\/v1\/(?<service>[a-z]+)\/?$/i],
  ['image', /^\/images\//],
];

/** Real hosts (`demo.entrata.com`, `sync.`, `apis.`) and, on any other host, `/{subdomain}/api/...`. */
export function findRoute(host: string, path: string): Route {
  const subdomain = /^([a-z0-9-]+)\.entrata\.com(?::\d+)?$/.exec(host.toLowerCase())?.[1];
  if (subdomain === undefined) return routeByPath(path);
  if (subdomain === 'sync' || subdomain === 'apis') return match(path, undefined);
  return match(path, subdomain);
}

function routeByPath(path: string): Route {
  const direct = match(path, undefined);
  if (direct.surface === 'gateway' || direct.surface === 'oauth' || direct.surface === 'image') return direct;
  const [, subdomain, rest] = /^\/([^/]+)(\/.*)$/.exec(path) ?? [];
  return subdomain === undefined || rest === undefined ? { surface: 'unknown' } : match(rest, subdomain);
}

function match(path: string, subdomain: string | undefined): Route {
  for (const [surface, pattern] of PATHS) {
    const found = pattern.exec(path);
    if (!found) continue;
    const named = found.groups?.subdomain ?? subdomain;
    const service = found.groups?.service?.toLowerCase();
    return {
      surface,
      ...(named === undefined ? {} : { subdomain: named.toLowerCase() }),
      ...(service === undefined ? {} : { service }),
    };
  }
  return { surface: 'unknown' };
}
