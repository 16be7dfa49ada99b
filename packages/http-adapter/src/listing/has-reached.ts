import type { PropertyRecord } from 'entrata-store';

/**
 * Whether a property is where its newest event wants it: the event was carried out, and the state is the one it
 * wishes for. A row whose numbers agree and whose states do not was made by hand, or by an older version.
 */
export function hasReached({ desiredState, state, reachedSeq, eventSeq }: PropertyRecord): boolean {
  return reachedSeq === eventSeq && state === desiredState;
}
