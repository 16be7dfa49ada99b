import { AdapterError } from '../core/adapter-error.js';
import { idSchema } from './request-schemas.js';
import type { Exchange } from './router.js';

/** An id in a path that cannot be one of ours names nothing. */
export function parseId({ params }: Exchange): string {
  const id = idSchema.safeParse(params.id);
  if (!id.success) throw new AdapterError('not_found');
  return id.data;
}
