import type { Knex } from 'knex';
import { StoreError } from '../core/errors.js';
import type { Dialect } from './dialect/dialect.js';

/** Knex types its client as any; this is the part that gives out connections. */
interface KnexClient {
  pool?: unknown;
  acquireConnection(): Promise<object>;
  releaseConnection(connection: object): Promise<void>;
}

/** Events of a Knex instance that its owner may listen to. */
const events = ['start', 'query', 'query-response', 'query-error'] as const;

/**
 * A view of a Knex instance, on the same pool, that looks at the settings of each new connection before the first
 * statement of ours runs on it. One whose settings would change values, or let a value be read as SQL, is refused:
 * each connection of a pool may have its own. The instance itself and what its owner does with it stay as they are.
 */
export function withCheckedSessions(knex: Knex, dialect: Dialect): Knex {
  if (!dialect.hasSessions) return knex;
  const owner = knex.client as KnexClient;
  const view = knex.withUserParams(knex.userParams ?? {});
  const client = view.client as KnexClient;
  const checked = new WeakSet<object>();
  // Not a copy: destroyed or initialised anew, it is so for both.
  Object.defineProperty(client, 'pool', { get: () => owner.pool });
  for (const event of events) {
    view.removeAllListeners(event);
    view.on(event, (...told: readonly unknown[]) => knex.emit(event, ...told));
  }

  client.acquireConnection = async () => {
    const connection = await owner.acquireConnection();
    if (checked.has(connection)) return connection;
    try {
      const problem = await dialect.sessionProblem((sql) => knex.raw(sql).connection(connection), false);
      if (problem !== undefined) throw new StoreError('misuse', problem);
      checked.add(connection);
      return connection;
    } catch (error) {
      await owner.releaseConnection(connection);
      throw error;
    }
  };
  return view;
}
