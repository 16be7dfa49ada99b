import { checkObject } from '../core/check-option.js';
import type { UserRepository } from '../repositories.js';
import { given } from '../rows/condition.js';
import type { Services, Session } from '../rows/row-table.js';

export function createUserRepository({ tables }: Session, { now }: Services): UserRepository {
  return {
    async insert(user) {
      checkObject('user', user);
      const row = {
        role: user.role,
        name: user.name,
        email: user.email,
        phone: user.phone,
        companyName: user.companyName,
        operatorId: user.operatorId,
        createdAt: now(),
      };
      return { id: await tables.users.insert(row), ...row };
    },
    find: (id) => tables.users.first({ id }),
    async list(filter, page) {
      const order = { by: 'createdAt', direction: 'asc' } as const;
      const { rows, next } = await tables.users.page(given({ role: filter?.role }), order, page);
      return { items: rows, next };
    },
  };
}
