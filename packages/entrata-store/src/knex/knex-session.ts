import type { Knex } from 'knex';
import type { Gate, Guard } from '../core/guard.js';
import type { Id } from '../records.js';
import type { Tables } from '../rows/row-table.js';
import type {
  ClientRow,
  HouseRow,
  OauthCodeRow,
  OperatorRow,
  PropertyRow,
  UserRow,
  ViewingRow,
  WebhookRow,
} from '../tables.js';
import { againAfterDeadlock } from './dialect/again-after-deadlock.js';
import type { Dialect } from './dialect/dialect.js';
import { translateError } from './dialect/translate-error.js';
import type { BoundTables } from './mapping/bound-table.js';
import { createKnexTable, type RunStatement } from './rows/knex-table.js';

export type TransactionWork<T> = (trx: Knex.Transaction, tables: Tables, gate: Gate) => Promise<T>;

/** The tables over Knex, each statement on its own, and transactions over them. */
export interface KnexSession {
  readonly tables: Tables;
  transact<T>(work: TransactionWork<T>): Promise<T>;
}

/** Runs statements through `query`; what the driver throws leaves as a StoreError. */
export const createRunner =
  (query: Knex, dialect: Dialect, gate: Gate): RunStatement =>
  (table, statement) =>
    gate(async () => {
      try {
        return await statement(query);
      } catch (error) {
        throw translateError(error, dialect, table);
      }
    });

/** Runs statements each of which is a transaction by itself, as {@link createRunner} does; a deadlock's victim again. */
export const createLoneRunner = (query: Knex, dialect: Dialect, gate: Gate): RunStatement => {
  const run = createRunner(query, dialect, gate);
  return (table, statement) => againAfterDeadlock(() => run(table, statement));
};

export function createKnexSession(options: {
  readonly knex: Knex;
  readonly dialect: Dialect;
  readonly bound: BoundTables;
  readonly guard: Guard;
  readonly newId: () => Id;
  /** What a statement or a transaction outside of others goes through. */
  readonly enter: Gate;
}): KnexSession {
  const { knex, dialect, bound, guard, newId, enter } = options;

  const shared = { tables: bound, dialect, newId };
  const over = {
    users: createKnexTable<UserRow>(bound.users, shared),
    operators: createKnexTable<OperatorRow>(bound.operators, shared),
    clients: createKnexTable<ClientRow>(bound.clients, shared),
    properties: createKnexTable<PropertyRow>(bound.properties, shared),
    houses: createKnexTable<HouseRow>(bound.houses, shared),
    viewings: createKnexTable<ViewingRow>(bound.viewings, shared),
    webhooks: createKnexTable<WebhookRow>(bound.webhooks, shared),
    oauthCodes: createKnexTable<OauthCodeRow>(bound.oauthCodes, shared),
  };
  const tablesOver = (run: RunStatement): Tables => ({
    users: over.users(run),
    operators: over.operators(run),
    clients: over.clients(run),
    properties: over.properties(run),
    houses: over.houses(run),
    viewings: over.viewings(run),
    webhooks: over.webhooks(run),
    oauthCodes: over.oauthCodes(run),
  });

  async function transactOnce<T>(work: TransactionWork<T>): Promise<T> {
    let thrownByWork: { readonly error: unknown } | undefined;
    try {
      return await knex.transaction(async (trx) => {
        await dialect.begin(trx, bound.oauthCodes.name);
        try {
          return await guard.runInside((gate) =>
            work(trx, tablesOver(createRunner(trx, dialect, gate)), gate),
          );
        } catch (error) {
          thrownByWork = { error };
          throw error;
        }
      }, dialect.transaction);
    } catch (error) {
      // The work's own error comes back as it was thrown, also when the rollback fails; others are the driver's.
      throw thrownByWork ? thrownByWork.error : translateError(error, dialect, 'transaction');
    }
  }

  return {
    tables: tablesOver(createLoneRunner(knex, dialect, enter)),
    transact: (work) => enter(() => againAfterDeadlock(() => transactOnce(work))),
  };
}
