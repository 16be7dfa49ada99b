/** How many calls a credential may make to one method; a window that is left out has no limit. */
export interface QuotaLimits {
  readonly perMinute?: number;
  readonly perHour?: number;
  readonly perDay?: number;
  /**
   * Whether a 429 carries `Retry-After` in seconds.
   * @defaultValue false: the captured replies have none
   */
  readonly sendsRetryAfter?: boolean;
  /**
   * `X-RateLimit-Reset` in seconds since 1970, which no window is long.
   * @defaultValue seconds from now
   */
  readonly resetsAt?: 'epoch';
}

/** What counting a call came to. */
export interface Counted {
  readonly isOver: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

/** Counts calls in windows that begin with the minute, the hour and the (UTC) day. */
export class Quota {
  readonly #windows: readonly { readonly unit: string; readonly limit: number; readonly ms: number }[];
  readonly #sendsRetryAfter: boolean;
  readonly #isEpoch: boolean;
  readonly #counts = new Map<string, { startMs: number; count: number }>();

  constructor(limits: QuotaLimits) {
    this.#sendsRetryAfter = limits.sendsRetryAfter ?? false;
    this.#isEpoch = limits.resetsAt === 'epoch';
    // Longest first, as in the captured headers.
    this.#windows = [
      { unit: 'DAY', limit: limits.perDay, ms: 86_400_000 },
      { unit: 'HOUR', limit: limits.perHour, ms: 3_600_000 },
      { unit: 'MINUTE', limit: limits.perMinute, ms: 60_000 },
    ].flatMap(({ unit, limit, ms }) => (limit === undefined ? [] : [{ unit, limit, ms }]));
  }

  /** Counts a call of this credential and method. A call over the limit is not counted. */
  count(key: string, nowMs: number): Counted {
    const windows = this.#windows.map(({ unit, limit, ms }) => {
      const resetSeconds = Math.ceil((ms - (nowMs % ms)) / 1000);
      return { unit, limit, counter: this.#counter(`${key} ${unit}`, nowMs - (nowMs % ms)), resetSeconds };
    });
    const full = windows.filter(({ limit, counter }) => counter.count >= limit);
    if (full.length === 0) for (const { counter } of windows) counter.count += 1;
    const retryAfter = Math.max(0, ...full.map(({ resetSeconds }) => resetSeconds));
    return {
      isOver: full.length > 0,
      headers: {
        'x-ratelimit-limit': windows.map(({ limit, unit }) => `${limit}/${unit}`).join(';'),
        'x-ratelimit-remaining': windows
          .map(({ limit, unit, counter }) => `${limit - counter.count}/${unit}`)
          .join(';'),
        'x-ratelimit-reset': windows
          .map(({ resetSeconds }) => resetSeconds + (this.#isEpoch ? Math.floor(nowMs / 1000) : 0))
          .join(';'),
        ...(full.length > 0 && this.#sendsRetryAfter ? { 'retry-after': String(retryAfter) } : {}),
      },
    };
  }

  /** Begins every window anew. */
  clear(): void {
    this.#counts.clear();
  }

  #counter(key: string, startMs: number): { startMs: number; count: number } {
    const known = this.#counts.get(key);
    if (known?.startMs === startMs) return known;
    const fresh = { startMs, count: 0 };
    this.#counts.set(key, fresh);
    return fresh;
  }
}
