import type { Id } from '../core/ids.js';
import { atOnce, type ClaimedTask } from '../tasks/task-engine.js';
import type { TaskPayload, TaskRecord, TaskStatus } from '../tasks/task-queue.js';

/** A task as the engine keeps it; the SQL table has the same columns. */
export interface MemoryTask {
  readonly id: Id;
  readonly kind: string;
  readonly payload: TaskPayload;
  /** The key it was enqueued with. */
  readonly key: string | undefined;
  readonly group: string;
  readonly requestId: string | undefined;
  readonly maxAttempts: number;
  readonly createdAtMs: number;
  status: TaskStatus;
  attempts: number;
  runAtMs: number;
  /** Its position in the ready queue; 0 while it has none. */
  turn: number;
  leaseUntilMs: number | undefined;
  fence: number;
  /** When to run once more, if it was enqueued anew while it ran. */
  rerunAtMs: number | undefined;
  lastError: string | undefined;
  updatedAtMs: number;
}

const instant = (ms: number) => new Date(ms).toISOString();

export function toRecord(task: MemoryTask): TaskRecord {
  return {
    id: task.id,
    kind: task.kind,
    payload: task.payload,
    openKey: task.key,
    group: task.group,
    requestId: task.requestId,
    status: task.status,
    attempts: task.attempts,
    maxAttempts: task.maxAttempts,
    runAt: instant(task.runAtMs === atOnce ? task.createdAtMs : task.runAtMs),
    leaseUntil: task.leaseUntilMs === undefined ? undefined : instant(task.leaseUntilMs),
    fence: task.fence,
    lastError: task.lastError,
    createdAt: instant(task.createdAtMs),
    updatedAt: instant(task.updatedAtMs),
  };
}

export function toClaimed(task: MemoryTask): ClaimedTask {
  const { id, fence, kind, payload, requestId, attempts, maxAttempts } = task;
  return { id, fence, kind, payload, requestId, attempt: attempts, maxAttempts };
}

export const isLapsed = (task: MemoryTask, nowMs: number, aheadMs: number) =>
  (task.leaseUntilMs ?? 0) <= nowMs || task.updatedAtMs > aheadMs;

export const isDelayedAhead = (task: MemoryTask, nowMs: number, aheadMs: number) =>
  task.turn === 0 && task.runAtMs > nowMs && task.updatedAtMs > aheadMs;
