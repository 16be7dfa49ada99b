/** How often rows that no task carries any more are looked for. */
const sweepEveryMs = 30_000;

export interface Sweeps {
  /** Begins no further round; resolves when the one under way has ended. */
  stop(): Promise<void>;
}

/** Runs all sweeps now and every half minute, one round at a time. One that fails keeps no other from its turn. */
export function startSweeps(
  sweeps: readonly (() => Promise<void>)[],
  onFailure: (error: unknown) => void,
): Sweeps {
  let isStopped = false;
  let round: Promise<void> | undefined;

  async function runAll(): Promise<void> {
    for (const sweep of sweeps) {
      if (isStopped) return;
      try {
        await sweep();
      } catch (error) {
        if (!isStopped) onFailure(error);
      }
    }
  }

  function begin(): void {
    round ??= runAll().finally(() => {
      round = undefined;
    });
  }

  const timer = setInterval(begin, sweepEveryMs);
  timer.unref();
  begin();
  return {
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await round;
    },
  };
}
