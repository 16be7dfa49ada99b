import { describe, expect, it } from 'vitest';
import { BoundedMap } from '../../src/core/bounded-map.js';

const keysOf = (map: BoundedMap<string>) => [...map.keys()];

describe('a bounded map', () => {
  it('forgets what was put in longest ago, also when the values weigh nothing', () => {
    const map = new BoundedMap<string>({ maxEntries: 2, maxWeight: 10, weigh: ({ length }) => length });
    for (const key of ['a', 'b', 'c']) map.set(key, '');
    expect(keysOf(map)).toEqual(['b', 'c']);
    expect(map.get('a')).toBeUndefined();
  });

  it('forgets by weight, and forgets the weight of what it forgot', () => {
    const map = new BoundedMap<string>({ maxEntries: 10, maxWeight: 4, weigh: ({ length }) => length });
    map.set('a', 'xxx');
    map.set('b', 'xx');
    expect(keysOf(map)).toEqual(['b']);
    map.set('b', 'x');
    map.set('c', 'xxx');
    expect(keysOf(map)).toEqual(['b', 'c']);
    map.delete('c');
    map.set('d', 'xxx');
    expect(keysOf(map)).toEqual(['b', 'd']);
  });

  it('keeps what was put in last, however much it weighs', () => {
    const map = new BoundedMap<string>({ maxEntries: 10, maxWeight: 2, weigh: ({ length }) => length });
    map.set('a', 'x');
    map.set('b', 'xxxxx');
    expect(keysOf(map)).toEqual(['b']);
  });
});
