import { AdapterError } from '../core/adapter-error.js';

/** Bounds of every listener where its options name none. */
export const defaultMaxBodyBytes = 65_536;
export const defaultMaxInFlight = 1_000;

export function tooManyInFlight(): AdapterError {
  return new AdapterError('unavailable', 'Too many requests are in flight');
}
