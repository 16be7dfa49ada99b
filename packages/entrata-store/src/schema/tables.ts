import { clientsTable } from './clients-table.js';
import type { RowOf } from './field.js';
import { housesTable } from './houses-table.js';
import { oauthCodesTable } from './oauth-codes-table.js';
import { operatorsTable } from './operators-table.js';
import { propertiesTable } from './properties-table.js';
import { usersTable } from './users-table.js';
import { viewingsTable } from './viewings-table.js';
import { webhooksTable } from './webhooks-table.js';

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
