import { checkObject } from '../core/check-option.js';
import type { Id, Instant } from '../core/ids.js';
import type { Page, PageRequest } from '../core/page.js';
import { given } from '../rows/condition.js';
import type { RowTable, Services, Session } from '../rows/row-table.js';
import type { UserRole, UserRow } from './users-table.js';

/** A person: a renter, the agent user made for an Entrata client, or staff. */
export interface UserRecord {
  readonly id: Id;
  readonly role: UserRole;
  readonly name: string;
  readonly email: string | undefined;
  readonly phone: string | undefined;
  /** The agent user of a client carries its operator's name here; the existing portal links the two by it. */
  readonly companyName: string | undefined;
  /** The operator this user works for. Undefined for renters, and in schemas that link by company name only. */
  readonly operatorId: Id | undefined;
  readonly createdAt: Instant;
}

/** A user to add. */
export interface NewUser {
  readonly role: UserRole;
  readonly name: string;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly companyName?: string | undefined;
  readonly operatorId?: Id | undefined;
}

/**
 * Renters, agents and staff.
 * @throws StoreError from every method, as {@link Store} says; a method names what is its own.
 */
export interface UserRepository {
  /**
   * Adds a user.
   * @throws StoreError `misuse` for an operator that does not exist (a mapped table may not check it).
   * @example
   * const user = await store.users.insert({ role: 'user', name: 'Example Renter', email: 'renter@example.test' });
   */
  insert(user: NewUser): Promise<UserRecord>;
  /**
   * The user of this id.
   * @example
   * const user = await store.users.find(userId);
   */
  find(id: Id): Promise<UserRecord | undefined>;
  /**
   * Oldest first.
   * @throws StoreError `misuse` for a limit or cursor that is none.
   * @example
   * const { items, next } = await store.users.list({ role: 'agent' }, { limit: 100 });
   */
  list(filter?: { readonly role?: UserRole | undefined }, page?: PageRequest): Promise<Page<UserRecord>>;
}

interface Tables {
  readonly users: RowTable<UserRow>;
}

export function createUserRepository({ tables }: Session<Tables>, { now }: Services): UserRepository {
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
