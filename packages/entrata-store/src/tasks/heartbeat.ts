import type { HeldTasks } from './held-tasks.js';
import type { TaskEngine } from './task-engine.js';
import type { TaskEvent } from './task-queue.js';

export interface HeartbeatServices {
  readonly engine: TaskEngine;
  readonly held: HeldTasks;
  readonly now: () => Date;
  readonly leaseMs: number;
  readonly onEvent: (event: TaskEvent) => void;
}

/** Renews the leases of held tasks three times a lease, and lets go of those that others hold by now. */
export function startHeartbeat({ engine, held, now, leaseMs, onEvent }: HeartbeatServices): { stop(): void } {
  let renewing = false;

  async function beat(): Promise<void> {
    if (renewing) {
      // The database does not answer.
      held.abortLapsed(now().getTime());
      return;
    }
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
    } catch (error) {
      held.abortLapsed(now().getTime());
      onEvent({ type: 'engine.error', error });
    } finally {
      renewing = false;
    }
  }

  const timer = setInterval(() => void beat(), Math.max(1, Math.floor(leaseMs / 3)));
  return { stop: () => clearInterval(timer) };
}
