import type { WireMethod } from '../../profile/method.js';
import type { SandboxWire } from '../settings.js';

/** The ways in: the ILS API (bearer), the legacy host (Basic), the gateway (API key), the token endpoint, images. */
export type Surface = 'ils' | 'legacy' | 'gateway' | 'oauth' | 'image' | 'unknown';

/** Where a URL leads. */
export interface Route {
  readonly surface: Surface;
  readonly subdomain?: string;
  readonly service?: string;
}

/** What each of Entrata's own hosts serves; every other name is a client's. */
const served = {
  apis: ['gateway', 'image'],
  sync: ['oauth'],
  client: ['ils', 'oauth', 'legacy', 'image'],
} as const satisfies Record<string, readonly Surface[]>;

interface Place {
  readonly surface: Surface;
  readonly pattern: RegExp;
  /** The path itself, where it is a method's own. */
  readonly service?: string;
}

const service = '(?<service>[a-z][\\w-]*(?:/[\\w-]+)*)';
const org = '/ext/orgs/(?<subdomain>[^/]+)';

/** The places of a profile, those of single methods before those of whole surfaces. */
export class RouteTable {
  readonly #places: readonly Place[];

  constructor({ ils, methods = {}, paths }: SandboxWire) {
    const { getClientInfo, ...standard } = methods;
    const own = (surface: Surface, wires: readonly (Partial<WireMethod> | undefined)[], before = '') =>
      wires.flatMap((wire): Place[] =>
        wire?.path === undefined
          ? []
          : [{ surface, service: wire.path, pattern: exactly(before + wire.path) }],
      );
    this.#places = [
      ...own('ils', [getClientInfo, ...Object.values(ils ?? {})]),
      ...own('gateway', Object.values(standard), org),
      ...own('legacy', Object.values(standard)),
      { surface: 'ils', pattern: exactly(`${paths?.ils ?? '/api/ils'}/${service}`) },
      { surface: 'oauth', pattern: exactly('/api/oauth') },
      { surface: 'legacy', pattern: exactly(`${paths?.legacy ?? '/api/v1'}/${service}`) },
      // Clients were seen at both.
      { surface: 'legacy', pattern: exactly('/api/(?:v1/)?(?<service>[a-z]+)') },
      { surface: 'gateway', pattern: exactly(`${org}${paths?.gateway ?? '/v1'}/${service}`) },
      { surface: 'image', pattern: /^\/images\// },
    ];
  }

  /** Real hosts (`demo.entrata.com`, `sync.`, `apis.`, also of `entrata.global`) and, on any other, `/{subdomain}/api/...`. */
  find(host: string, path: string): Route {
    const name = /^([a-z0-9-]+)\.entrata\.(?:com|global)(?::\d+)?$/.exec(host.toLowerCase())?.[1];
    if (name === undefined) return this.#byPath(path);
    const isClient = name !== 'sync' && name !== 'apis';
    return this.#match(path, served[isClient ? 'client' : name], isClient ? name : undefined);
  }

  #byPath(path: string): Route {
    const direct = this.#match(path, ['gateway', 'oauth', 'image'], undefined);
    if (direct.surface !== 'unknown') return direct;
    const [, subdomain, rest] = /^\/([^/]+)(\/.*)$/.exec(path) ?? [];
    if (subdomain === undefined || rest === undefined) return { surface: 'unknown' };
    return this.#match(rest, served.client, subdomain);
  }

  #match(path: string, surfaces: readonly Surface[], subdomain: string | undefined): Route {
    for (const place of this.#places) {
      const found = surfaces.includes(place.surface) ? place.pattern.exec(path) : null;
      if (!found) continue;
      const named = found.groups?.subdomain ?? subdomain;
      const service = (place.service ?? found.groups?.service)?.toLowerCase();
      return {
        surface: place.surface,
        ...(named === undefined ? {} : { subdomain: named.toLowerCase() }),
        ...(service === undefined ? {} : { service }),
      };
    }
    return { surface: 'unknown' };
  }
}

/** Paths of a profile hold letters, digits, `_`, `-` and slashes. */
function exactly(path: string): RegExp {
  return new RegExp(`^${path}/?$`, 'i');
}
