import { type Clock, reliableClock, systemClock } from './core/clock.js';
import { invalidInput } from './core/errors.js';
import type { EntrataEvent } from './core/events.js';
import {
  amount,
  flag,
  functionOrNone,
  group,
  oneOf,
  refuseUnknown,
  timeBound,
  wholeNumber,
} from './core/option-checks.js';
import { isSecretText, type SecretText } from './core/secret.js';
import type { HttpTransport } from './http/transport.js';
import { undiciHttp } from './http/undici/undici-http.js';
import type { EntrataOptions, OauthOptions, QuotaOptions, RetryOptions } from './options.js';
import { checkIlsWire, mergeMethods } from './wire/check-methods.js';
import {
  defaultHosts,
  defaultPaths,
  defaultReauthorizeCodes,
  type EndpointHosts,
  type EndpointPaths,
  type SlotEncoding,
  type StandardMethodName,
} from './wire/endpoints.js';
import { checkHostTemplate, checkPath, type HostPolicy } from './wire/host-template.js';
import type { IlsWire } from './wire/invented-ils-wire.js';
import type { WireMethod } from './wire/method.js';

/** The options of `createEntrata`, checked and completed. Nothing inside reads options. */
export interface Settings {
  readonly oauth: { readonly clientId: string; readonly clientSecret: SecretText } | undefined;
  readonly hosts: Required<EndpointHosts>;
  readonly paths: Required<EndpointPaths>;
  readonly ils: IlsWire | undefined;
  readonly methods: Readonly<Record<StandardMethodName, WireMethod>>;
  readonly calendarDateFormat: 'MM/DD/YYYY' | 'YYYY-MM-DD';
  /** Undefined: `text` on the ILS surface, `clock` elsewhere. */
  readonly slotEncoding: SlotEncoding | undefined;
  readonly reauthorizeCodes: ReadonlySet<number>;
  readonly timeoutMs: number;
  readonly deadlineMs: number;
  readonly retry: Required<RetryOptions>;
  readonly quota: Required<QuotaOptions>;
  readonly maxBodyBytes: number;
  readonly http: HttpTransport;
  readonly clock: Required<Clock>;
  readonly random: () => number;
  readonly onEvent: ((event: EntrataEvent) => void) | undefined;
}

/** Every default; those of Entrata's hosts, paths and methods are in `wire/endpoints.ts`. */
const defaults = {
  // Two attempts that time out, and the wait between them, fit into the deadline.
  timeoutMs: 10_000,
  deadlineMs: 25_000,
  retry: {
    maxRetries: 2,
    baseDelayMs: 250,
    maxDelayMs: 4_000,
    // A longer wait outlives most callers: they learn at once how long it is.
    maxRetryAfterMs: 10_000,
  },
  quota: {
    // More callers than this wait for answers that come too late for them.
    maxQueued: 100,
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
    endpoints,
    timeoutMs,
    deadlineMs,
    retry,
    quota,
    maxBodyBytes,
    http,
    allowGlobalHosts,
    allowInsecureLoopback,
    onEvent,
    clock,
    random,
    ...unknown
  } = group('options', options);
  refuseUnknown('', unknown);
  const policy: HostPolicy = {
    allowGlobalHosts: flag('allowGlobalHosts', allowGlobalHosts ?? false),
    allowInsecureLoopback: flag('allowInsecureLoopback', allowInsecureLoopback ?? false),
  };
  return {
    oauth: oauthSettings(oauth),
    ...endpointSettings(endpoints, oauth?.tokenUrl, policy),
    timeoutMs: timeBound('timeoutMs', timeoutMs ?? defaults.timeoutMs),
    deadlineMs: timeBound('deadlineMs', deadlineMs ?? defaults.deadlineMs),
    retry: retrySettings(retry),
    quota: quotaSettings(quota),
    maxBodyBytes: wholeNumber('maxBodyBytes', maxBodyBytes ?? defaults.maxBodyBytes, [1, maxTextBytes]),
    http: checkTransport(http) ?? undiciHttp(),
    clock: reliableClock(clock ?? systemClock),
    random: reliableRandom(functionOrNone('random', random) ?? Math.random),
    onEvent: functionOrNone('onEvent', onEvent),
  };
}

function oauthSettings(given: OauthOptions | undefined): Settings['oauth'] {
  if (given == null) return undefined;
  const { clientId, clientSecret, tokenUrl: _hostOfItsOwn, ...unknown } = group('oauth', given);
  refuseUnknown('oauth', unknown);
  if (typeof clientId !== 'string') throw invalidInput('oauth.clientId', 'must be a text');
  if (!isSecretText(clientSecret)) throw invalidInput('oauth.clientSecret', 'must be a text or a secret');
  return { clientId, clientSecret };
}

function endpointSettings(
  given: EntrataOptions['endpoints'],
  tokenUrl: string | undefined,
  policy: HostPolicy,
): Pick<
  Settings,
  'hosts' | 'paths' | 'ils' | 'methods' | 'calendarDateFormat' | 'slotEncoding' | 'reauthorizeCodes'
> {
  const { hosts, paths, ils, methods, calendarDateFormat, slotEncoding, reauthorizeCodes, ...unknown } =
    group('endpoints', given);
  refuseUnknown('endpoints', unknown);
  return {
    hosts: hostSettings(hosts, tokenUrl, policy),
    paths: pathSettings(paths),
    ils: ils == null ? undefined : checkIlsWire('endpoints.ils', ils),
    methods: mergeMethods('endpoints.methods', methods),
    // Working clients send this one; Entrata's specification says the other.
    calendarDateFormat: oneOf('endpoints.calendarDateFormat', calendarDateFormat ?? 'MM/DD/YYYY', [
      'MM/DD/YYYY',
      'YYYY-MM-DD',
    ]),
    slotEncoding: checkSlotEncoding(slotEncoding),
    reauthorizeCodes: codes('endpoints.reauthorizeCodes', reauthorizeCodes ?? defaultReauthorizeCodes),
  };
}

function hostSettings(
  given: EndpointHosts | undefined,
  tokenUrl: string | undefined,
  policy: HostPolicy,
): Settings['hosts'] {
  const { client, gateway, token, ...unknown } = group('endpoints.hosts', given);
  refuseUnknown('endpoints.hosts', unknown);
  return {
    client: checkHostTemplate('endpoints.hosts.client', client ?? defaultHosts.client, policy),
    gateway: checkHostTemplate('endpoints.hosts.gateway', gateway ?? defaultHosts.gateway, policy),
    token:
      tokenUrl == null
        ? checkHostTemplate('endpoints.hosts.token', token ?? defaultHosts.token, policy)
        : checkHostTemplate('oauth.tokenUrl', tokenUrl, policy),
  };
}

function pathSettings(given: EndpointPaths | undefined): Settings['paths'] {
  const { ils, gateway, legacy, ...unknown } = group('endpoints.paths', given);
  refuseUnknown('endpoints.paths', unknown);
  return {
    ils: checkPath('endpoints.paths.ils', ils ?? defaultPaths.ils),
    gateway: checkPath('endpoints.paths.gateway', gateway ?? defaultPaths.gateway),
    legacy: checkPath('endpoints.paths.legacy', legacy ?? defaultPaths.legacy),
  };
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

function checkSlotEncoding(given: SlotEncoding | undefined): SlotEncoding | undefined {
  if (given == null) return undefined;
  if (typeof given === 'function' || given === 'text' || given === 'halves' || given === 'clock')
    return given;
  throw invalidInput('endpoints.slotEncoding', 'must be text, halves, clock or a function');
}

function codes(field: string, given: readonly number[]): ReadonlySet<number> {
  if (Array.isArray(given) && given.every(Number.isSafeInteger)) return new Set(given);
  throw invalidInput(field, 'must be a list of whole numbers');
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
