// One symbol for every copy of this package, so that an error made by the ESM build is known to the CJS build.
const brand = Symbol.for('entrata-sdk.error');

/** What went wrong. The README's table says what to do about each. */
export type EntrataErrorCode =
  | 'invalid_input'
  | 'not_configured'
  | 'closed'
  | 'unauthorized'
  | 'forbidden'
  | 'rejected'
  | 'rate_limited'
  | 'unavailable'
  | 'bad_response'
  | 'network'
  | 'timeout'
  | 'aborted';

/**
 * What is known about the effect of a failed call.
 * - `not_sent`: nothing reached Entrata, sending again is safe.
 * - `refused`: Entrata answered that it did not do it.
 * - `unknown`: it may have happened. Look before you repeat a write.
 */
export type CallOutcome = 'not_sent' | 'refused' | 'unknown';

/** What a call is called on Entrata's wire, and where it went. */
export interface WireNames {
  readonly service: string;
  readonly method: string;
  /** Undefined where the envelope names none. */
  readonly version: string | undefined;
  /** After the host and what its template has before it; without the query. */
  readonly path: string;
}

/** What an {@link EntrataError} carries besides its code and message. */
export interface EntrataErrorDetails {
  readonly outcome: CallOutcome;
  /** The public method that failed, such as `sendLead`. */
  readonly method?: string | undefined;
  /** What was called on the wire; absent where nothing was to be sent yet. */
  readonly wire?: WireNames | undefined;
  readonly httpStatus?: number | undefined;
  /** Entrata's own code from the reply's body, such as 314 or 1403. */
  readonly entrataCode?: number | undefined;
  /** Entrata's own words, e-mails and digit runs masked, at most 200 characters. */
  readonly entrataMessage?: string | undefined;
  /** The id that was sent with the request and that Entrata echoes. */
  readonly requestId?: string | undefined;
  /** How long to wait before another try, in milliseconds, when Entrata or the quota said so. */
  readonly retryAfterMs?: number | undefined;
  /** True when the token or key is refused: only the client's administrator can grant a new one. */
  readonly reauthorize?: boolean | undefined;
  readonly cause?: unknown;
}

/** The one error class of this package. Prefer {@link isEntrataError} to `instanceof`. */
export class EntrataError extends Error {
  readonly code: EntrataErrorCode;
  readonly outcome: CallOutcome;
  readonly method: string | undefined;
  readonly wire: WireNames | undefined;
  readonly httpStatus: number | undefined;
  readonly entrataCode: number | undefined;
  readonly entrataMessage: string | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly reauthorize: boolean;

  constructor(code: EntrataErrorCode, message: string, details: EntrataErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'EntrataError';
    this.code = code;
    this.outcome = details.outcome;
    this.method = details.method;
    this.wire = details.wire;
    this.httpStatus = details.httpStatus;
    this.entrataCode = details.entrataCode;
    this.entrataMessage = details.entrataMessage;
    this.requestId = details.requestId;
    this.retryAfterMs = details.retryAfterMs;
    this.reauthorize = details.reauthorize ?? false;
    Object.defineProperty(this, brand, { value: true });
  }
}

/**
 * Whether `error` comes from this package (any copy of it), and has this code when one is given.
 *
 * @example
 * ```ts
 * try {
 *   await client.getProperties();
 * } catch (error) {
 *   if (!isEntrataError(error, 'rate_limited')) throw error;
 *   console.log('again in', error.retryAfterMs);
 * }
 * ```
 */
export function isEntrataError<Code extends EntrataErrorCode = EntrataErrorCode>(
  error: unknown,
  code?: Code,
): error is EntrataError & { readonly code: Code } {
  if (typeof error !== 'object' || error === null || !(brand in error)) return false;
  return code === undefined || ('code' in error && error.code === code);
}

/** The same error with more, or other, details. */
export function withDetails(error: EntrataError, details: Partial<EntrataErrorDetails>): EntrataError {
  // An error's own `cause` is not enumerable.
  return new EntrataError(error.code, error.message, { ...error, cause: error.cause, ...details });
}

/** The same error, not a copy, with what was called on the wire. */
export function withWire(error: unknown, wire: WireNames): unknown {
  // Made by this package for this call: nobody else has it yet.
  if (isEntrataError(error)) Object.assign(error, { wire: error.wire ?? wire });
  return error;
}

/** An error about what the caller passed; nothing was sent. */
export function invalidInput(field: string, problem: string, method?: string): EntrataError {
  return new EntrataError('invalid_input', `${field} ${problem}`, { outcome: 'not_sent', method });
}
