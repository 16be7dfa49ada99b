import type { Store } from 'entrata-store';
import { createVerifier } from 'fast-jwt';
import type { Fields } from '../fields.js';
import type { AdapterRequest } from '../http.js';
import type { Authenticate, Principal } from './authenticate.js';

export interface JwtOptions {
  /** Tells each user's role: a token says who, never what they may do. */
  readonly store: Pick<Store, 'users' | 'operators'>;
  /** Key of HS256 tokens. */
  readonly secret: string;
  /** Checked when given: `iss` must be one of these. */
  readonly issuer?: string | readonly string[];
  /** Checked when given: `aud` must name one of these. */
  readonly audience?: string | readonly string[];
  /** Accept tokens that never expire, as the existing app's. Default false. */
  readonly allowMissingExp?: boolean;
  /**
   * Finds the operator of an agent without one by equal company name, as the existing portal does; only a
   * name that is unique counts. Default false.
   */
  readonly operatorByCompanyName?: boolean;
}

/** Who a JSON Web Token belongs to: `Authorization: Bearer …`, the bare header, or the body field `jwt`. */
export function jwtAuthenticator(options: JwtOptions): Authenticate {
  const { store, secret, issuer, audience, allowMissingExp = false } = options;
  const verify = createVerifier({
    key: secret,
    algorithms: ['HS256'],
    ...(issuer === undefined ? {} : { allowedIss: [issuer].flat() }),
    ...(audience === undefined ? {} : { allowedAud: [audience].flat() }),
    ...(allowMissingExp ? {} : { requiredClaims: ['exp'] }),
  });
  return async (request, fields) => {
    const token = readToken(request, fields);
    if (token === undefined) return undefined;
    let payload: unknown;
    try {
      payload = verify(token);
    } catch {
      return undefined;
    }
    const userId = readUserId(payload);
    return userId === undefined ? undefined : findPrincipal(options, store, userId);
  };
}

function readToken({ headers }: AdapterRequest, fields: Fields): string | undefined {
  const header = headers.authorization?.trim();
  if (header !== undefined && header !== '') return header.replace(/^Bearer\s+/i, '');
  return typeof fields.jwt === 'string' && fields.jwt !== '' ? fields.jwt : undefined;
}

/** `sub`, or the existing app's `data.id`. */
function readUserId(payload: unknown): string | undefined {
  if (typeof payload !== 'object' || payload === null) return undefined;
  const { sub, data } = payload as { sub?: unknown; data?: unknown };
  const id = sub ?? (typeof data === 'object' && data !== null && 'id' in data ? data.id : undefined);
  if (typeof id === 'number' && Number.isSafeInteger(id)) return String(id);
  return typeof id === 'string' && /^[\w.:-]{1,64}$/.test(id) ? id : undefined;
}

async function findPrincipal(
  { operatorByCompanyName = false }: JwtOptions,
  store: JwtOptions['store'],
  userId: string,
): Promise<Principal | undefined> {
  const user = await store.users.find(userId);
  if (user === undefined) return undefined;
  if (user.role === 'user' || user.role === 'admin') return { role: user.role, userId };
  if (user.operatorId !== undefined) return { role: 'operator', userId, operatorId: user.operatorId };
  if (!operatorByCompanyName || user.companyName === undefined) return undefined;
  const [operator, ...others] = await store.operators.findByName(user.companyName);
  if (operator === undefined || others.length > 0) return undefined;
  return { role: 'operator', userId, operatorId: operator.id };
}
