import { AdapterError } from '../core/adapter-error.js';
import type { Fields } from '../http/fields.js';
import type { Exchange } from '../http/router.js';
import type { Authenticate, Principal } from './authenticate.js';

export interface AuthContext {
  readonly authenticate: Authenticate;
}

/** The principal of one of these roles: 401 when nobody can be told, 403 for another role. */
export async function requireRole<R extends Principal['role']>(
  { authenticate }: AuthContext,
  { request }: Exchange,
  fields: Fields,
  roles: readonly R[],
): Promise<Extract<Principal, { role: R }>> {
  const principal = await authenticate(request, fields);
  // An authenticate of a user's own may say `null` for nobody.
  if (principal === undefined || principal === null) throw new AdapterError('unauthorized');
  if (!isOneOf(principal, roles)) throw new AdapterError('forbidden');
  return principal;
}

function isOneOf<R extends Principal['role']>(
  principal: Principal,
  roles: readonly R[],
): principal is Extract<Principal, { role: R }> {
  return roles.some((role) => role === principal.role);
}
