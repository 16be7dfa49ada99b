import type { Dispatcher } from 'undici';
import { isSecretText } from '../../check-options.js';
import { invalidInput } from '../../core/errors.js';
import { timeBound, wholeNumber } from '../../core/option-checks.js';
import { revealText, type SecretText } from '../../core/secret.js';

/** Options of `undiciHttp`. */
export interface UndiciHttpOptions {
  /** Sends through an HTTP proxy, such as `http://proxy.example.test:3128`. A secret, since it may hold a password. */
  readonly proxy?: SecretText;
  /** Open connections per host, 1 to 65,535; more calls wait in line. Default 128. */
  readonly connections?: number;
  /** Bound of connecting, TLS included. Default 5,000 ms. */
  readonly connectTimeoutMs?: number;
  /** An idle connection is closed after this. Default 4,000 ms. */
  readonly keepAliveTimeoutMs?: number;
  /** Your own undici dispatcher (an `Agent`, a `MockAgent`); the other options are then not used, and you close it. */
  readonly dispatcher?: Dispatcher;
}

/** The options of `undiciHttp`, checked and completed. */
export interface UndiciSettings {
  readonly proxy: SecretText | undefined;
  readonly connections: number;
  readonly connectTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
  readonly dispatcher: Dispatcher | undefined;
}

export function checkUndiciOptions(options: UndiciHttpOptions): UndiciSettings {
  const { proxy, dispatcher } = options;
  if (proxy !== undefined && !isProxy(proxy)) throw invalidInput('proxy', 'must be an http or https URL');
  if (dispatcher !== undefined && typeof dispatcher?.dispatch !== 'function') {
    throw invalidInput('dispatcher', 'must be a dispatcher of undici');
  }
  return {
    proxy,
    dispatcher,
    connections: wholeNumber('connections', options.connections ?? 128, [1, 65_535]),
    connectTimeoutMs: timeBound('connectTimeoutMs', options.connectTimeoutMs ?? 5_000),
    keepAliveTimeoutMs: timeBound('keepAliveTimeoutMs', options.keepAliveTimeoutMs ?? 4_000),
  };
}

function isProxy(proxy: SecretText): boolean {
  if (!isSecretText(proxy)) return false;
  try {
    return /^https?:$/.test(new URL(revealText(proxy)).protocol);
  } catch {
    return false;
  }
}
