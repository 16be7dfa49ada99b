type Headers = Readonly<Record<string, string>>;

/** One of Entrata's limits (a minute, an hour, a day) as a reply reports it. */
export interface RateLimitWindow {
  /** `MINUTE`, `HOUR`, `DAY`. */
  readonly unit: string;
  /** Requests per window; undefined when not reported. */
  readonly limit: number | undefined;
  readonly remaining: number;
  readonly resetMs: number;
  /** A minute where the unit is not known. */
  readonly lengthMs: number;
}

const lengthsMs: Readonly<Record<string, number>> = {
  SECOND: 1_000,
  MINUTE: 60_000,
  HOUR: 3_600_000,
  DAY: 86_400_000,
};

/**
 * Reads `X-RateLimit-Limit: 15000/DAY;150/MINUTE`, `X-RateLimit-Remaining: 14996/DAY;149/MINUTE` and
 * `X-RateLimit-Reset: 36686;26` (seconds). Limit and remaining are matched by unit, in any case; the
 * resets carry no unit and go by the position of the remaining. Header names are in lower case here.
 */
export function readRateLimits(headers: Headers): RateLimitWindow[] {
  const remaining = headers['x-ratelimit-remaining'];
  if (remaining === undefined) return [];
  const limits = new Map(split(headers['x-ratelimit-limit']).map(amountOf));
  const resets = split(headers['x-ratelimit-reset']);
  return split(remaining).flatMap((part, index) => {
    const [unit, left] = amountOf(part);
    const resetSeconds = Number.parseFloat(resets[index] ?? '');
    const lengthMs = lengthsMs[unit] ?? 60_000;
    if (!(left >= 0)) return [];
    const resetMs = resetSeconds >= 0 ? resetSeconds * 1000 : lengthMs;
    return [{ unit, limit: limits.get(unit), remaining: left, resetMs, lengthMs }];
  });
}

function amountOf(part: string): [unit: string, amount: number] {
  const [amount = '', unit = ''] = part.split('/');
  return [unit.trim().toUpperCase(), Number.parseInt(amount, 10)];
}

function split(value: string | undefined): string[] {
  return value === undefined ? [] : value.split(';').filter((part) => part.trim() !== '');
}
