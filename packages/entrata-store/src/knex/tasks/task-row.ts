import { readInstant, unreadableInstant } from '../../core/instants.js';
import { atOnce, type Claim, type ClaimedTask } from '../../tasks/task-engine.js';
import { readPayload } from '../../tasks/task-payload.js';
import type { TaskRecord } from '../../tasks/task-queue.js';
import type { TaskRow } from '../dialect/task-statements.js';

/** One that another program has written out of all bounds must not spoil a list. */
const instant = (ms: number | string) => readInstant(Number(ms)) ?? unreadableInstant;

export function toTaskRecord(row: TaskRow): TaskRecord {
  return {
    id: row.id,
    kind: row.kind,
    payload: readPayload(row.payload) ?? {},
    openKey: row.taskKey ?? undefined,
    group: row.groupKey,
    requestId: row.requestId ?? undefined,
    status: row.status,
    attempts: Number(row.attempts),
    maxAttempts: Number(row.maxAttempts),
    runAt: instant(Number(row.runAt) === atOnce ? row.createdAt : row.runAt),
    leaseUntil: row.leaseUntil === null ? undefined : instant(row.leaseUntil),
    fence: Number(row.fence),
    lastError: row.lastError ?? undefined,
    createdAt: instant(row.createdAt),
    updatedAt: instant(row.updatedAt),
  };
}

const columns: Readonly<Record<keyof TaskRow, string>> = {
  id: 'id',
  kind: 'kind',
  taskKey: 'task_key',
  payload: 'payload',
  groupKey: 'group_key',
  requestId: 'trace_id',
  status: 'status',
  attempts: 'attempts',
  maxAttempts: 'max_attempts',
  runAt: 'run_at',
  leaseUntil: 'lease_until',
  fence: 'fence',
  lastError: 'last_error',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
};

/**
 * The select list of a row. Each column has a name of our own, since a Knex instance may rename what comes back by
 * the names of columns (`knexSnakeCaseMappers`).
 */
export const taskSelection = (quote: (name: string) => string): string =>
  Object.entries(columns)
    .map(([name, column]) => `${column} as ${quote(name)}`)
    .join(', ');

export const toClaim = (row: Pick<TaskRow, 'id' | 'fence'>): Claim => ({
  id: row.id,
  fence: Number(row.fence),
});

export function toClaimedTask(row: TaskRow): ClaimedTask {
  return {
    ...toClaim(row),
    kind: row.kind,
    payload: readPayload(row.payload),
    requestId: row.requestId ?? undefined,
    attempt: Number(row.attempts),
    maxAttempts: Number(row.maxAttempts),
  };
}
