import type { Id } from '../core/ids.js';
import type { Claim, ClaimedTask } from './task-engine.js';
import { UnreadablePayload } from './task-payload.js';
import type { TaskHandler } from './task-queue.js';

/** How a run ended; its claim is held until this is written. */
export interface TaskOutcome {
  readonly task: ClaimedTask;
  readonly error?: unknown;
  readonly ok: boolean;
}

/** The tasks that one worker has claimed and not yet answered for, and handlers that outlast their claim. */
export interface HeldTasks {
  readonly size: number;
  /** Those still ours. */
  claims(): readonly ClaimedTask[];
  /** All of them: to none of these may a second handler be started beside the first. */
  ids(): readonly Id[];
  /** Runs that ended and are not yet written. */
  outcomes(): readonly TaskOutcome[];
  start(task: ClaimedTask, leaseUntilMs: number): void;
  /** The lease of these goes on until then. */
  extend(claims: readonly Claim[], leaseUntilMs: number): void;
  /** Tells the handlers whose lease has ended; should nobody take the task meanwhile, their end still counts. */
  abortLapsed(nowMs: number): void;
  /** The claim is answered for, or no longer ours; a handler that still runs is told through its signal. */
  letGo(claim: Claim): void;
}

interface HeldTask {
  readonly task: ClaimedTask;
  readonly controller: AbortController;
  leaseUntilMs: number;
  outcome?: TaskOutcome;
  /** No longer ours, but the handler still runs. */
  lost: boolean;
}

/** Runs handlers; `onEnd` is called when one ends. */
export function createHeldTasks(
  handlers: Readonly<Record<string, TaskHandler>>,
  onEnd: () => void,
): HeldTasks {
  const held = new Map<Id, HeldTask>();
  const entryOf = (claim: Claim) => {
    const entry = held.get(claim.id);
    return entry?.task.fence === claim.fence ? entry : undefined;
  };

  async function run(task: ClaimedTask, signal: AbortSignal): Promise<TaskOutcome> {
    try {
      const { id, kind, payload, requestId, attempt, maxAttempts } = task;
      if (payload === undefined) throw new UnreadablePayload();
      const handler = handlers[kind];
      if (handler === undefined) throw new Error(`No handler for ${kind}`);
      await handler({ id, kind, payload, requestId, attempt, maxAttempts, signal });
      return { task, ok: true };
    } catch (error) {
      return { task, error, ok: false };
    }
  }

  return {
    get size() {
      return held.size;
    },
    claims: () => [...held.values()].filter(({ lost }) => !lost).map(({ task }) => task),
    ids: () => [...held.keys()],
    outcomes: () => [...held.values()].flatMap(({ outcome }) => outcome ?? []),
    start(task, leaseUntilMs) {
      const controller = new AbortController();
      const entry: HeldTask = { task, controller, leaseUntilMs, lost: false };
      held.set(task.id, entry);
      void run(task, controller.signal).then((outcome) => {
        if (entry.lost) held.delete(task.id);
        else entry.outcome = outcome;
        onEnd();
      });
    },
    extend(claims, leaseUntilMs) {
      for (const claim of claims) {
        const entry = entryOf(claim);
        if (entry !== undefined) entry.leaseUntilMs = leaseUntilMs;
      }
    },
    abortLapsed(nowMs) {
      for (const entry of held.values())
        if (entry.outcome === undefined && entry.leaseUntilMs <= nowMs) entry.controller.abort();
    },
    letGo(claim) {
      const entry = entryOf(claim);
      if (entry === undefined) return;
      if (entry.outcome !== undefined) {
        held.delete(claim.id);
      } else {
        entry.lost = true;
        entry.controller.abort();
      }
    },
  };
}
