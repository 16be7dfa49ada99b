type Headers = Readonly<Record<string, string>>;

/**
 * How long Entrata asks to wait, in milliseconds: `Retry-After` (seconds or an HTTP date), else the
 * reset of the exhausted window among `X-RateLimit-*`, else undefined.
 */
export function readRetryAfter(headers: Headers, now: number): number | undefined {
  return parseRetryAfter(headers['retry-after'], now) ?? exhaustedWindowReset(headers);
}

function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

// `X-RateLimit-Remaining: 14996/DAY;0/HOUR;149/MINUTE` goes by position with `X-RateLimit-Reset: 36686;686;26`.
function exhaustedWindowReset(headers: Headers): number | undefined {
  const remaining = split(headers['x-ratelimit-remaining']);
  const resets = split(headers['x-ratelimit-reset']);
  let wait: number | undefined;
  remaining.forEach((window, index) => {
    const left = Number.parseInt(window, 10);
    const reset = Number.parseInt(resets[index] ?? '', 10);
    if (left <= 0 && reset >= 0) wait = Math.max(wait ?? 0, reset * 1000);
  });
  return wait;
}

function split(value: string | undefined): string[] {
  return value === undefined ? [] : value.split(';').map((part) => part.trim());
}
