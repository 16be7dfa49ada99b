import { AdapterError } from '../core/adapter-error.js';
import { idempotencyKeySchema } from './request-schemas.js';
import type { Exchange } from './router.js';

/** The header by which a client that repeats itself is answered as before. */
export function readIdempotencyKey({ request }: Exchange): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined || idempotencyKeySchema.safeParse(key).success) return key;
  throw new AdapterError('invalid_request', undefined, { field: 'idempotency-key' });
}
