import { invalidInput } from './errors.js';
import { longestMs } from './option-checks.js';

/** The time, and the passing of it. Give your own in tests. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /**
   * Milliseconds of a clock that nobody sets, since whenever: only differences count. Waits and quota windows are judged
   * by it. Who brings a `sleep` that does not take its time brings this too.
   * @defaultValue the machine's
   */
  elapsedMs?(): number;
  /**
   * Resolves after `ms`; rejects when the signal fires first.
   * @defaultValue a real timer
   */
  sleep?(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The clock of the machine. */
export const systemClock: Required<Clock> = {
  now: () => Date.now(),
  elapsedMs: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const onAbort = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(
        () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
        Math.min(ms, longestMs),
      );
      signal?.addEventListener('abort', onAbort, { once: true });
    }),
};

// The instants that a Date can hold.
const lastInstant = 8.64e15;

/** The caller's clock, with the machine's in its place whenever it throws or says what is no time. */
export function reliableClock(clock: Clock): Required<Clock> {
  if (typeof clock?.now !== 'function') throw invalidInput('clock', 'must have a function now()');
  const { sleep, elapsedMs } = clock;
  if (elapsedMs != null && typeof elapsedMs !== 'function') {
    throw invalidInput('clock.elapsedMs', 'must be a function');
  }
  if (sleep != null && typeof sleep !== 'function') throw invalidInput('clock.sleep', 'must be a function');
  return {
    now() {
      try {
        const now = clock.now();
        if (Math.abs(now) <= lastInstant) return now;
      } catch {}
      return systemClock.now();
    },
    elapsedMs() {
      try {
        const elapsed = elapsedMs?.call(clock);
        if (elapsed !== undefined && Number.isFinite(elapsed)) return elapsed;
      } catch {}
      return systemClock.elapsedMs();
    },
    async sleep(ms, signal) {
      if (sleep == null) return systemClock.sleep(ms, signal);
      try {
        await sleep.call(clock, ms, signal);
      } catch (error) {
        if (signal?.aborted) throw error;
        // A wait that ends with anything but the signal would otherwise go round without a pause.
        await systemClock.sleep(ms, signal);
      }
    },
  };
}
