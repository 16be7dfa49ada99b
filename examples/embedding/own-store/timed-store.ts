import type { Repositories, Store } from 'entrata-store';

/** Called with every call of a repository, e.g. `viewings.open`. */
export type OnCall = (name: string, durationMs: number) => void;

/** A store of one's own around another: each call of a repository is timed, inside transactions too. */
export function createTimedStore(inner: Store, onCall: OnCall): Store {
  return {
    ...timeRepositories(inner, onCall),
    now: () => inner.now(),
    tasks: inner.tasks,
    transaction: (work) =>
      inner.transaction((tx) => work({ ...timeRepositories(tx, onCall), tasks: tx.tasks })),
    ping: () => inner.ping(),
    close: () => inner.close(),
  };
}

function timeRepositories(from: Repositories, onCall: OnCall): Repositories {
  return {
    users: timed('users', from.users, onCall),
    operators: timed('operators', from.operators, onCall),
    clients: timed('clients', from.clients, onCall),
    properties: timed('properties', from.properties, onCall),
    houses: timed('houses', from.houses, onCall),
    viewings: timed('viewings', from.viewings, onCall),
    webhooks: timed('webhooks', from.webhooks, onCall),
    oauthCodes: timed('oauthCodes', from.oauthCodes, onCall),
  };
}

function timed<R extends object>(name: string, repository: R, onCall: OnCall): R {
  return new Proxy(repository, {
    get(target, key) {
      const method: unknown = Reflect.get(target, key);
      if (typeof method !== 'function') return method;
      return async (...args: unknown[]) => {
        const startedAt = performance.now();
        try {
          return await method.apply(target, args);
        } finally {
          onCall(`${name}.${String(key)}`, performance.now() - startedAt);
        }
      };
    },
  });
}
