/**
 * - `conflict`: a unique key or a compare-and-set lost against another writer.
 * - `unavailable`: the database cannot be reached or is too busy; the same call may work later.
 * - `misuse`: the caller's mistake (unknown column, value too wide, nested transaction, closed store).
 * - `unreadable`: what is stored cannot be read any more: its key is gone, or it was changed.
 * - `unexpected`: anything else the driver said.
 */
export type StoreErrorCode = 'conflict' | 'unavailable' | 'misuse' | 'unreadable' | 'unexpected';

/**
 * What is the matter with a database that answers, where that can be said in a word:
 * - `not_migrated`: our tables are not there, or a migration has yet to be run.
 * - `schema_newer`: a newer version migrated it, in a way that this one cannot work with.
 * - `history_unknown`: its log of migrations is not one that this package writes.
 * - `schema_differs`: a table, column or index is not as the code needs it.
 * - `read_only`, `full`, `not_allowed`: it takes no writes, of anybody or of this user.
 */
export type StoreErrorReason =
  | 'not_migrated'
  | 'schema_newer'
  | 'history_unknown'
  | 'schema_differs'
  | 'read_only'
  | 'full'
  | 'not_allowed';

const brand = Symbol.for('entrata-store.StoreError');

/**
 * The only error a store throws. Its message holds no SQL and no values; the driver's error is not attached.
 * @example
 * throw new StoreError('conflict', 'viewings: a unique key is taken');
 */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;
  /** Whether the same call may succeed when repeated unchanged. */
  readonly retryable: boolean;
  /** Undefined where the code says all there is to say. */
  readonly reason: StoreErrorReason | undefined;
  readonly [brand] = true;

  constructor(
    code: StoreErrorCode,
    message: string,
    options: { retryable?: boolean; reason?: StoreErrorReason | undefined } = {},
  ) {
    super(message);
    this.code = code;
    this.retryable = options.retryable ?? code === 'unavailable';
    this.reason = options.reason;
  }
}

/**
 * True for a {@link StoreError} of any copy of this package, optionally of one code.
 * @example
 * if (isStoreError(error, 'unavailable')) return new Response(null, { status: 503 });
 */
export function isStoreError(error: unknown, code?: StoreErrorCode): error is StoreError {
  return (
    typeof error === 'object' &&
    error !== null &&
    brand in error &&
    (code === undefined || (error as StoreError).code === code)
  );
}
