/**
 * - `conflict`: a unique key or a compare-and-set lost against another writer.
 * - `unavailable`: the database cannot be reached or is too busy; the same call may work later.
 * - `misuse`: the caller's mistake (unknown column, value too wide, nested transaction, closed store).
 * - `unreadable`: what is stored cannot be read any more: its key is gone, or it was changed.
 * - `unexpected`: anything else the driver said.
 */
export type StoreErrorCode = 'conflict' | 'unavailable' | 'misuse' | 'unreadable' | 'unexpected';

const brand = Symbol.for('entrata-store.StoreError');

/** The only error a store throws. Its message holds no SQL and no values; the driver's error is not attached. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;
  /** Whether the same call may succeed when repeated unchanged. */
  readonly retryable: boolean;
  readonly [brand] = true;

  constructor(code: StoreErrorCode, message: string, options: { retryable?: boolean } = {}) {
    super(message);
    this.code = code;
    this.retryable = options.retryable ?? code === 'unavailable';
  }
}

/** True for a {@link StoreError} of any copy of this package, optionally of one code. */
export function isStoreError(error: unknown, code?: StoreErrorCode): error is StoreError {
  return (
    typeof error === 'object' &&
    error !== null &&
    brand in error &&
    (code === undefined || (error as StoreError).code === code)
  );
}
