import { taskTextWidths } from './prepare-task.js';

const longestAskedMs = 24 * 60 * 60_000;
const namePattern = /^[\w.$-]+$/;

/** What of an error decides how a task goes on, and may be kept. */
export interface TaskFailure {
  /** Its code or its name, never its message, which may quote anything. */
  readonly name: string;
  /** It says through `retryable: false` that another attempt is of no use. */
  readonly isFinal: boolean;
  /** The delay it asks for through `retryAfterMs`, at most a day; undefined when it asks for none. */
  readonly askedDelayMs: number | undefined;
}

function nameOf(error: Error): string {
  const { code, name } = error as { readonly code?: unknown; readonly name: unknown };
  // What no column could keep would fail the write of this end for ever.
  const text = [code, name].find((one) => typeof one === 'string' && namePattern.test(one)) ?? 'Error';
  return String(text).slice(0, taskTextWidths.lastError);
}

function delayOf(asked: unknown): number | undefined {
  if (typeof asked !== 'number' || Number.isNaN(asked)) return undefined;
  return Math.min(longestAskedMs, Math.max(0, Math.round(asked)));
}

/** Reads what a handler threw, whatever that is: also a thing whose properties throw when they are looked at. */
export function readFailure(error: unknown): TaskFailure {
  try {
    const said = (error ?? {}) as { readonly retryable?: unknown; readonly retryAfterMs?: unknown };
    return {
      name: error instanceof Error ? nameOf(error) : 'thrown',
      isFinal: said.retryable === false,
      askedDelayMs: delayOf(said.retryAfterMs),
    };
  } catch {
    return { name: 'thrown', isFinal: false, askedDelayMs: undefined };
  }
}
