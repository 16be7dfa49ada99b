import { clientsTable } from './clients/clients-table.js';
import { housesTable } from './houses/houses-table.js';
import { oauthCodesTable } from './oauth-codes/oauth-codes-table.js';
import { operatorsTable } from './operators/operators-table.js';
import { propertiesTable } from './properties/properties-table.js';
import type { RowOf } from './rows/field.js';
import { usersTable } from './users/users-table.js';
import { viewingsTable } from './viewings/viewings-table.js';
import { webhooksTable } from './webhooks/webhooks-table.js';

/** All tables, each after those it refers to. */
export const schema = {
  operators: operatorsTable,
  users: usersTable,
  clients: clientsTable,
  properties: propertiesTable,
  houses: housesTable,
  viewings: viewingsTable,
  webhooks: webhooksTable,
  oauthCodes: oauthCodesTable,
} as const;

export type Schema = typeof schema;
export type OperatorRow = RowOf<Schema['operators']>;
export type UserRow = RowOf<Schema['users']>;
export type ClientRow = RowOf<Schema['clients']>;
export type PropertyRow = RowOf<Schema['properties']>;
export type HouseRow = RowOf<Schema['houses']>;
export type ViewingRow = RowOf<Schema['viewings']>;
export type WebhookRow = RowOf<Schema['webhooks']>;
export type OauthCodeRow = RowOf<Schema['oauthCodes']>;
