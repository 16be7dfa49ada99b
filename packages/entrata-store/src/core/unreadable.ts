import { guardedCallback } from './guarded-callback.js';
import type { Id } from './ids.js';

/**
 * A stored value that could not be read: of another kind than the field's, or a secret that no key opens. It reads
 * as absent, or as what does the least; the row and those beside it are there all the same.
 */
export interface UnreadableValue {
  /** The table's key, such as `clients`. */
  readonly table: string;
  readonly id: Id;
  readonly field: string;
}

/** So many are remembered as told. */
const mostTold = 1_000;

/** Reports each value once, however often its row is read. */
export function createUnreadableReport(
  onUnreadable: ((value: UnreadableValue) => void) | undefined,
): (value: UnreadableValue) => void {
  if (onUnreadable === undefined) return () => {};
  const tell = guardedCallback('onUnreadable', onUnreadable);
  const told = new Set<string>();
  return (value) => {
    const key = JSON.stringify([value.table, value.id, value.field]);
    if (told.has(key)) return;
    if (told.size >= mostTold) told.clear();
    told.add(key);
    tell(value);
  };
}
