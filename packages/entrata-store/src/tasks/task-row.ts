import type { Id } from '../records.js';
import { atOnce, type Claim, type ClaimedTask } from './task-engine.js';
import type { TaskPayload, TaskRecord, TaskStatus } from './task-queue.js';

/** A row as drivers give it; PostgreSQL gives bigint as text. */
export interface TaskRow {
  readonly id: Id;
  readonly kind: string;
  readonly task_key: string | null;
  readonly payload: string;
  readonly group_key: string;
  readonly trace_id: string | null;
  readonly status: TaskStatus;
  readonly attempts: number | string;
  readonly max_attempts: number | string;
  readonly run_at: number | string;
  readonly lease_until: number | string | null;
  readonly fence: number | string;
  readonly last_error: string | null;
  readonly created_at: number | string;
  readonly updated_at: number | string;
}

const instant = (ms: number | string) => new Date(Number(ms)).toISOString();

// Only this package writes the column, from a checked payload.
const readPayload = (text: string) => JSON.parse(text) as TaskPayload;

export function toTaskRecord(row: TaskRow): TaskRecord {
  return {
    id: row.id,
    kind: row.kind,
    payload: readPayload(row.payload),
    openKey: row.task_key ?? undefined,
    group: row.group_key,
    traceId: row.trace_id ?? undefined,
    status: row.status,
    attempts: Number(row.attempts),
    maxAttempts: Number(row.max_attempts),
    runAt: instant(Number(row.run_at) === atOnce ? row.created_at : row.run_at),
    leaseUntil: row.lease_until === null ? undefined : instant(row.lease_until),
    fence: Number(row.fence),
    lastError: row.last_error ?? undefined,
    createdAt: instant(row.created_at),
    updatedAt: instant(row.updated_at),
  };
}

export const toClaim = (row: Pick<TaskRow, 'id' | 'fence'>): Claim => ({
  id: row.id,
  fence: Number(row.fence),
});

export function toClaimedTask(row: TaskRow): ClaimedTask {
  return {
    ...toClaim(row),
    kind: row.kind,
    payload: readPayload(row.payload),
    traceId: row.trace_id ?? undefined,
    attempt: Number(row.attempts),
    maxAttempts: Number(row.max_attempts),
  };
}
