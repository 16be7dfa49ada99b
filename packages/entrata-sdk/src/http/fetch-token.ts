import type { TokenSource } from '../auth.js';
import { EntrataError } from '../errors.js';
import type { SecretText } from '../secret.js';

export type TokenFunction = Exclude<TokenSource, SecretText>;

/** Which call wants a token, and how long it can wait for one. */
export interface TokenRequest {
  readonly method: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/** The token of this moment. What the caller's function throws is passed on; should it hang, the call does not. */
export function fetchToken(
  fetch: TokenFunction,
  { method, timeoutMs, signal }: TokenRequest,
): Promise<SecretText> {
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    const giveUp = (code: 'timeout' | 'aborted', says: string) => {
      settle();
      reject(new EntrataError(code, `${method}: ${says}`, { outcome: 'not_sent', method }));
    };
    const onAbort = () => giveUp('aborted', 'aborted by the caller while it waited for the token');
    if (signal?.aborted) return onAbort();
    timer = setTimeout(() => giveUp('timeout', 'the token did not come in time'), timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    Promise.resolve().then(fetch).then(resolve, reject).finally(settle);
  });
}
