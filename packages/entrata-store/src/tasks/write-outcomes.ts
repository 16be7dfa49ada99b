import { isStoreError } from '../core/errors.js';
import { backoffMs } from './backoff.js';
import type { HeldTasks, TaskOutcome } from './held-tasks.js';
import type { TaskEngine } from './task-engine.js';
import { readFailure, type TaskFailure } from './task-failure.js';
import type { TaskEvent } from './task-queue.js';

export interface OutcomeWriter {
  readonly engine: TaskEngine;
  readonly held: HeldTasks;
  readonly now: () => Date;
  readonly random: () => number;
  /** Never throws. */
  readonly onEvent: (event: TaskEvent) => void;
}

const tell = (
  type: 'task.done' | 'task.failed' | 'task.dead',
  { task, error, ok }: TaskOutcome,
): TaskEvent => {
  const { id, kind, payload, requestId, attempt } = task;
  return { type, id, kind, payload, requestId, attempt, ...(ok ? {} : { error }) };
};

/** The attempt's end as the database shall see it; undefined means that there is no further attempt. */
function retryAtMs(
  { attempt, maxAttempts }: TaskOutcome['task'],
  { isFinal, askedDelayMs }: TaskFailure,
  nowMs: number,
  random: () => number,
): number | undefined {
  if (isFinal || attempt >= maxAttempts) return undefined;
  return nowMs + (askedDelayMs ?? backoffMs(attempt, random));
}

/**
 * Writes how runs ended, all successes in one statement. A refused one is let go without a word: whoever holds
 * the newer claim tells. Returns whether a task waits to run again at once.
 */
export async function writeOutcomes({ engine, held, now, random, onEvent }: OutcomeWriter): Promise<boolean> {
  const outcomes = held.outcomes();
  const nowMs = now().getTime();
  let again = false;
  const done = outcomes.filter(({ ok }) => ok);
  if (done.length > 0) {
    const result = await engine.complete(
      done.map(({ task }) => task),
      nowMs,
    );
    again = result.again;
    const accepted = new Set(result.accepted.map(({ id }) => id));
    for (const outcome of done) {
      held.letGo(outcome.task);
      if (accepted.has(outcome.task.id)) onEvent(tell('task.done', outcome));
    }
  }
  for (const outcome of outcomes) {
    if (outcome.ok) continue;
    const failure = readFailure(outcome.error);
    const end = { nowMs, retryAtMs: retryAtMs(outcome.task, failure, nowMs, random), error: failure.name };
    try {
      const result = await engine.fail(outcome.task, end);
      held.letGo(outcome.task);
      if (result === 'dead') onEvent(tell('task.dead', outcome));
      else if (result === 'again') onEvent(tell('task.failed', outcome));
    } catch (error) {
      if (isStoreError(error, 'unavailable')) throw error;
      // This end alone cannot be written, now or later: those after it are, and its lease ends by itself.
      held.letGo(outcome.task);
      onEvent({ type: 'engine.error', error });
    }
  }
  return again;
}
