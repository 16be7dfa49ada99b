import type { SecretText } from './secret.js';

/**
 * A token, or a function that fetches the current one before each call, within the call's deadline. What
 * it throws comes out of the call as it is.
 */
export type TokenSource = SecretText | (() => SecretText | Promise<SecretText>);

/** How a client proves itself. It also chooses the surface of Entrata's API that is spoken. */
export type Auth =
  | { readonly kind: 'bearer'; readonly token: TokenSource }
  | { readonly kind: 'apiKey'; readonly key: SecretText }
  | { readonly kind: 'basic'; readonly username: string; readonly password: SecretText };

/** OAuth token of an ILS partner: `https://{subdomain}.entrata.com/api/ils/...`. */
export function bearer(token: TokenSource): Auth {
  return { kind: 'bearer', token };
}

/** Key of the gateway: `https://apis.entrata.com/ext/orgs/{subdomain}/v1/...`. */
export function apiKey(key: SecretText): Auth {
  return { kind: 'apiKey', key };
}

/** Name and password of the legacy host: `https://{subdomain}.entrata.com/api/v1/...`. */
export function basic(username: string, password: SecretText): Auth {
  return { kind: 'basic', username, password };
}
