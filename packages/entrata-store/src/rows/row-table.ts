import type { Id, Instant } from '../core/ids.js';
import type { PageRequest } from '../core/page.js';
import type { UnreadableValue } from '../core/unreadable.js';
import type { WithOptional } from '../core/with-optional.js';
import type { Match, Where } from './condition.js';
import type { TableSpec } from './field.js';

/** A row before it has an id. Fields left out are absent. */
export type NewRow<R> = WithOptional<Omit<R, 'id'>>;

/** A new row as it is read: a field that was left out is there, and undefined. */
export function completeRow<R extends { readonly id: Id }>(spec: TableSpec, id: Id, row: NewRow<R>): R {
  const absent = Object.fromEntries(Object.keys(spec.fields).map((name) => [name, undefined]));
  // Those that may not be absent are in `row`.
  return { ...absent, ...row, id } as unknown as R;
}

export interface RowPage<R> {
  readonly rows: readonly R[];
  readonly next: string | undefined;
}

/**
 * What the repositories need of one table, and all that an engine has to provide. Every method is one
 * statement (or behaves like one): it happens whole or not at all.
 */
export interface RowTable<R extends { readonly id: Id }> {
  /** Inserts and returns the id. A taken unique key is a `conflict`. */
  insert(row: NewRow<R>): Promise<Id>;
  /** Like `insert`; undefined, and nothing changed, when a unique key is taken. Does not end the transaction. */
  insertIfAbsent(row: NewRow<R>): Promise<Id | undefined>;
  /** Changes the rows that match and returns how many did. */
  update(match: Match<R>, set: Partial<NewRow<R>>): Promise<number>;
  /** Deletes up to `limit` matching rows and returns how many. */
  remove(where: Where<R>, limit: number): Promise<number>;
  /**
   * By equal fields. With `lock` or `share`, other transactions wait to change the row until this one ends; several may
   * hold it with `share` at once.
   */
  first(match: Partial<R>, lock?: 'lock' | 'share'): Promise<R | undefined>;
  all(
    where: Where<R>,
    options?: { readonly oldestBy?: keyof R & string; readonly limit?: number; readonly lock?: 'lock' },
  ): Promise<readonly R[]>;
  /** A page by an instant and id. */
  page(
    where: Where<R>,
    order: { readonly by: keyof R & string; readonly direction: 'asc' | 'desc' },
    page: PageRequest | undefined,
  ): Promise<RowPage<R>>;
  countBy<K extends keyof R & string>(
    where: Where<R>,
    field: K,
  ): Promise<readonly { readonly value: R[K]; readonly count: number }[]>;
  /** Counts by a field and the UTC day of an instant, newest day first. */
  countByDay<K extends keyof R & string>(
    where: Where<R>,
    field: K,
    at: keyof R & string,
  ): Promise<readonly { readonly day: string; readonly value: R[K]; readonly count: number }[]>;
}

/**
 * Tables, and a way to do several statements as one: a transaction, or the one we are in. A repository names the tables
 * that it works on.
 */
export interface Session<Tables> {
  readonly tables: Tables;
  atomic<T>(work: (tables: Tables) => Promise<T>): Promise<T>;
}

/** What repositories are given beside their tables. */
export interface Services {
  now(): Instant;
  readonly seal: (plain: string, context: string) => string;
  readonly open: (sealed: string, context: string) => string;
  /** Called with a stored value that cannot be read; never throws. */
  readonly onUnreadable: (value: UnreadableValue) => void;
}
