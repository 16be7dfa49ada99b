import { readRateLimits } from './rate-limit-headers.js';

type Headers = Readonly<Record<string, string>>;

/**
 * How long Entrata asks to wait, in milliseconds: `Retry-After` (seconds or an HTTP date), else the
 * reset of the exhausted window among `X-RateLimit-*`, else undefined.
 */
export function readRetryAfter(headers: Headers, now: number): number | undefined {
  const asked = parseRetryAfter(headers['retry-after'], now);
  if (asked !== undefined) return asked;
  const resets = readRateLimits(headers)
    .filter((window) => window.remaining === 0)
    .map((window) => window.resetMs);
  return resets.length > 0 ? Math.max(...resets) : undefined;
}

function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
