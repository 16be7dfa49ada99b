import { invalidInput } from './core/errors.js';
import type { SecretText } from './core/secret.js';
import { isSecretText } from './core/secret.js';

/**
 * A token, or a function that fetches the current one before each call, within the call's deadline. When it throws, the call
 * fails with `unavailable` (or with the code of an `EntrataError` that it threw), `outcome: 'not_sent'` and the error as its
 * `cause`.
 */
export type TokenSource = SecretText | (() => SecretText | Promise<SecretText>);

/** How a client proves itself. It also chooses the surface of Entrata's API that is spoken. */
export type Auth =
  | { readonly kind: 'bearer'; readonly token: TokenSource }
  | { readonly kind: 'apiKey'; readonly key: SecretText }
  | { readonly kind: 'basic'; readonly username: string; readonly password: SecretText };

/**
 * OAuth token of an ILS partner: `https://{subdomain}.entrata.com/api/ils/...`.
 *
 * @example
 * ```ts
 * const stored = new Map([['demo', secret('token')]]);
 * // A function is asked before each call, so that a new token counts at once.
 * entrata.client({ subdomain: 'demo', auth: bearer(() => stored.get('demo') ?? '') });
 * ```
 */
export function bearer(token: TokenSource): Auth {
  return { kind: 'bearer', token };
}

/**
 * Key of the gateway: `https://apis.entrata.com/ext/orgs/{subdomain}/v1/...`.
 *
 * @example
 * ```ts
 * entrata.client({ subdomain: 'demo', auth: apiKey(secret('key')) });
 * ```
 */
export function apiKey(key: SecretText): Auth {
  return { kind: 'apiKey', key };
}

/**
 * Name and password of the legacy host: `https://{subdomain}.entrata.com/api/v1/...`.
 *
 * @example
 * ```ts
 * entrata.client({ subdomain: 'demo', auth: basic('user', secret('password')) });
 * ```
 */
export function basic(username: string, password: SecretText): Auth {
  return { kind: 'basic', username, password };
}

/** @internal Throws `invalid_input` for what is no credential. */
export function checkAuth(auth: Auth): Auth {
  switch (auth?.kind) {
    case 'bearer':
      if (isSecretText(auth.token) || typeof auth.token === 'function') return auth;
      throw invalidInput('auth.token', 'must be a text, a secret or a function');
    case 'apiKey':
      if (isSecretText(auth.key)) return auth;
      throw invalidInput('auth.key', 'must be a text or a secret');
    case 'basic':
      if (typeof auth.username === 'string' && isSecretText(auth.password)) return auth;
      throw invalidInput('auth', 'must have a user name and a password');
    default:
      throw invalidInput('auth', 'must be made by bearer(), apiKey() or basic()');
  }
}
