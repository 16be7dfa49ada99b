import type { TaskPayload } from './task-queue.js';

const isScalar = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);

/** A flat object of texts, finite numbers and booleans. */
export function isTaskPayload(value: unknown): value is TaskPayload {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every(isScalar)
  );
}

/** Undefined when what is stored is no payload: another program, or a hand, wrote the row. */
export function readPayload(stored: unknown): TaskPayload | undefined {
  try {
    const value: unknown = JSON.parse(String(stored));
    return isTaskPayload(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Why a task is dead that never ran: what is stored as its payload cannot be read. */
export class UnreadablePayload extends Error {
  override readonly name = 'UnreadablePayload';
  readonly code = 'unreadable_payload';
  /** It will be as unreadable the next time. */
  readonly retryable = false;

  constructor() {
    super('The stored payload of the task is not a JSON object of texts, numbers and booleans');
  }
}
