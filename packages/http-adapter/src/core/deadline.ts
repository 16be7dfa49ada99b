import { AdapterError } from './adapter-error.js';

/** How long stopping waits for what runs: one call to Entrata, and an answer to whoever asked. */
export const defaultDrainMs = 10_000;

/** The time one request may take, for all its steps together. */
export interface Deadline {
  /** Aborts when the time is over. */
  readonly signal: AbortSignal;
  /** At least 1. */
  remainingMs(): number;
}

/**
 * Runs `work`; past `deadlineMs` rejects with `deadline_exceeded` while `work`, told by the signal, comes to
 * its own end: `onLate` is then called with an error nobody waits for any more.
 */
export async function withinDeadline<T>(
  deadlineMs: number,
  work: (deadline: Deadline) => Promise<T>,
  onLate: (error: unknown) => void,
): Promise<T> {
  const endsAt = performance.now() + deadlineMs;
  const timer = new AbortController();
  let late = false;
  let timeout: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timeout = setTimeout(() => {
      late = true;
      reject(new AdapterError('deadline_exceeded'));
      timer.abort(new AdapterError('deadline_exceeded'));
    }, deadlineMs);
  });
  const remainingMs = () => Math.max(1, Math.ceil(endsAt - performance.now()));
  // Also what is thrown at once: the timer is always cleared.
  const running = (async () => work({ signal: timer.signal, remainingMs }))();
  running.catch((error: unknown) => {
    if (late) onLate(error);
  });
  try {
    return await Promise.race([running, over]);
  } finally {
    clearTimeout(timeout);
  }
}
