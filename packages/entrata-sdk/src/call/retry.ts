import type { EntrataError } from '../core/errors.js';
import { isHttpFailure } from '../http/transport.js';
import type { Context } from './context.js';

/** Whether repeating a call can do harm. Every Entrata call is a POST, so this belongs to the operation. */
export type Safety = 'read' | 'write';

/** A read is repeated when another try may help; a write only when the first provably did nothing. */
export function isRetryable(error: EntrataError, safety: Safety): boolean {
  switch (error.code) {
    case 'rate_limited':
      return true;
    case 'network':
    case 'timeout':
    case 'unavailable':
      return safety === 'read' || error.outcome === 'not_sent';
    case 'bad_response':
      return safety === 'read' && !isTooLarge(error) && !isRedirect(error);
    default:
      return false;
  }
}

/** Full jitter, at least what Entrata asked for; undefined when that is longer than we are willing to wait. */
export function retryDelay(context: Context, error: EntrataError, attempt: number): number | undefined {
  const { baseDelayMs, maxDelayMs, maxRetryAfterMs } = context.retry;
  const asked = error.retryAfterMs ?? 0;
  if (asked > maxRetryAfterMs) return undefined;
  const bound = Math.min(maxDelayMs, baseDelayMs * 2 ** Math.min(attempt - 1, 31));
  return asked + context.random() * bound;
}

function isTooLarge(error: EntrataError): boolean {
  return isHttpFailure(error.cause) && error.cause.kind === 'too_large';
}

function isRedirect(error: EntrataError): boolean {
  return error.httpStatus !== undefined && error.httpStatus >= 300 && error.httpStatus < 400;
}
