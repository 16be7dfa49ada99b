/**
 * A predicate for a fault's `when` that picks exactly `pick` of every `of` requests, spread at random
 * but the same for the same seed.
 *
 * @example
 * ```ts
 * sandbox.fail({ method: 'sendLeads', times: Infinity, when: someOf({ pick: 5, of: 100, seed: 7 }), fault: { kind: 'lose_reply' } });
 * ```
 */
export function someOf(share: {
  readonly pick: number;
  readonly of: number;
  readonly seed: number;
}): (index: number) => boolean {
  const order = Array.from({ length: share.of }, (_, index) => ({ index, key: scramble(share.seed, index) }));
  order.sort((left, right) => left.key - right.key);
  const picked = new Set(order.slice(0, share.pick).map(({ index }) => index));
  return (index) => picked.has(index % share.of);
}

/** A 32-bit mix of seed and index (the finaliser of MurmurHash3). */
function scramble(seed: number, index: number): number {
  let mixed = Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
