import { checkObject } from '../core/check-option.js';
import { StoreError } from '../core/errors.js';
import type { Id } from '../core/ids.js';
import { readInstant } from '../core/instants.js';
import { isWellFormed } from '../core/texts.js';
import { atOnce, type PreparedTask } from './task-engine.js';
import { isTaskPayload } from './task-payload.js';
import type { NewTask } from './task-queue.js';

/** Widths of the texts, in characters, on every engine alike. */
export const taskTextWidths = {
  id: 64,
  kind: 100,
  key: 255,
  group: 100,
  requestId: 64,
  payload: 4_000,
  lastError: 100,
} as const;

const defaultMaxAttempts = 10;

function checkText(name: string, value: unknown, width: number, least = 0): asserts value is string {
  if (typeof value !== 'string') throw new StoreError('misuse', `A task's ${name} is a text`);
  if (value.length < least || value.length > width)
    throw new StoreError('misuse', `A task's ${name} has ${least} to ${width} characters`);
  if (value.includes('\0')) throw new StoreError('misuse', `A task's ${name} must not hold NUL`);
  // In UTF-8 it would become another text, and two keys one.
  if (!isWellFormed(value)) throw new StoreError('misuse', `A task's ${name} holds half of a surrogate pair`);
}

/** Checks what the caller asks for and fills in the defaults. Throws `misuse`. */
export function prepareTask(task: NewTask, id: Id, now: Date): PreparedTask {
  checkObject('A task', task);
  checkText('id', id, taskTextWidths.id, 1);
  const { kind, payload, openKey, group = '', requestId, maxAttempts = defaultMaxAttempts, runAt } = task;
  checkText('kind', kind, taskTextWidths.kind, 1);
  checkText('group', group, taskTextWidths.group);
  if (openKey !== undefined) checkText('openKey', openKey, taskTextWidths.key, 1);
  if (requestId !== undefined) checkText('requestId', requestId, taskTextWidths.requestId, 1);
  if (!isTaskPayload(payload))
    throw new StoreError(
      'misuse',
      "A task's payload is an object of texts, finite numbers and booleans only",
    );
  checkText('payload', JSON.stringify(payload), taskTextWidths.payload);
  if (!Number.isInteger(maxAttempts) || maxAttempts < 1 || maxAttempts > 1_000)
    throw new StoreError('misuse', "A task's maxAttempts is 1 to 1000");
  const nowMs = now.getTime();
  const runAtMs = runAt === undefined ? atOnce : typeof runAt === 'string' ? Date.parse(runAt) : Number.NaN;
  if (readInstant(runAtMs) === undefined)
    throw new StoreError('misuse', "A task's runAt is an ISO instant of a year from 1 to 9999");
  return {
    id,
    kind,
    payload: { ...payload },
    openKey,
    group,
    requestId,
    maxAttempts,
    // What is due already is due whatever happens to the clock.
    runAtMs: runAtMs <= nowMs ? atOnce : runAtMs,
    nowMs,
  };
}
