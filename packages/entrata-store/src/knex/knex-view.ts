import { setImmediate as endOfTurn } from 'node:timers/promises';
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

/** How a view has its connections: `acquire` and `release` are the owner's. */
type Connect = (
  acquire: () => Promise<object>,
  release: (connection: object) => Promise<void>,
) => Promise<object>;

/** A view of a Knex instance, on the same pool; the instance itself and what its owner does with it stay as they are. */
function viewOf(knex: Knex, connect: Connect): Knex {
  const owner = knex.client as KnexClient;
  const view = knex.withUserParams(knex.userParams ?? {});
  const client = view.client as KnexClient;
  // Not a copy: destroyed or initialised anew, it is so for both.
  Object.defineProperty(client, 'pool', { get: () => owner.pool });
  for (const event of events) {
    view.removeAllListeners(event);
    view.on(event, (...told: readonly unknown[]) => knex.emit(event, ...told));
  }
  client.acquireConnection = () =>
    connect(
      () => owner.acquireConnection(),
      (connection) => owner.releaseConnection(connection),
    );
  return view;
}

/**
 * A view that looks at the settings of each new connection before the first statement of ours runs on it. One whose
 * settings would change values, or let a value be read as SQL, is refused: each connection of a pool may have its own.
 */
function withCheckedSessions(knex: Knex, dialect: Dialect): Knex {
  const checked = new WeakSet<object>();
  return viewOf(knex, async (acquire, release) => {
    const connection = await acquire();
    if (checked.has(connection)) return connection;
    try {
      const problem = await dialect.sessionProblem((sql) => knex.raw(sql).connection(connection), false);
      if (problem !== undefined) throw new StoreError('misuse', problem);
      checked.add(connection);
      return connection;
    } catch (error) {
      await release(connection);
      throw error;
    }
  });
}

/** Long enough for some dozens of statements, and too short for anybody who waits for something else to notice. */
const longestTurnMs = 10;

/**
 * A view for a database that answers in this process, before any timer or socket is looked at: a loop over statements
 * would keep everything else waiting. Once this turn of the event loop has lasted long enough, what wants a connection
 * waits for its end.
 */
function withTurns(knex: Knex): Knex {
  let beganAt: number | undefined;
  return viewOf(knex, async (acquire) => {
    if (beganAt === undefined) {
      beganAt = performance.now();
      setImmediate(() => {
        beganAt = undefined;
      });
    } else if (performance.now() - beganAt >= longestTurnMs) await endOfTurn();
    return acquire();
  });
}

/** The view of a Knex instance through which a store works. */
export const viewFor = (knex: Knex, dialect: Dialect): Knex =>
  dialect.hasSessions ? withCheckedSessions(knex, dialect) : withTurns(knex);
