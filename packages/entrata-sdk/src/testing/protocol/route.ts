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

/** What each of Entrata's own hosts serves; every other name is a client's. */
const served = {
  apis: ['gateway', 'image'],
  sync: ['oauth'],
  client: ['ils', 'oauth', 'legacy', 'image'],
} as const satisfies Record<string, readonly Surface[]>;

/** Real hosts (`demo.entrata.com`, `sync.`, `apis.`, also of `entrata.global`) and, on any other, `/{subdomain}/api/...`. */
export function findRoute(host: string, path: string): Route {
  const name = /^([a-z0-9-]+)\.entrata\.(?:com|global)(?::\d+)?$/.exec(host.toLowerCase())?.[1];
  if (name === undefined) return routeByPath(path);
  const isClient = name !== 'sync' && name !== 'apis';
  const route = match(path, isClient ? name : undefined);
  const surfaces: readonly Surface[] = served[isClient ? 'client' : name];
  return surfaces.includes(route.surface) ? route : { surface: 'unknown' };
}

function routeByPath(path: string): Route {
  const direct = match(path, undefined);
  if (direct.surface === 'gateway' || direct.surface === 'oauth' || direct.surface === 'image') return direct;
  const [, subdomain, rest] = /^\/([^/]+)(\/.*)$/.exec(path) ?? [];
  if (subdomain === undefined || rest === undefined) return { surface: 'unknown' };
  const route = match(rest, subdomain);
  return route.surface === 'gateway' ? { surface: 'unknown' } : route;
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
