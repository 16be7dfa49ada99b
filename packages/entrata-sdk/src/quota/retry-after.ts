import { readRateLimits } from './rate-limit-headers.js';

type Headers = Readonly<Record<string, string>>;

// Where nothing says how long the limit's window is. Entrata's common ones are a minute and an hour.
const longestWithoutWindowMs = 3_600_000;

/**
 * How long Entrata asks to wait, in milliseconds: `Retry-After` (seconds or an HTTP date), else the
 * reset of the exhausted window among `X-RateLimit-*`, else undefined. Never longer than that window (an hour where there
 * is none): a senseless number must not stop calls for a year.
 */
export function readRetryAfter(headers: Headers, now: number): number | undefined {
  const exhausted = readRateLimits(headers).filter((window) => window.remaining === 0);
  const asked = parseRetryAfter(headers['retry-after'], now);
  if (exhausted.length === 0)
    return asked === undefined ? undefined : Math.min(asked, longestWithoutWindowMs);
  if (asked === undefined) return Math.max(...exhausted.map((window) => window.resetMs));
  return Math.min(asked, Math.max(...exhausted.map((window) => window.lengthMs)));
}

function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
