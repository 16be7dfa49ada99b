type Headers = Readonly<Record<string, string>>;

/** One of Entrata's limits (a minute, an hour, a day) as a reply reports it. */
export interface RateLimitWindow {
  /** `SECOND`, `MINUTE`, `HOUR`, `DAY`, or empty for any other. */
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

// The unit of a window that is not one of these; all such count as one.
const unknownUnit = '';
const unknownLengthMs = 60_000;

/**
 * Reads `X-RateLimit-Limit: 15000/DAY;150/MINUTE`, `X-RateLimit-Remaining: 14996/DAY;149/MINUTE` and
 * `X-RateLimit-Reset: 36686;26` (seconds). Limit and remaining are matched by unit, in any case; the
 * resets carry no unit and go by the position of the remaining. Header names are in lower case here.
 * A limit that is no positive number is not reported; a reset is never later than the window is long, whatever the number
 * means (an instant, milliseconds, nonsense).
 */
export function readRateLimits(headers: Headers): RateLimitWindow[] {
  const remaining = headers['x-ratelimit-remaining'];
  if (remaining === undefined) return [];
  const limits = new Map(split(headers['x-ratelimit-limit']).map(amountOf));
  const resets = split(headers['x-ratelimit-reset']);
  const windows = new Map<string, RateLimitWindow>();
  split(remaining).forEach((part, index) => {
    const [unit, left] = amountOf(part);
    if (!(left >= 0)) return;
    const lengthMs = lengthsMs[unit] ?? unknownLengthMs;
    const resetSeconds = Number.parseFloat(resets[index] ?? '');
    const resetMs = resetSeconds >= 0 ? Math.min(resetSeconds * 1000, lengthMs) : lengthMs;
    const limit = limits.get(unit) ?? 0;
    windows.set(unit, { unit, limit: limit > 0 ? limit : undefined, remaining: left, resetMs, lengthMs });
  });
  return [...windows.values()];
}

function amountOf(part: string): [unit: string, amount: number] {
  const [amount = '', name = ''] = part.split('/');
  const unit = name.trim().toUpperCase();
  return [Object.hasOwn(lengthsMs, unit) ? unit : unknownUnit, Number.parseInt(amount, 10)];
}

function split(value: string | undefined): string[] {
  return value === undefined ? [] : value.split(';').filter((part) => part.trim() !== '');
}
