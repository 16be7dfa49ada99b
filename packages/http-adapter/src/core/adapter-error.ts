import { type EntrataError, isEntrataError } from 'entrata-sdk';
import { isStoreError } from 'entrata-store';
import { isOurMistake, isQuota, isRefusal, isTokenRefusal } from './judge-entrata-error.js';

/** Every error code an endpoint answers with, its status and its title. Status codes are chosen here and nowhere else. */
const problems = {
  invalid_request: [400, 'The request is not valid'],
  not_a_webhook: [400, 'This address receives Entrata webhooks'],
  unauthorized: [401, 'Authentication is required'],
  forbidden: [403, 'Not allowed'],
  not_found: [404, 'Not found'],
  method_not_allowed: [405, 'Method not allowed'],
  change_under_way: [409, 'Another change of this tour is under way; ask again once it has ended'],
  change_not_supported: [409, 'This tour cannot be changed here; call the property'],
  client_mismatch: [409, 'The code belongs to another client'],
  may_book_twice: [409, 'Entrata may have this tour already; sending it again may book it twice'],
  slot_not_offered: [409, 'The tour time is no longer offered'],
  state_conflict: [409, 'The current state does not allow this'],
  unreadable: [409, 'What is stored here cannot be read: its key is gone, or it was changed'],
  payload_too_large: [413, 'The body is too large'],
  uri_too_long: [414, 'The query is too long'],
  unsupported_media_type: [415, 'The body must be JSON or a form'],
  contact_missing: [422, 'Booking needs an e-mail address or a phone number on the account'],
  code_rejected: [422, 'Entrata refused the code'],
  idempotency_key_reused: [422, 'The idempotency key belongs to another request'],
  lead_rejected: [422, 'Entrata refused the booking'],
  client_gone: [499, 'The client went away'],
  internal: [500, 'Internal error'],
  not_configured: [500, 'Not set up here: the operator of this service has to act'],
  upstream_error: [502, 'Entrata could not be reached or understood'],
  upstream_refused: [502, 'Entrata refuses this'],
  listing_empty: [502, 'Entrata names no such property'],
  deadline_exceeded: [503, 'The work goes on; ask again later'],
  unavailable: [503, 'Temporarily unavailable'],
  not_ready: [503, 'Not ready to work'],
  reauthorization_required: [503, 'The client must authorise again at Entrata'],
} as const satisfies Record<string, readonly [number, string]>;

/** The `code` of problem details. */
export type ProblemCode = keyof typeof problems;

/** What a webhook is answered when nothing is wrong with it. */
export const webhookStatuses = {
  accepted: 200,
  duplicate: 200,
  ignored: 200,
  held: 202,
} as const;

const brand = Symbol.for('entrata-http-adapter.AdapterError');

/** An error with a status and a stable code. `field` names the faulty input; input itself is never echoed. */
export class AdapterError extends Error {
  /** A project may load this package twice, as ES module and as CommonJS: `instanceof` would know only one of them. */
  readonly [brand] = true;
  override readonly name = 'AdapterError';
  readonly code: ProblemCode;
  readonly field: string | undefined;
  readonly retryAfterMs: number | undefined;
  /** What the caller may read of the reason, in words of ours. */
  readonly detail: string | undefined;

  constructor(
    code: ProblemCode,
    message?: string,
    options: { field?: string; retryAfterMs?: number; detail?: string; cause?: unknown } = {},
  ) {
    super(message ?? problems[code][1], options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.field = options.field;
    this.retryAfterMs = options.retryAfterMs;
    this.detail = options.detail;
  }

  get status(): number {
    return problems[this.code][0];
  }

  get title(): string {
    return problems[this.code][1];
  }
}

/**
 * Whether something thrown is an error of this package, whichever copy of it, and of this code where one is named.
 *
 * @example
 * ```ts
 * if (isAdapterError(error, 'slot_not_offered')) console.log(error.status); // 409
 * ```
 */
export function isAdapterError(error: unknown, code?: ProblemCode): error is AdapterError {
  const isOurs = error instanceof Error && Reflect.get(error, brand) === true;
  return isOurs && (code === undefined || Reflect.get(error, 'code') === code);
}

/** Whether nothing is wrong but the client's token: Entrata refuses it, or it is known already that there is none. */
export const needsToken = (error: unknown): boolean =>
  isAdapterError(error, 'reauthorization_required') || isTokenRefusal(error);

/** An error of ours in place of Entrata's, with when to ask again where that is known. */
export function withCause(code: ProblemCode, cause: unknown): AdapterError {
  const retryAfterMs = isEntrataError(cause) ? cause.retryAfterMs : undefined;
  return new AdapterError(code, undefined, retryAfterMs === undefined ? { cause } : { cause, retryAfterMs });
}

/** Only what may pass by itself is called unavailable, or out of reach. */
function codeOf(error: EntrataError): ProblemCode {
  if (isOurMistake(error)) return error.code === 'not_configured' ? error.code : 'internal';
  if (isRefusal(error)) return 'upstream_refused';
  return isQuota(error) ? 'unavailable' : 'upstream_error';
}

/** Gives any thrown thing a code: Entrata's and the store's errors by what they mean to the caller, the rest `internal`. */
export function toAdapterError(error: unknown): AdapterError {
  if (isAdapterError(error)) return error;
  if (isEntrataError(error)) {
    if (isTokenRefusal(error)) {
      return new AdapterError('reauthorization_required', undefined, { cause: error });
    }
    return withCause(codeOf(error), error);
  }
  if (isStoreError(error, 'unreadable')) return new AdapterError('unreadable', undefined, { cause: error });
  // A reason is one of the whole database, such as tables that are still to be migrated: no fault of the call.
  if (isStoreError(error, 'unavailable') || (isStoreError(error) && error.reason !== undefined))
    return new AdapterError('unavailable', undefined, { cause: error });
  return new AdapterError('internal', undefined, { cause: error });
}
