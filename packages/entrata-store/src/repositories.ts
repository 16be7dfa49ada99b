import type { ClientRepository } from './clients/client-repository.js';
import type { HouseRepository } from './houses/house-repository.js';
import type { OauthCodeRepository } from './oauth-codes/oauth-code-repository.js';
import type { OperatorRepository } from './operators/operator-repository.js';
import type { PropertyRepository } from './properties/property-repository.js';
import type { UserRepository } from './users/user-repository.js';
import type { ViewingRepository } from './viewings/viewing-repository.js';
import type { WebhookRepository } from './webhooks/webhook-repository.js';

export type * from './clients/client-repository.js';
export type * from './houses/house-repository.js';
export type * from './oauth-codes/oauth-code-repository.js';
export type * from './operators/operator-repository.js';
export type * from './properties/property-repository.js';
export type * from './repositories/page.js';
export type * from './users/user-repository.js';
export type * from './viewings/viewing-repository.js';
export type * from './webhooks/webhook-repository.js';

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
