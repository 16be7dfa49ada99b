import { type Clock, reliableClock, systemClock } from './core/clock.js';
import { invalidInput } from './core/errors.js';
import type { EntrataEvent } from './core/events.js';
import {
  amount,
  flag,
  functionOrNone,
  group,
  refuseUnknown,
  text,
  timeBound,
  wholeNumber,
} from './core/option-checks.js';
import { isSecretText, type SecretText } from './core/secret.js';
import type { HttpTransport } from './http/transport.js';
import { undiciHttp } from './http/undici/undici-http.js';
import type { EntrataOptions, OauthOptions, QuotaOptions, RetryOptions, WireExchange } from './options.js';
import { type CheckedWire, checkWireProfile } from './profile/check-profile.js';

/** The options of `createEntrata`, checked and completed. Nothing inside reads options. */
export interface Settings {
  readonly oauth: { readonly clientId: string; readonly clientSecret: SecretText } | undefined;
  readonly wire: CheckedWire;
  readonly timeoutMs: number;
  readonly deadlineMs: number;
  readonly retry: Required<RetryOptions>;
  readonly quota: Required<QuotaOptions>;
  readonly maxBodyBytes: number;
  readonly http: HttpTransport;
  readonly clock: Required<Clock>;
  readonly random: () => number;
  readonly onEvent: ((event: EntrataEvent) => void) | undefined;
  readonly onWire: ((exchange: WireExchange) => void) | undefined;
}

/** Every default; those of Entrata's wire are in `profile/wire-profile.ts` and `profile/check-profile.ts`. */
const defaults = {
  // Two attempts that time out, and the wait between them, fit into the deadline.
  timeoutMs: 10_000,
  deadlineMs: 25_000,
  retry: {
    // Entrata in trouble is asked three times at most; what fails then is for the caller to ask again, or not.
    maxRetries: 2,
    // Short, since a caller waits: with the doubled second one, under a second in all.
    baseDelayMs: 250,
    // Reached from the fifth retry on: it keeps the waits of those who raise maxRetries within the deadline.
    maxDelayMs: 4_000,
    // A longer wait outlives most callers: they learn at once how long it is.
    maxRetryAfterMs: 10_000,
  },
  quota: {
    // More callers than this wait for answers that come too late for them.
    maxQueued: 100,
    // Leaves a whole attempt, with time to spare, within the deadline.
    maxWaitMs: 10_000,
  },
  // Six times the ten megabytes of the largest listing that the tests read.
  maxBodyBytes: 64 * 1024 * 1024,
} as const;

// The longest text that Node can hold: a longer reply could not be read.
const maxTextBytes = 0x1fff_ffe8;

/**
 * Throws `invalid_input`, naming the option, for a value that makes no sense and for a name that is no option. An option
 * given as undefined or null equals one left out.
 */
export function resolveSettings(options: EntrataOptions): Settings {
  const {
    oauth,
    wire,
    timeoutMs,
    deadlineMs,
    retry,
    quota,
    maxBodyBytes,
    http,
    allowGlobalHosts,
    allowInsecureLoopback,
    onEvent,
    onWire,
    clock,
    random,
    ...unknown
  } = group('options', options);
  refuseUnknown('', unknown);
  const policy = {
    allowGlobalHosts: flag('allowGlobalHosts', allowGlobalHosts ?? false),
    allowInsecureLoopback: flag('allowInsecureLoopback', allowInsecureLoopback ?? false),
  };
  return {
    oauth: oauthSettings(oauth),
    wire: checkWireProfile('wire', wire, policy),
    timeoutMs: timeBound('timeoutMs', timeoutMs ?? defaults.timeoutMs),
    deadlineMs: timeBound('deadlineMs', deadlineMs ?? defaults.deadlineMs),
    retry: retrySettings(retry),
    quota: quotaSettings(quota),
    maxBodyBytes: wholeNumber('maxBodyBytes', maxBodyBytes ?? defaults.maxBodyBytes, [1, maxTextBytes]),
    http: checkTransport(http) ?? undiciHttp(),
    clock: reliableClock(clock ?? systemClock),
    random: reliableRandom(functionOrNone('random', random) ?? Math.random),
    onEvent: functionOrNone('onEvent', onEvent),
    onWire: functionOrNone('onWire', onWire),
  };
}

function oauthSettings(given: OauthOptions | undefined): Settings['oauth'] {
  if (given == null) return undefined;
  const { clientId, clientSecret, ...unknown } = group('oauth', given);
  refuseUnknown('oauth', unknown);
  if (!isSecretText(clientSecret) || clientSecret === '')
    throw invalidInput('oauth.clientSecret', 'must be a text or a secret');
  // What is left out is no text either.
  return { clientId: text('oauth.clientId', clientId as string), clientSecret };
}

function retrySettings(given: RetryOptions | undefined): Settings['retry'] {
  const { maxRetries, baseDelayMs, maxDelayMs, maxRetryAfterMs, ...unknown } = group('retry', given);
  refuseUnknown('retry', unknown);
  const { retry } = defaults;
  return {
    maxRetries: amount('retry.maxRetries', maxRetries ?? retry.maxRetries),
    baseDelayMs: amount('retry.baseDelayMs', baseDelayMs ?? retry.baseDelayMs),
    maxDelayMs: amount('retry.maxDelayMs', maxDelayMs ?? retry.maxDelayMs),
    maxRetryAfterMs: amount('retry.maxRetryAfterMs', maxRetryAfterMs ?? retry.maxRetryAfterMs),
  };
}

function quotaSettings(given: QuotaOptions | undefined): Settings['quota'] {
  const { maxQueued, maxWaitMs, ...unknown } = group('quota', given);
  refuseUnknown('quota', unknown);
  const { quota } = defaults;
  return {
    maxQueued: amount('quota.maxQueued', maxQueued ?? quota.maxQueued),
    maxWaitMs: amount('quota.maxWaitMs', maxWaitMs ?? quota.maxWaitMs),
  };
}

// A transport and a clock are objects of the caller's own, which may have more members than are used here.
function checkTransport(given: HttpTransport | undefined): HttpTransport | undefined {
  if (given == null) return undefined;
  if (typeof given.send === 'function' && typeof given.close === 'function') return given;
  throw invalidInput('http', 'must have the functions send() and close()');
}

/** The caller's source of jitter, with the machine's in its place whenever it throws or gives what is no share. */
function reliableRandom(random: () => number): () => number {
  return () => {
    try {
      const share = random();
      if (share >= 0 && share <= 1) return share;
    } catch {}
    return Math.random();
  };
}
