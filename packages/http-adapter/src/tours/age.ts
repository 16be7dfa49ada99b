/**
 * How long ago something was, in milliseconds; infinite when it lies ahead. After the clock was set back nothing
 * from before counts as fresh: it would stay so for as long as the clock had jumped.
 */
export function ageMs(now: number, at: number): number {
  return at > now ? Number.POSITIVE_INFINITY : now - at;
}
