import { createClientRepository } from './clients/create-client-repository.js';
import { createHouseRepository } from './houses/create-house-repository.js';
import { createOauthCodeRepository } from './oauth-codes/create-oauth-code-repository.js';
import { createOperatorRepository } from './operators/create-operator-repository.js';
import { createPropertyRepository } from './properties/create-property-repository.js';
import type { Repositories } from './repositories.js';
import type { Services, Session, Tables } from './rows/row-table.js';
import { createUserRepository } from './users/create-user-repository.js';
import { createViewingRepository } from './viewings/create-viewing-repository.js';
import { createWebhookRepository, type WebhookLogWriter } from './webhooks/create-webhook-repository.js';

/** The repositories over one session; an engine may bring a quicker way to write the webhook log. */
export function assembleRepositories(
  session: Session,
  services: Services,
  webhookLog: WebhookLogWriter = {
    append: (row) => session.tables.webhooks.insert(row),
    settle: (logId, end) => session.tables.webhooks.update({ logId }, end),
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
export const insideSession = (tables: Tables): Session => ({ tables, atomic: (work) => work(tables) });
