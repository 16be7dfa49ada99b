const baseMs = 1_000;
const longestMs = 10 * 60_000;

/**
 * How long to wait after a failed attempt: between nothing and a bound that doubles with each attempt, from 1 s
 * to 10 min ("full jitter", so that tasks that failed together do not come back together).
 */
export function backoffMs(attempt: number, random: () => number): number {
  return Math.round(random() * Math.min(longestMs, baseMs * 2 ** (attempt - 1)));
}
