import type { Store } from 'entrata-store';
import { AdapterError } from '../core/adapter-error.js';
import { flag, having, type ReadOption, readOptions, text, texts } from '../core/check-options.js';
import type { Fields } from '../http/fields.js';
import type { AdapterRequest } from '../http/request-response.js';
import type { Authenticate, Principal } from './authenticate.js';
import { type JwtKey, type JwtKeySet, verifierOf } from './jwt-verifier.js';

/** How tokens are checked: by which `secret` or `jwks`, and what they must say besides. */
export type JwtOptions = JwtKey & {
  /** Tells each user's role: a token says who, never what they may do. */
  readonly store: Pick<Store, 'users' | 'operators'>;
  /** Checked when given: `iss` must be one of these. @defaultValue any */
  readonly issuer?: string | readonly string[];
  /** Checked when given: `aud` must name one of these. @defaultValue any */
  readonly audience?: string | readonly string[];
  /** Accept tokens that never expire, as the existing app's. @defaultValue false */
  readonly allowMissingExp?: boolean;
  /**
   * Finds the operator of an agent without one by equal company name, as the existing portal does; only a
   * name that is unique counts. @defaultValue false
   */
  readonly operatorByCompanyName?: boolean;
};

const names: ReadOption<string | readonly string[]> = (name, given) => {
  if (typeof given === 'string') return text(name, given);
  const list = texts('names')(name, given);
  if (list.length === 0) throw new RangeError(`${name} must hold a name`);
  return list;
};

const jwks: ReadOption<JwtKeySet> = (name, given) => {
  if (Array.isArray(given?.keys) && given.keys.length > 0) return given;
  throw new TypeError(`${name} must be an object with a list of keys`);
};

const readers = {
  secret: text,
  jwks,
  store: having<JwtOptions['store']>('a store', 'users.find', 'operators.findByName'),
  issuer: names,
  audience: names,
  allowMissingExp: flag,
  operatorByCompanyName: flag,
};

/**
 * Tells who sent a request by its JSON Web Token: `Authorization: Bearer …`, the bare header, or the body field
 * `jwt`. The token names the user (`sub`, or the existing app's `data.id`); the store knows the role.
 *
 * @example
 * ```ts
 * createApp({ ...options, authenticate: jwtAuthenticator({ secret, store, issuer: 'https://login.example.com' }) });
 * ```
 * @throws TypeError that names the option which is missing, unknown, or of another kind.
 */
export function jwtAuthenticator(options: JwtOptions): Authenticate {
  const settings = readOptions('jwtAuthenticator: ', options, readers);
  if (settings.store === undefined) throw new TypeError('jwtAuthenticator needs the option store');
  const verify = verifierOf(settings);
  return async (request, fields) => {
    const token = readToken(request, fields);
    if (token === undefined) return undefined;
    const userId = readUserId(verify(token));
    return userId === undefined ? undefined : findPrincipal(settings, userId);
  };
}

function readToken({ headers }: AdapterRequest, fields: Fields): string | undefined {
  const header = headers.authorization?.trim();
  if (header !== undefined && header !== '') return header.replace(/^Bearer\s+/i, '');
  return typeof fields.jwt === 'string' && fields.jwt !== '' ? fields.jwt : undefined;
}

function readUserId(claims: Fields | undefined): string | undefined {
  const { sub, data } = claims ?? {};
  const id = sub ?? (typeof data === 'object' && data !== null && 'id' in data ? data.id : undefined);
  if (typeof id === 'number' && Number.isSafeInteger(id)) return String(id);
  return typeof id === 'string' && /^[\w.:-]{1,64}$/.test(id) ? id : undefined;
}

async function findPrincipal(
  { store, operatorByCompanyName = false }: JwtOptions,
  userId: string,
): Promise<Principal | undefined> {
  const user = await store.users.find(userId);
  if (user === undefined) return undefined;
  if (user.role === 'user' || user.role === 'admin') return { role: user.role, userId };
  if (user.role === 'other') throw new AdapterError('forbidden');
  if (user.operatorId !== undefined) return { role: 'operator', userId, operatorId: user.operatorId };
  if (!operatorByCompanyName || user.companyName === undefined) return undefined;
  const [operator, ...others] = await store.operators.findByName(user.companyName);
  if (operator === undefined || others.length > 0) return undefined;
  return { role: 'operator', userId, operatorId: operator.id };
}
