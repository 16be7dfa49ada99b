import { StoreError } from './errors.js';
import { isStorable } from './texts.js';

/** Which page of a list. */
export interface PageRequest {
  /**
   * How many items, 1 to 500.
   * @defaultValue 50
   */
  readonly limit?: number | undefined;
  /** The `next` of the page before. */
  readonly after?: string | undefined;
}

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Hand it in as `after` to read on; undefined on the last page. */
  readonly next: string | undefined;
}

/** Where a page starts: after the row of this id, and of what its engine keeps as its instant. */
export interface Cursor {
  /** As the engine wrote it; it has to check what comes back. */
  readonly at: string;
  readonly id: string;
}

const shape = /^([^~]{0,40})~(.{1,64})$/;

export function writeCursor(cursor: Cursor): string {
  return Buffer.from(`${cursor.at}~${cursor.id}`).toString('base64url');
}

/** How many rows at most a batch of work takes. */
export function readLimit(limit: number): number {
  if (!Number.isInteger(limit) || limit < 1 || limit > 10_000)
    throw new StoreError('misuse', 'limit: a batch has 1 to 10,000 rows');
  return limit;
}

/** Reads what the caller asks for; anything that is not a limit and cursor of ours is `misuse`. */
export function readPage(page: PageRequest | undefined): { limit: number; after: Cursor | undefined } {
  const limit = page?.limit === undefined ? 50 : page.limit;
  if (!Number.isInteger(limit) || limit < 1 || limit > 500)
    throw new StoreError('misuse', 'limit: a page has 1 to 500 items');
  if (page?.after === undefined) return { limit, after: undefined };
  const cursor = typeof page.after === 'string' ? Buffer.from(page.after, 'base64url').toString() : '';
  const [, at, id] = shape.exec(cursor) ?? [];
  if (at === undefined || id === undefined || !isStorable(id)) throw refusedCursor();
  return { limit, after: { at, id } };
}

/** For a cursor that was made by hand, or by another store. */
export const refusedCursor = (): StoreError =>
  new StoreError('misuse', 'The page cursor is not one this store gave out');
