import type { ClientRepository } from './clients/client-repository.js';
import { createClientRepository } from './clients/create-client-repository.js';
import type { Gate } from './core/guard.js';
import { createHouseRepository } from './houses/create-house-repository.js';
import type { HouseRepository } from './houses/house-repository.js';
import { createOauthCodeRepository } from './oauth-codes/create-oauth-code-repository.js';
import type { OauthCodeRepository } from './oauth-codes/oauth-code-repository.js';
import { createOperatorRepository, type OperatorRepository } from './operators/operator-repository.js';
import { createPropertyRepository } from './properties/create-property-repository.js';
import type { PropertyRepository } from './properties/property-repository.js';
import type { Services, Session } from './rows/row-table.js';
import type { Tables } from './tables.js';
import { createUserRepository, type UserRepository } from './users/user-repository.js';
import { createViewingRepository } from './viewings/create-viewing-repository.js';
import type { ViewingRepository } from './viewings/viewing-repository.js';
import { createWebhookRepository, type WebhookLogWriter } from './webhooks/create-webhook-repository.js';
import type { WebhookRepository } from './webhooks/webhook-repository.js';

export * from './clients/client-repository.js';
export type * from './core/ids.js';
export type { Page, PageRequest } from './core/page.js';
export * from './houses/house-repository.js';
export * from './oauth-codes/oauth-code-repository.js';
export type { OperatorRecord, OperatorRepository } from './operators/operator-repository.js';
export * from './properties/property-repository.js';
export type { NewUser, UserRecord, UserRepository } from './users/user-repository.js';
export type { UserRole } from './users/users-table.js';
export * from './viewings/viewing-repository.js';
export * from './webhooks/webhook-repository.js';

/** All repositories over one database. */
export interface Repositories {
  readonly users: UserRepository;
  readonly operators: OperatorRepository;
  readonly clients: ClientRepository;
  readonly properties: PropertyRepository;
  readonly houses: HouseRepository;
  readonly viewings: ViewingRepository;
  readonly webhooks: WebhookRepository;
  readonly oauthCodes: OauthCodeRepository;
}

/** The repositories over one session; an engine may bring a quicker way to write the webhook log. */
export function assembleRepositories(
  session: Session<Tables>,
  services: Services,
  webhookLog: WebhookLogWriter = {
    append: async (makeRow) => session.tables.webhooks.insert(makeRow()),
    recordOutcome: (webhook, outcome) => session.tables.webhooks.update({ ...webhook }, outcome),
  },
): Repositories {
  return {
    users: createUserRepository(session, services),
    operators: createOperatorRepository(session),
    clients: createClientRepository(session, services),
    properties: createPropertyRepository(session, services),
    houses: createHouseRepository(session, services),
    viewings: createViewingRepository(session, services),
    webhooks: createWebhookRepository(session, services, webhookLog),
    oauthCodes: createOauthCodeRepository(session, services),
  };
}

/** Inside a transaction, doing several statements as one needs nothing more. */
export const insideSession = (tables: Tables): Session<Tables> => ({
  tables,
  atomic: (work) => work(tables),
});

type Methods = Readonly<Record<string, (...given: never[]) => Promise<unknown>>>;

/**
 * The repositories of a store outside its transactions, each of whose methods goes through `gate` before anything of it
 * runs: what has to be waited for is waited for before the first look at the clock.
 */
export function throughGate(repositories: Repositories, gate: Gate): Repositories {
  const gated = (repository: Methods) =>
    Object.fromEntries(
      Object.entries(repository).map(([name, method]) => [
        name,
        (...given: never[]) => gate(() => method(...given)),
      ]),
    );
  const entries = Object.entries(repositories).map(([key, repository]) => [key, gated(repository)]);
  // The same methods, each with its own parameters and result.
  return Object.fromEntries(entries) as Repositories;
}
