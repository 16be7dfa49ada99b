import { AdapterError } from '../core/adapter-error.js';
import { count, readOptions, wholeNumber } from '../core/check-options.js';

/** Bounds of whatever serves the app. */
export interface ListenerOptions {
  /** A larger body is answered 413. @defaultValue 65,536 */
  readonly maxBodyBytes?: number;
  /**
   * How many requests are worked on, or answered and not yet read, at once. One more is answered 503 with
   * `Retry-After`, but for `/healthz` and `/readyz`. @defaultValue 1,000
   */
  readonly maxInFlight?: number;
}

export const listenerReaders = { maxBodyBytes: wholeNumber(count), maxInFlight: wholeNumber(count) };

/** The options of a listener, its defaults in place. Throws for one that makes no sense, by name. */
export function resolveListener(owner: string, given: ListenerOptions): Required<ListenerOptions> {
  return {
    // Many times the largest form of a renter.
    maxBodyBytes: 65_536,
    // What a process with a 256 MB heap holds at once without harm.
    maxInFlight: 1_000,
    ...readOptions(`${owner}: `, given, listenerReaders),
  };
}

export function tooManyInFlight(): AdapterError {
  return new AdapterError('unavailable', 'Too many requests are in flight');
}
