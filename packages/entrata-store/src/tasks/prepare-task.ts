import { StoreError } from '../errors.js';
import type { Id } from '../records.js';
import { atOnce, type PreparedTask } from './task-engine.js';
import type { NewTask } from './task-queue.js';

/** Widths of the texts, in characters, on every engine alike. */
export const taskTextWidths = {
  id: 64,
  kind: 100,
  key: 255,
  group: 100,
  traceId: 64,
  payload: 4_000,
  lastError: 100,
} as const;

const defaultMaxAttempts = 10;

function checkText(name: string, value: string, width: number, least = 0): void {
  if (value.length < least || value.length > width)
    throw new StoreError('misuse', `A task's ${name} has ${least} to ${width} characters`);
  if (value.includes('\0')) throw new StoreError('misuse', `A task's ${name} must not hold NUL`);
}

/** Checks what the caller asks for and fills in the defaults. Throws `misuse`. */
export function prepareTask(task: NewTask, id: Id, now: Date): PreparedTask {
  const { kind, payload, openKey, group = '', traceId, maxAttempts = defaultMaxAttempts, runAt } = task;
  checkText('kind', kind, taskTextWidths.kind, 1);
  checkText('group', group, taskTextWidths.group);
  if (openKey !== undefined) checkText('openKey', openKey, taskTextWidths.key, 1);
  if (traceId !== undefined) checkText('traceId', traceId, taskTextWidths.traceId, 1);
  for (const value of Object.values(payload)) {
    if (!['string', 'boolean'].includes(typeof value) && !Number.isFinite(value))
      throw new StoreError('misuse', "A task's payload holds texts, finite numbers and booleans only");
  }
  checkText('payload', JSON.stringify(payload), taskTextWidths.payload);
  if (!Number.isInteger(maxAttempts) || maxAttempts < 1 || maxAttempts > 1_000)
    throw new StoreError('misuse', "A task's maxAttempts is 1 to 1000");
  const nowMs = now.getTime();
  const runAtMs = runAt === undefined ? atOnce : Date.parse(runAt);
  if (Number.isNaN(runAtMs)) throw new StoreError('misuse', "A task's runAt is an ISO instant");
  return {
    id,
    kind,
    payload: { ...payload },
    openKey,
    group,
    traceId,
    maxAttempts,
    // What is due already is due whatever happens to the clock.
    runAtMs: runAtMs <= nowMs ? atOnce : runAtMs,
    nowMs,
  };
}
