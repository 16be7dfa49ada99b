import type { TokenSource } from '../auth.js';
import { EntrataError, isEntrataError, withDetails } from '../core/errors.js';
import { closedError } from '../core/lifetime.js';
import type { SecretText } from '../core/secret.js';
import type { Context } from './context.js';

export type TokenFunction = Exclude<TokenSource, SecretText>;

/** Which call wants a token, and how long it can wait for one. */
export interface TokenRequest {
  readonly method: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * The token of this moment, for a call of which nothing is sent yet: whatever the caller's function throws, the error says
 * so. Should it hang, the call does not.
 */
export function fetchToken(
  { lifetime }: Context,
  fetch: TokenFunction,
  { method, timeoutMs, signal }: TokenRequest,
): Promise<SecretText> {
  return lifetime.run(method, signal, async (open) => {
    try {
      return await open.wait(ask(fetch, { method, timeoutMs, signal: open.signal }));
    } catch (error) {
      if (open.wasCut) throw closedError(method, 'this Entrata was closed while the call waited', 'not_sent');
      throw notSent(error, method);
    }
  });
}

function notSent(error: unknown, method: string): EntrataError {
  if (isEntrataError(error)) return withDetails(error, { outcome: 'not_sent', method, cause: error });
  const details = { outcome: 'not_sent', method, cause: error } as const;
  return new EntrataError('unavailable', `${method}: the function that gives the token failed`, details);
}

function ask(fetch: TokenFunction, { method, timeoutMs, signal }: TokenRequest): Promise<SecretText> {
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const finish = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    const giveUp = (code: 'timeout' | 'aborted', says: string) => {
      finish();
      reject(new EntrataError(code, `${method}: ${says}`, { outcome: 'not_sent', method }));
    };
    const onAbort = () => giveUp('aborted', 'aborted by the caller while it waited for the token');
    if (signal?.aborted) return onAbort();
    timer = setTimeout(() => giveUp('timeout', 'the token did not come in time'), timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    Promise.resolve().then(fetch).then(resolve, reject).finally(finish);
  });
}
