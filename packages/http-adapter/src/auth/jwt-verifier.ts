import { createPublicKey, type webcrypto } from 'node:crypto';
import { createVerifier, type VerifierOptions } from 'fast-jwt';
import type { Fields } from '../http/fields.js';

/** A JSON Web Key of a set, e.g. of an identity provider's `jwks.json`. */
export interface JwksKey extends webcrypto.JsonWebKey {
  readonly kid?: string;
  readonly alg?: string;
}

export interface JwtKeySet {
  readonly keys: readonly JwksKey[];
}

/** Who signs: the same shared secret (HS256), or the owner of one of the keys (RS256, ES256). Nothing else is accepted. */
export type JwtKey = { readonly secret: string } | { readonly jwks: JwtKeySet };

interface JwtChecks {
  readonly issuer?: string | readonly string[];
  readonly audience?: string | readonly string[];
  readonly allowMissingExp?: boolean;
}

/** Returns a function that gives a token's claims, or undefined for a token that is not to be believed. */
export function verifierOf(options: JwtKey & JwtChecks): (token: string) => Fields | undefined {
  const { issuer, audience, allowMissingExp = false } = options;
  const secret = 'secret' in options ? options.secret : undefined;
  const jwks = 'jwks' in options ? options.jwks : undefined;
  const checks: VerifierOptions = {
    ...(issuer === undefined ? {} : { allowedIss: [issuer].flat() }),
    ...(audience === undefined ? {} : { allowedAud: [audience].flat() }),
    requiredClaims: [
      ...(allowMissingExp ? [] : ['exp']),
      ...(issuer === undefined ? [] : ['iss']),
      ...(audience === undefined ? [] : ['aud']),
    ],
  };
  if (secret !== undefined) {
    return guarded(createVerifier({ ...checks, key: secret, algorithms: ['HS256'] }));
  }
  if (jwks === undefined) throw new TypeError('jwtAuthenticator needs a secret, or jwks with keys');
  // One verifier per key, each with its key's own algorithm: a token cannot choose.
  const verifiers = jwks.keys.map((jwk) => {
    const key = createPublicKey({ key: { ...jwk }, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    return guarded(createVerifier({ ...checks, key, algorithms: [algorithmOf(jwk)] }));
  });
  return (token) => {
    for (const verify of verifiers) {
      const claims = verify(token);
      if (claims !== undefined) return claims;
    }
    return undefined;
  };
}

function algorithmOf({ kty, alg }: JwksKey): 'RS256' | 'ES256' {
  if (kty === 'RSA' && (alg ?? 'RS256') === 'RS256') return 'RS256';
  if (kty === 'EC' && (alg ?? 'ES256') === 'ES256') return 'ES256';
  throw new RangeError('a JWKS key must be for RS256 or ES256');
}

function guarded(verify: (token: string) => unknown): (token: string) => Fields | undefined {
  return (token) => {
    try {
      const claims = verify(token);
      return typeof claims === 'object' && claims !== null ? { ...claims } : undefined;
    } catch {
      // Whatever is wrong with a token, its bearer is nobody.
      return undefined;
    }
  };
}
