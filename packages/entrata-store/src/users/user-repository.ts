import type { Id, UserRecord, UserRole } from '../records.js';
import type { Page, PageRequest } from '../repositories/page.js';

export interface NewUser {
  readonly role: UserRole;
  readonly name: string;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly companyName?: string | undefined;
  readonly operatorId?: Id | undefined;
}

export interface UserRepository {
  insert(user: NewUser): Promise<UserRecord>;
  find(id: Id): Promise<UserRecord | undefined>;
  /** Oldest first. */
  list(filter?: { role?: UserRole }, page?: PageRequest): Promise<Page<UserRecord>>;
}
