const baseMs = 1_000;
const longestMs = 10 * 60_000;
const longestAskedMs = 24 * 60 * 60_000;

/**
 * How long to wait after a failed attempt: between nothing and a bound that doubles with each attempt, from 1 s
 * to 10 min ("full jitter", so that tasks that failed together do not come back together).
 */
export function backoffMs(attempt: number, random: () => number): number {
  return Math.round(random() * Math.min(longestMs, baseMs * 2 ** (attempt - 1)));
}

/** The delay an error asks for through `retryAfterMs`, at most a day; undefined when it asks for none. */
export function askedDelayMs(error: unknown): number | undefined {
  const asked = (error as { readonly retryAfterMs?: unknown } | null | undefined)?.retryAfterMs;
  if (typeof asked !== 'number' || Number.isNaN(asked)) return undefined;
  return Math.min(longestAskedMs, Math.max(0, Math.round(asked)));
}

/** Whether an error says through `retryable: false` that another attempt is of no use. */
export function isFinal(error: unknown): boolean {
  return (error as { readonly retryable?: unknown } | null | undefined)?.retryable === false;
}
