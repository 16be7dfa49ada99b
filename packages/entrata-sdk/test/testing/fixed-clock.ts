import type { SandboxClock } from '../../src/testing/index.js';

/** A clock that a test moves by hand. */
export function fixedClock(instant: string): SandboxClock & { set(instant: string): void } {
  let nowMs = Date.parse(instant);
  return {
    now: () => nowMs,
    set(next) {
      nowMs = Date.parse(next);
    },
  };
}
