import { isStoreError } from 'entrata-store';
import { AdapterError } from '../core/adapter-error.js';

/** Runs a query of a page; an `after` that the store did not give out is the caller's mistake. */
export async function checkCursor<T>(input: unknown, list: () => Promise<T>): Promise<T> {
  try {
    return await list();
  } catch (error) {
    const hasCursor = typeof input === 'object' && input !== null && 'after' in input;
    if (!hasCursor || !isStoreError(error, 'misuse')) throw error;
    throw new AdapterError('invalid_request', undefined, { field: 'after', cause: error });
  }
}
