import { type EntrataError, isEntrataError } from 'entrata-sdk';

/** The error a call must end with; fails the test when it succeeds or throws another kind of error. */
export async function failureOf(call: Promise<unknown>): Promise<EntrataError> {
  try {
    await call;
  } catch (error) {
    if (isEntrataError(error)) return error;
    throw error;
  }
  throw new Error('the call was expected to fail');
}

/** A clock whose sleeps end at once, and that remembers them. */
export function quickClock() {
  const sleeps: number[] = [];
  let now = Date.parse('2026-11-23T18:00:00Z');
  return {
    sleeps,
    now: () => now,
    elapsedMs: () => now,
    async sleep(ms: number, signal?: AbortSignal) {
      if (signal?.aborted) throw signal.reason;
      sleeps.push(ms);
      now += ms;
    },
  };
}
