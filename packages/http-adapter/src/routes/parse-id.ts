import { AdapterError } from '../problem.js';
import type { Exchange } from '../router.js';
import { idSchema } from '../schemas.js';

/** An id in a path that cannot be one of ours names nothing. */
export function parseId({ params }: Exchange): string {
  const id = idSchema.safeParse(params.id);
  if (!id.success) throw new AdapterError('not_found');
  return id.data;
}
