/** @import { Api } from '../types.js' */

/** What an endpoint answered instead of what was asked for. */
export class Refusal extends Error {
  /**
   * @param {number} status 0 when there was no answer
   * @param {string} code
   * @param {string} title
   */
  constructor(status, code, title) {
    super(title);
    this.status = status;
    this.code = code;
  }
}

/**
 * Calls the server that the page came from, as one person. `token` is undefined before the log-in.
 *
 * @param {string | undefined} token
 * @param {() => void} onLoggedOut told when the server no longer knows the token
 * @returns {Api}
 */
export function createApi(token, onLoggedOut) {
  /**
   * @param {string} path
   * @param {RequestInit} init
   */
  async function call(path, init) {
    const headers = { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...init.headers };
    const bound = AbortSignal.timeout(30_000);
    const signal = init.signal ? AbortSignal.any([init.signal, bound]) : bound;
    /** @type {Response} */
    let response;
    try {
      response = await fetch(path, { ...init, headers, signal });
    } catch {
      init.signal?.throwIfAborted();
      throw new Refusal(0, 'no_answer', 'The server does not answer');
    }
    const body = await response.json().catch(() => undefined);
    if (response.status === 401) onLoggedOut();
    if (!response.ok) {
      throw new Refusal(
        response.status,
        body?.code ?? 'unknown',
        body?.title ?? body?.message ?? `The server answered ${response.status}`,
      );
    }
    return body;
  }

  return {
    get: (path, signal) => call(path, signal === undefined ? {} : { signal }),
    post: (path, body, headers) =>
      call(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body ?? {}),
      }),
  };
}
