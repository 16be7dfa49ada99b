import type { UserRole } from '../records.js';
import { choice, id, instant, optional, otherwise, reference, table, text } from '../rows/field.js';

export const usersTable = table({
  key: 'users',
  name: 'users',
  fields: {
    id: id(),
    role: otherwise('other', choice<UserRole>('user', 'agent', 'operator', 'admin', 'other')),
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
