import type { ClientRepository } from './repositories/client-repository.js';
import type { HouseRepository } from './repositories/house-repository.js';
import type { OauthCodeRepository } from './repositories/oauth-code-repository.js';
import type { OperatorRepository } from './repositories/operator-repository.js';
import type { PropertyRepository } from './repositories/property-repository.js';
import type { UserRepository } from './repositories/user-repository.js';
import type { ViewingRepository } from './repositories/viewing-repository.js';
import type { WebhookRepository } from './repositories/webhook-repository.js';

export type * from './repositories/client-repository.js';
export type * from './repositories/house-repository.js';
export type * from './repositories/oauth-code-repository.js';
export type * from './repositories/operator-repository.js';
export type * from './repositories/page.js';
export type * from './repositories/property-repository.js';
export type * from './repositories/user-repository.js';
export type * from './repositories/viewing-repository.js';
export type * from './repositories/webhook-repository.js';

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
