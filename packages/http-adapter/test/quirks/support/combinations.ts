import { type Quirks, quirkValues } from 'entrata-sdk/testing';

const all: readonly (readonly [string, readonly unknown[]])[] = Object.entries(quirkValues);

/** Each value of each quirk by itself. */
export const singleQuirks: readonly Quirks[] = all.flatMap(([name, values]) =>
  values.map((value) => ({ [name]: value })),
);

/** About a third of the quirks together, the same for the same seed. */
export function combinationOf(seed: number, without: readonly (keyof Quirks)[]): Quirks {
  const random = randomFrom(seed);
  const names: readonly string[] = without;
  const chosen = all.flatMap(([name, values]) => {
    const [isIn, value] = [random() < 1 / 3, values[Math.floor(random() * values.length)]];
    return isIn && !names.includes(name) ? [[name, value]] : [];
  });
  return Object.fromEntries(chosen);
}

/** Numbers from 0 to 1, as mulberry32 makes them. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
