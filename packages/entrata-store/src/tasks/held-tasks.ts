import type { Id } from '../core/ids.js';
import type { Claim, ClaimedTask } from './task-engine.js';
import { UnreadablePayload } from './task-payload.js';
import type { TaskHandler } from './task-queue.js';
import { TaskTimeout } from './task-timeout.js';

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
  /** Handlers whose time is over and that have not returned, by kind; also those that are not held any more. */
  stuck(): Readonly<Record<string, number>>;
}

export interface HeldTasksOptions {
  readonly handlers: Readonly<Record<string, TaskHandler>>;
  /** How long a handler may take; past it, it is told through its signal. */
  readonly timeoutMs: number;
  /** How much longer it may take to return; past it, its run has failed and its place is free. */
  readonly graceMs: number;
  readonly onEnd: () => void;
  readonly onTimeout: (task: ClaimedTask) => void;
}

interface HeldTask {
  readonly task: ClaimedTask;
  readonly controller: AbortController;
  /** Of its time limit, then of its grace. */
  timer: NodeJS.Timeout | undefined;
  /** Its time is over. */
  timeout: TaskTimeout | undefined;
  leaseUntilMs: number;
  outcome?: TaskOutcome;
  hasEnded: boolean;
  /** No longer ours, but the handler still runs. */
  lost: boolean;
}

/** Runs handlers; `onEnd` is called when a run ends. */
export function createHeldTasks(options: HeldTasksOptions): HeldTasks {
  const { handlers, timeoutMs, graceMs, onEnd, onTimeout } = options;
  const held = new Map<Id, HeldTask>();
  const stuck = new Set<HeldTask>();
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

  // A process that has nothing else to do need not wait for them.
  const after = (ms: number, act: () => void) => setTimeout(act, ms).unref();

  function end(entry: HeldTask, outcome: TaskOutcome): void {
    entry.hasEnded = true;
    clearTimeout(entry.timer);
    if (entry.lost) held.delete(entry.task.id);
    else entry.outcome = outcome;
    onEnd();
  }

  function overtime(entry: HeldTask): void {
    const timeout = new TaskTimeout(timeoutMs);
    entry.timeout = timeout;
    stuck.add(entry);
    entry.timer = after(graceMs, () => end(entry, { task: entry.task, error: timeout, ok: false }));
    onTimeout(entry.task);
    entry.controller.abort(timeout);
  }

  /** What a handler returns or throws. */
  function noteReturn(entry: HeldTask, outcome: TaskOutcome): void {
    stuck.delete(entry);
    // Later than its grace: the run has failed already, and another may be under way.
    if (entry.hasEnded) return;
    // What a handler throws because its time is over would say less, or that another attempt is of no use.
    end(entry, outcome.ok || entry.timeout === undefined ? outcome : { ...outcome, error: entry.timeout });
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
      const entry: HeldTask = {
        ...{ task, controller, leaseUntilMs, lost: false, hasEnded: false },
        ...{ timer: undefined, timeout: undefined },
      };
      held.set(task.id, entry);
      entry.timer = after(timeoutMs, () => overtime(entry));
      void run(task, controller.signal).then((outcome) => noteReturn(entry, outcome));
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
    stuck() {
      const counts: Record<string, number> = {};
      for (const { task } of stuck) counts[task.kind] = (counts[task.kind] ?? 0) + 1;
      return counts;
    },
  };
}
