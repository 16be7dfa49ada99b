import type { Secret, SecretText } from '../core/secret.js';

/** The code to swap for a token. */
export interface ExchangeCodeInput {
  /** The one-time code of the webhook. */
  readonly code: SecretText;
  /** Needed when `wire.hosts.token` holds `{subdomain}`. */
  readonly subdomain?: string;
}

/** A token and what Entrata says about it. There is no refresh token: a refused token is replaced by exchanging a new code. */
export interface TokenSet {
  readonly accessToken: Secret;
  /** UTC instant, ISO 8601; absent when Entrata names no lifetime. */
  readonly expiresAt?: string;
  readonly scope: readonly string[];
}

/** Whose token to ask about. The token is sent to this subdomain. */
export interface ClientInfoInput {
  readonly subdomain: string;
  readonly accessToken: SecretText;
}

/** Who a token belongs to, in Entrata's own words. */
export interface ClientInfo {
  readonly cid: string;
  readonly companyName?: string;
  readonly subdomain: string;
}
