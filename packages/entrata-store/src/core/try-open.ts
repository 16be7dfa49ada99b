import type { Services } from '../rows/row-table.js';

/** The secret; undefined when it does not open: its key is gone, or the text was cut, changed or moved. */
export function tryOpen(
  { open }: Pick<Services, 'open'>,
  sealed: string,
  context: string,
): string | undefined {
  try {
    return open(sealed, context);
  } catch {
    // Whatever a cipher says: it will say the same the next time, and one row must not spoil a list.
    return undefined;
  }
}
