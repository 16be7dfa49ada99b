import type { DroppedWhat, DroppedWhy } from './events.js';

/** Takes note of a part of a reply that could not be read and was left out. */
export type Drop = (what: DroppedWhat, why: DroppedWhy) => undefined;

/** Where nobody listens. */
export const dropInSilence: Drop = () => undefined;

/** Counts what is dropped from one reply, so that a reply of ten thousand bad units is one event. */
export class Drops {
  readonly #counts = new Map<string, { what: DroppedWhat; why: DroppedWhy; count: number }>();

  readonly drop: Drop = (what, why) => {
    const key = `${what} ${why}`;
    const known = this.#counts.get(key);
    if (known) known.count += 1;
    else this.#counts.set(key, { what, why, count: 1 });
    return undefined;
  };

  get counts(): Iterable<{ what: DroppedWhat; why: DroppedWhy; count: number }> {
    return this.#counts.values();
  }
}

/**
 * What can be read of a list, in order. `items` hold undefined where an element is no record; `read` gives undefined, and
 * has reported why, for a record that cannot be used.
 */
export function keepReadable<S, T>(
  items: readonly (S | undefined)[],
  what: DroppedWhat,
  drop: Drop,
  read: (item: S) => T | undefined,
): T[] {
  const kept: T[] = [];
  for (const item of items) {
    if (item === undefined) drop(what, 'no_record');
    else {
      const value = read(item);
      if (value !== undefined) kept.push(value);
    }
  }
  return kept;
}
