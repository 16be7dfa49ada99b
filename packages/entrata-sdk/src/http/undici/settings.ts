import type { Dispatcher } from 'undici';
import { invalidInput } from '../../core/errors.js';
import { group, refuseUnknown, timeBound, wholeNumber } from '../../core/option-checks.js';
import { isSecretText, revealText, type SecretText } from '../../core/secret.js';

/** Options of `undiciHttp`. */
export interface UndiciHttpOptions {
  /** Sends through an HTTP proxy, such as `http://proxy.example.test:3128`. A secret, since it may hold a password. */
  readonly proxy?: SecretText;
  /**
   * Open connections per host, 1 to 65,535; more calls wait in line.
   * @defaultValue 128
   */
  readonly connections?: number;
  /**
   * Bound of connecting, TLS included.
   * @defaultValue 5,000 ms
   */
  readonly connectTimeoutMs?: number;
  /**
   * An idle connection is closed after this.
   * @defaultValue 4,000 ms
   */
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

/** Throws `invalid_input`, naming the option, for a value that makes no sense and for a name that is no option. */
export function resolveUndiciSettings(options: UndiciHttpOptions): UndiciSettings {
  const { proxy, dispatcher, connections, connectTimeoutMs, keepAliveTimeoutMs, ...unknown } = group(
    'options',
    options,
  );
  refuseUnknown('', unknown);
  if (proxy !== undefined && !isProxy(proxy)) throw invalidInput('proxy', 'must be an http or https URL');
  if (dispatcher !== undefined && typeof dispatcher?.dispatch !== 'function') {
    throw invalidInput('dispatcher', 'must be a dispatcher of undici');
  }
  return {
    proxy,
    dispatcher,
    // Some hundred calls a second, at half a second each; undici itself has no bound, and a burst would open thousands.
    connections: wholeNumber('connections', connections ?? 128, [1, 65_535]),
    // Half an attempt's default time: a host that does not take the connection leaves room for the next attempt.
    connectTimeoutMs: timeBound('connectTimeoutMs', connectTimeoutMs ?? 5_000),
    // Undici's own, and less than the five seconds after which many servers close: a request sent then would be lost.
    keepAliveTimeoutMs: timeBound('keepAliveTimeoutMs', keepAliveTimeoutMs ?? 4_000),
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
