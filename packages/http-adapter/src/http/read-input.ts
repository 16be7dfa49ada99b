import { isStoreError } from 'entrata-store';
import type { z } from 'zod';
import { AdapterError } from '../core/adapter-error.js';
import type { Fields } from './fields.js';
import { idempotencyKeySchema, idSchema } from './request-schemas.js';
import type { Exchange } from './router.js';

/** How a request's input becomes typed values, or an error that names what is wrong with it. */

/** The validated fields, or `invalid_request` naming the first faulty one. */
export function parseInput<T extends z.ZodType>(schema: T, fields: Fields): z.output<T> {
  const parsed = schema.safeParse(fields);
  if (parsed.success) return parsed.data;
  const path = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new AdapterError('invalid_request', undefined, path === '' ? {} : { field: path });
}

/** The path's `:id`. One that cannot be one of ours names nothing: `not_found`. */
export function parseId({ params }: Exchange): string {
  const id = idSchema.safeParse(params.id);
  if (!id.success) throw new AdapterError('not_found');
  return id.data;
}

/** The header by which a client that repeats itself is answered as before. */
export function readIdempotencyKey({ request }: Exchange): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined || idempotencyKeySchema.safeParse(key).success) return key;
  throw new AdapterError('invalid_request', undefined, { field: 'idempotency-key' });
}

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
