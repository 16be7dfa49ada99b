import {
  choice,
  id,
  instant,
  integer,
  longText,
  optional,
  otherwise,
  type RowOf,
  reference,
  table,
  text,
} from '../rows/field.js';
import { clientStatuses } from './client-repository.js';

export const clientsTable = table({
  key: 'clients',
  name: 'entrata_clients',
  fields: {
    id: id(),
    cid: text(32),
    subdomain: text(63),
    companyName: text(255),
    accessToken: optional(longText()),
    tokenExpiresAt: optional(instant()),
    tokenVersion: integer(),
    status: otherwise('needs_reauthorization', choice(...clientStatuses)),
    operatorId: reference('operators'),
    agentUserId: reference('users'),
    createdAt: instant(),
    updatedAt: instant(),
  },
  unique: [['cid']],
  indexes: [['createdAt', 'id']],
});

export type ClientRow = RowOf<typeof clientsTable>;
