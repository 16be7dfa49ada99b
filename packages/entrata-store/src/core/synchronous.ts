import { StoreError } from './errors.js';

/**
 * The same function; where it returns a promise, `misuse` is thrown. An async function compiles wherever types were
 * loosened, and what it rejects with would end the process.
 */
export function synchronous<A extends readonly unknown[], R>(
  name: string,
  given: (...args: A) => R,
): (...args: A) => R {
  return (...args) => {
    const returned = given(...args);
    if (typeof (returned as { readonly then?: unknown } | null | undefined)?.then !== 'function')
      return returned;
    Promise.resolve(returned).catch(() => {});
    throw new StoreError('misuse', `${name} returned a promise: it may not be async`);
  };
}
