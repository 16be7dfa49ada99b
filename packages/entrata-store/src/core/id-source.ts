import { randomUUID } from 'node:crypto';
import { StoreError } from './errors.js';
import { isStorable } from './texts.js';

/**
 * UUIDs of version 7: they sort by the clock, and those made within one millisecond by one source sort in
 * the order they were made, so that new rows land at the end of an index.
 * @example
 * const newId = createIdSource(() => new Date());
 */
export function createIdSource(now: () => Date): () => string {
  let last = 0;
  let sequence = 0;
  return () => {
    const ms = now().getTime();
    if (ms > last) {
      last = ms;
      sequence = 0;
    } else if (++sequence > 0xfff) {
      last += 1;
      sequence = 0;
    }
    const time = last.toString(16).padStart(12, '0');
    const order = (0x7000 | sequence).toString(16);
    // The last two groups are alike in versions 4 and 7: the variant, then chance.
    return `${time.slice(0, 8)}-${time.slice(8)}-${order}-${randomUUID().slice(19)}`;
  };
}

/** The ids that a store was told to use, refusing (`misuse`) what no column of ids could keep. */
export function checkedIds(newId: (() => unknown) | undefined, now: () => Date): () => string {
  if (newId === undefined) return createIdSource(now);
  return () => {
    const id = newId();
    if (typeof id !== 'string' || id.length < 1 || id.length > 64 || !isStorable(id))
      throw new StoreError('misuse', 'newId() gave no text of 1 to 64 characters');
    return id;
  };
}
