import { BoundedMap } from '../core/bounded-map.js';

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
