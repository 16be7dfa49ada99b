import { setImmediate as endOfTurn } from 'node:timers/promises';
import { checkFunction, checkObject } from '../core/check-option.js';
import { guardedCallback } from '../core/guarded-callback.js';
import { readSettings } from '../core/settings.js';
import { startHeartbeat } from './heartbeat.js';
import { createHeldTasks } from './held-tasks.js';
import type { Claim, TaskEngine } from './task-engine.js';
import type { TaskHandler, TaskWorker, TaskWorkerOptions } from './task-queue.js';
import { writeOutcomes } from './write-outcomes.js';

/** How many due tasks are promoted between two claims. */
const promoteLimit = 500;
/** How soon a worker comes back after the database failed it, if the poll is not sooner. */
const afterErrorMs = 500;
const forgetEveryMs = 60_000;
const forgetLimit = 500;
/** How long a task waits for a worker of its kind before those that leave its kind to others delete it. */
const leftForMs = 24 * 60 * 60_000;
/** What the last writes of a stopping worker may take; past it the lease ends by itself. */
const farewellMs = 5_000;

/** A worker as its queue sees it. */
export interface WakeableWorker extends TaskWorker {
  readonly kinds: readonly string[];
  wake(): void;
}

export interface WorkerServices {
  readonly engine: TaskEngine;
  readonly now: () => Date;
  readonly ready?: (() => Promise<void> | undefined) | undefined;
  readonly random: () => number;
  readonly onStopped: () => void;
}

function within(promise: Promise<unknown>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    promise.then(done, done);
  });
}

/** Those given; a handler left `undefined` is one left out. */
function resolveHandlers(handlers: unknown): Readonly<Record<string, TaskHandler>> {
  checkObject("A worker's handlers", handlers);
  const given = Object.entries(handlers).filter(([, handler]) => handler !== undefined);
  for (const [kind, handler] of given) checkFunction(`The handler of ${kind}`, handler);
  return Object.fromEntries(given);
}

/** The loop that all engines share: write what ended, promote due tasks, claim, run. */
export function startWorker(
  { engine, now, ready, random, onStopped }: WorkerServices,
  givenHandlers: Readonly<Record<string, TaskHandler>>,
  options: TaskWorkerOptions,
): WakeableWorker {
  const handlers = resolveHandlers(givenHandlers);
  const settings = readSettings('taskWorker', options, 'a task worker');
  const { concurrency, leaseMs, pollMs, keepDoneMs, timeoutMs, graceMs, leaveKinds } = settings;
  const onEvent = guardedCallback('onEvent of a task worker', settings.onEvent);
  const kinds = Object.keys(handlers);
  const held = createHeldTasks({
    ...{ handlers, timeoutMs, graceMs },
    onEnd: () => run(),
    onTimeout: ({ id, kind, payload, requestId, attempt }) =>
      onEvent({ type: 'task.timed_out', id, kind, payload, requestId, attempt }),
  });
  const nowMs = () => now().getTime();

  let stopping = false;
  let stopped: Promise<void> | undefined;
  let checkDue = true;
  let runAgain = false;
  let running: Promise<void> | undefined;
  let forgottenAtMs = Number.NEGATIVE_INFINITY;
  let polling: NodeJS.Timeout | undefined;
  /** On a clock that nobody sets. */
  let checkedAtMs = 0;
  let left = false;
  let waiters: (() => void)[] = [];

  /** At most one loop at a time; whoever calls meanwhile gets one more round. */
  function run(): void {
    runAgain = true;
    clearTimeout(polling);
    running ??= loop().finally(() => {
      running = undefined;
      if (runAgain) run();
    });
  }

  async function loop(): Promise<void> {
    let pauseMs = pollMs;
    try {
      while (runAgain) {
        runAgain = false;
        await round();
        notifyWaiters();
        // A database in this process answers before any timer or socket is looked at: without a turn of the event
        // loop between rounds, a backlog would keep everything else of the process waiting.
        await endOfTurn();
      }
    } catch (error) {
      // What was not written is still held.
      runAgain = false;
      checkDue = true;
      pauseMs = Math.min(pollMs, afterErrorMs);
      onEvent({ type: 'engine.error', error });
      notifyWaiters();
    }
    if (!left) polling = setTimeout(wake, pauseMs);
  }

  function notifyWaiters(): void {
    const notified = waiters;
    waiters = [];
    for (const notify of notified) notify();
  }

  async function round(): Promise<void> {
    const pending = ready?.();
    if (pending) await pending;
    if (await writeOutcomes({ engine, held, now, random, onEvent })) checkDue = true;
    if (stopping) return;
    if (checkDue || performance.now() - checkedAtMs >= pollMs) {
      if (!(await promoteDue())) return;
    }
    const limit = concurrency - held.size;
    if (limit <= 0 || stopping) return;
    const at = nowMs();
    const leaseUntilMs = at + leaseMs;
    const claimed = await engine.claim({ kinds, running: held.ids(), nowMs: at, leaseUntilMs, limit });
    if (stopping) await release(claimed);
    else for (const task of claimed) held.start(task, leaseUntilMs);
  }

  /** Returns whether there is anything to claim. */
  async function promoteDue(): Promise<boolean> {
    checkDue = false;
    checkedAtMs = performance.now();
    const at = nowMs();
    const ours = held.claims().map(({ id }) => id);
    const request = { kinds, held: ours, nowMs: at, aheadMs: at + leaseMs };
    const { lapsed, due, ready: isReady } = await engine.peek(request);
    if (lapsed) {
      const dead = await engine.reclaim(request);
      for (const { id, kind, payload, requestId, attempt } of dead)
        onEvent({ type: 'task.dead', id, kind, payload, requestId, attempt });
    }
    const promoted = due || lapsed ? await engine.promote({ kinds, nowMs: at, limit: promoteLimit }) : 0;
    if (promoted === promoteLimit) {
      checkDue = true;
      runAgain = true;
    }
    if (at - forgottenAtMs >= forgetEveryMs) {
      forgottenAtMs = at;
      const done = await engine.forget('done', kinds, at - keepDoneMs, forgetLimit);
      const waited = await forgetLeft(at);
      if (done === forgetLimit || waited === forgetLimit) forgottenAtMs = Number.NEGATIVE_INFINITY;
    }
    return isReady || promoted > 0;
  }

  async function forgetLeft(at: number): Promise<number> {
    if (leaveKinds.length === 0) return 0;
    return engine.forget('waiting', leaveKinds, at - leftForMs, forgetLimit);
  }

  function wake(): void {
    checkDue = true;
    run();
  }

  const nextRound = () => new Promise<void>((resolve) => waiters.push(resolve));

  async function drain(): Promise<void> {
    while (held.size > 0) await nextRound();
  }

  async function stop(drainMs: number): Promise<void> {
    stopping = true;
    await within(drain(), drainMs);
    left = true;
    clearTimeout(polling);
    heartbeat.stop();
    const unfinished = held.claims();
    for (const claim of unfinished) held.letGo(claim);
    // A claim on its way is released by the round that receives it.
    await within(Promise.all([running, release(unfinished)]), farewellMs);
    onStopped();
    notifyWaiters();
  }

  async function release(claims: readonly Claim[]): Promise<void> {
    if (claims.length === 0) return;
    try {
      await engine.release(claims, nowMs());
    } catch (error) {
      // Their leases end by themselves.
      onEvent({ type: 'engine.error', error });
    }
  }

  const heartbeat = startHeartbeat({ engine, held, now, leaseMs, onEvent });
  run();

  return {
    kinds,
    wake,
    stuck: held.stuck,
    async stop(stopOptions) {
      const { drainMs } = readSettings('stopWorker', stopOptions, "a worker's stop");
      stopped ??= stop(drainMs);
      await stopped;
    },
    async idle() {
      while (!stopping) {
        const round = nextRound();
        wake();
        await round;
        const next = nextRound();
        if (held.size === 0 && !(await engine.isBusy(kinds, nowMs()))) return;
        // Something ends here, or another process ends it and the poll sees that.
        await next;
      }
    },
  };
}
