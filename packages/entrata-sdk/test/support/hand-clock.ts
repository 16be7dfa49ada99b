/** A clock that stands still until it is moved; whoever sleeps wakes when its time has come. */
export function handClock() {
  let now = Date.parse('2026-11-23T18:00:00Z');
  let wallAheadMs = 0;
  const sleepers = new Set<{ at: number; wake: () => void }>();
  return {
    now: () => now + wallAheadMs,
    elapsedMs: () => now,
    sleep: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        const sleeper = { at: now + ms, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          reject(signal.reason);
        });
      }),
    /** The machine's clock is set; nothing that waits notices. */
    setBy(ms: number) {
      wallAheadMs += ms;
    },
    sleeping: () => sleepers.size,
    async advance(ms: number) {
      now += ms;
      for (const sleeper of [...sleepers].sort((a, b) => a.at - b.at)) {
        if (sleeper.at > now) continue;
        sleepers.delete(sleeper);
        sleeper.wake();
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}
