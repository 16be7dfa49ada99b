import type { Gate } from './core/guard.js';
import type { Repositories } from './repositories.js';

type Methods = Readonly<Record<string, (...given: never[]) => Promise<unknown>>>;

/**
 * The repositories of a store outside its transactions, each of whose methods goes through `gate` before anything of it
 * runs: what has to be waited for is waited for before the first look at the clock.
 */
export function throughGate(repositories: Repositories, gate: Gate): Repositories {
  const gated = <T extends object>(repository: T): T => {
    const methods = Object.entries(repository as Methods).map(([name, method]) => [
      name,
      (...given: never[]) => gate(() => method(...given)),
    ]);
    // The same methods, each with its own parameters and result.
    return Object.fromEntries(methods) as T;
  };
  return {
    users: gated(repositories.users),
    operators: gated(repositories.operators),
    clients: gated(repositories.clients),
    properties: gated(repositories.properties),
    houses: gated(repositories.houses),
    viewings: gated(repositories.viewings),
    webhooks: gated(repositories.webhooks),
    oauthCodes: gated(repositories.oauthCodes),
  };
}
