export interface MapBounds<V> {
  readonly maxEntries: number;
  /** Of all values together, as `weigh` tells each. Default: only entries are counted. */
  readonly maxWeight?: number;
  readonly weigh?: (value: V) => number;
}

/**
 * A memory that cannot grow for ever, whatever keys callers choose: past a bound it forgets what was put in
 * longest ago. What was put in last always stays.
 */
export class BoundedMap<V> {
  readonly #values = new Map<string, V>();
  readonly #maxEntries: number;
  readonly #maxWeight: number;
  readonly #weigh: (value: V) => number;
  #weight = 0;

  constructor({ maxEntries, maxWeight = Number.POSITIVE_INFINITY, weigh = () => 0 }: MapBounds<V>) {
    this.#maxEntries = maxEntries;
    this.#maxWeight = maxWeight;
    this.#weigh = weigh;
  }

  get(key: string): V | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: V): void {
    this.delete(key);
    this.#values.set(key, value);
    this.#weight += this.#weigh(value);
    for (const oldest of this.#values.keys()) {
      const isWithin = this.#values.size <= this.#maxEntries && this.#weight <= this.#maxWeight;
      if (isWithin || oldest === key) return;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    const value = this.#values.get(key);
    if (value === undefined) return;
    this.#weight -= this.#weigh(value);
    this.#values.delete(key);
  }

  keys(): IterableIterator<string> {
    return this.#values.keys();
  }
}

/** The function of a text, with its latest results kept: for what costs more than to look it up. */
export function rememberRecent<T extends object>(
  most: number,
  compute: (text: string) => T,
): (text: string) => T {
  const known = new BoundedMap<T>({ maxEntries: most });
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const result = compute(text);
    known.set(text, result);
    return result;
  };
}
