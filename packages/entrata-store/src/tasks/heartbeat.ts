import type { HeldTasks } from './held-tasks.js';
import type { TaskEngine } from './task-engine.js';
import type { TaskEvent } from './task-queue.js';

export interface HeartbeatServices {
  readonly engine: TaskEngine;
  readonly held: HeldTasks;
  readonly now: () => Date;
  readonly leaseMs: number;
  /** Never throws. */
  readonly onEvent: (event: TaskEvent) => void;
}

/** Renews the leases of held tasks three times a lease, and lets go of those that others hold by now. */
export function startHeartbeat({ engine, held, now, leaseMs, onEvent }: HeartbeatServices): { stop(): void } {
  let renewing = false;

  async function renew(): Promise<void> {
    const claims = held.claims();
    if (claims.length === 0) return;
    renewing = true;
    try {
      const nowMs = now().getTime();
      const leaseUntilMs = nowMs + leaseMs;
      const kept = await engine.renew(claims, leaseUntilMs, nowMs);
      held.extend(kept, leaseUntilMs);
      const keptIds = new Set(kept.map(({ id }) => id));
      for (const claim of claims) if (!keptIds.has(claim.id)) held.letGo(claim);
    } finally {
      renewing = false;
    }
  }

  async function beat(): Promise<void> {
    try {
      // Still renewing: the database does not answer.
      if (renewing) held.abortLapsed(now().getTime());
      else await renew();
    } catch (error) {
      onEvent({ type: 'engine.error', error });
      abortLapsed();
    }
  }

  function abortLapsed(): void {
    try {
      held.abortLapsed(now().getTime());
    } catch (error) {
      // The clock is the caller's, and this runs in a timer: what it throws would end the process.
      onEvent({ type: 'engine.error', error });
    }
  }

  const timer = setInterval(() => void beat(), Math.max(1, Math.floor(leaseMs / 3)));
  return { stop: () => clearInterval(timer) };
}
