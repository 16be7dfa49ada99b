import { isStoreError, type Secret, StoreError, secret } from '../../src/index.js';
import type { DatabaseAddress } from '../support/databases.js';

/** What a parent asks of a child: one call of a repository method. */
export interface Call {
  readonly id: number;
  readonly path: readonly [repository: string, method: string];
  readonly args: unknown;
}

export interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: { readonly code?: string; readonly message: string; readonly retryable?: boolean };
}

export interface ChildOptions {
  readonly address: DatabaseAddress;
  /** By how much the process' own clock is wrong. */
  readonly clockAheadMs?: number;
}

const isSecret = (value: object): value is Secret => 'reveal' in value && typeof value.reveal === 'function';

/** Secrets are functions, which no message carries: they travel as marked texts. */
export function pack(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(pack);
  if (isSecret(value)) return { $secret: value.reveal() };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, pack(inner)]));
}

export function unpack(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(unpack);
  if ('$secret' in value) return secret(String(value.$secret));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unpack(inner)]));
}

export const packError = (error: unknown): NonNullable<Answer['error']> =>
  isStoreError(error)
    ? { code: error.code, message: error.message, retryable: error.retryable }
    : { message: String(error) };

export const unpackError = ({ code, message, retryable }: NonNullable<Answer['error']>): Error =>
  code === undefined
    ? new Error(message)
    : new StoreError(code as StoreError['code'], message, { retryable: retryable ?? false });
