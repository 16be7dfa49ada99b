import type { EntrataErrorCode, EntrataErrorDetails } from '../core/errors.js';

/** Entrata's code for a property without tours. */
export const toursNotSupported = 314;

/** What an error of Entrata's means. */
export interface ReplyKind {
  readonly code: EntrataErrorCode;
  readonly outcome: EntrataErrorDetails['outcome'];
  readonly says: string;
  readonly reauthorize?: boolean;
}

/**
 * What an HTTP status and a code in the body mean. Entrata's 3xx codes in the body are about the application, never
 * redirects.
 */
export function kindOf(
  status: number,
  code: number | undefined,
  reauthorizeCodes: ReadonlySet<number>,
): ReplyKind {
  if (status === 401 || (code !== undefined && reauthorizeCodes.has(code))) {
    return {
      code: 'unauthorized',
      outcome: 'refused',
      says: 'the token or key is not accepted; the client has to authorise again',
      reauthorize: true,
    };
  }
  if (code === 1403) {
    return {
      code: 'forbidden',
      outcome: 'refused',
      says: 'this key or app is not linked to that company',
      reauthorize: true,
    };
  }
  if (status === 429 || code === 429) {
    return { code: 'rate_limited', outcome: 'refused', says: "Entrata's rate limit is reached" };
  }
  if (code === 310) {
    return { code: 'unavailable', outcome: 'refused', says: 'Entrata is not ready for this yet' };
  }
  if (status >= 500 || status === 408 || (code !== undefined && code >= 500 && code < 600)) {
    return { code: 'unavailable', outcome: 'unknown', says: 'Entrata has a problem of its own' };
  }
  if (status === 403 || code === 403 || code === 311) {
    return { code: 'forbidden', outcome: 'refused', says: 'this credential may not do that there' };
  }
  return {
    code: 'rejected',
    outcome: 'refused',
    says: `Entrata refused${code === undefined ? '' : ` (code ${code})`}`,
  };
}

/**
 * Whether a code of a body means something already, so that it cannot mean that a list is empty as well. One that is an
 * HTTP status means what the status means.
 */
export function hasOwnMeaning(code: number, reauthorizeCodes: ReadonlySet<number>): boolean {
  if (code === 200 || code === toursNotSupported) return true;
  const status = code < 600 ? code : 200;
  return kindOf(status, code, reauthorizeCodes).code !== 'rejected';
}
