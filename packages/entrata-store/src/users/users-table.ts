import {
  choice,
  id,
  instant,
  optional,
  otherwise,
  type RowOf,
  reference,
  table,
  text,
} from '../rows/field.js';

const userRoles = ['user', 'agent', 'operator', 'admin', 'other'] as const;

/** `other`: somebody of a mapped table whose role means nothing here, and who may do nothing here. */
export type UserRole = (typeof userRoles)[number];

export const usersTable = table({
  key: 'users',
  name: 'users',
  fields: {
    id: id(),
    role: otherwise('other', choice(...userRoles)),
    name: text(255),
    email: optional(text(320)),
    phone: optional(text(64)),
    companyName: optional(text(255)),
    operatorId: optional(reference('operators')),
    createdAt: instant(),
  },
  unique: [],
  indexes: [
    ['createdAt', 'id'],
    ['role', 'createdAt', 'id'],
  ],
});

export type UserRow = RowOf<typeof usersTable>;
