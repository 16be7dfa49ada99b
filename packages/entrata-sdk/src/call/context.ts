import { checkOptionTypes } from '../check-options.js';
import { type Clock, reliableClock, systemClock } from '../core/clock.js';
import type { EntrataEvent } from '../core/events.js';
import { Hooks } from '../core/hooks.js';
import { Lifetime } from '../core/lifetime.js';
import { omitUndefined } from '../core/omit-undefined.js';
import { amount, timeBound, wholeNumber } from '../core/option-checks.js';
import type { HttpTransport } from '../http/transport.js';
import { undiciHttp } from '../http/undici/undici-http.js';
import type { CloseOptions, EntrataOptions, OauthOptions, RetryOptions } from '../options.js';
import { Quota } from '../quota/quota.js';
import {
  defaultHosts,
  defaultPaths,
  type EndpointHosts,
  type EndpointPaths,
  type Endpoints,
  type SlotEncoding,
  type StandardMethodName,
  standardMethods,
} from '../wire/endpoints.js';
import { checkHostTemplate, checkPath } from '../wire/host-template.js';
import type { IlsWire } from '../wire/invented-ils-wire.js';
import type { WireMethod } from '../wire/method.js';

// The longest text that Node can hold: a longer reply could not be read.
const maxTextBytes = 0x1fff_ffe8;

/** The options of `createEntrata`, checked and completed. */
export interface Context {
  readonly oauth: OauthOptions | undefined;
  readonly hosts: Required<EndpointHosts>;
  readonly paths: Required<EndpointPaths>;
  readonly ils: IlsWire | undefined;
  readonly methods: Readonly<Record<StandardMethodName, WireMethod>>;
  readonly calendarDateFormat: NonNullable<Endpoints['calendarDateFormat']>;
  readonly slotEncoding: SlotEncoding | undefined;
  readonly timeoutMs: number;
  readonly deadlineMs: number;
  readonly retry: Required<RetryOptions>;
  readonly quota: Quota;
  readonly maxBodyBytes: number;
  readonly http: HttpTransport;
  readonly clock: Required<Clock>;
  readonly random: () => number;
  readonly hooks: Hooks;
  /** Undefined when nobody listens; never throws. */
  readonly onEvent: ((event: EntrataEvent) => void) | undefined;
  readonly lifetime: Lifetime;
  close(options?: CloseOptions): Promise<void>;
}

export function createContext(options: EntrataOptions): Context {
  checkOptionTypes(options);
  const { endpoints = {}, retry = {}, quota = {}, random, onEvent } = options;
  const clock = reliableClock(options.clock ?? systemClock);
  const http = options.http ?? undiciHttp();
  const hooks = new Hooks();
  const lifetime = new Lifetime();
  const timeoutMs = timeBound('timeoutMs', options.timeoutMs ?? 10_000);
  return {
    oauth: options.oauth,
    hosts: checkedHosts(endpoints.hosts ?? {}, options),
    paths: checkedPaths(endpoints.paths ?? {}),
    ils: endpoints.ils,
    methods: mergedMethods(endpoints.methods ?? {}),
    calendarDateFormat: endpoints.calendarDateFormat ?? 'MM/DD/YYYY',
    slotEncoding: endpoints.slotEncoding,
    timeoutMs,
    deadlineMs: timeBound('deadlineMs', options.deadlineMs ?? 25_000),
    retry: {
      maxRetries: amount('retry.maxRetries', retry.maxRetries ?? 2),
      baseDelayMs: amount('retry.baseDelayMs', retry.baseDelayMs ?? 250),
      maxDelayMs: amount('retry.maxDelayMs', retry.maxDelayMs ?? 4_000),
      maxRetryAfterMs: amount('retry.maxRetryAfterMs', retry.maxRetryAfterMs ?? 10_000),
    },
    quota: new Quota(clock, {
      maxQueued: amount('quota.maxQueued', quota.maxQueued ?? 100),
      maxWaitMs: amount('quota.maxWaitMs', quota.maxWaitMs ?? 10_000),
    }),
    maxBodyBytes: wholeNumber('maxBodyBytes', options.maxBodyBytes ?? 64 * 1024 * 1024, [1, maxTextBytes]),
    http,
    clock,
    random: reliableRandom(random ?? Math.random),
    hooks,
    onEvent: onEvent && ((event) => hooks.run('onEvent', onEvent, event)),
    lifetime,
    close(closing = {}) {
      try {
        const closeTimeoutMs = timeBound('timeoutMs', closing.timeoutMs ?? timeoutMs, 'close');
        return lifetime.close(closeTimeoutMs, async () => http.close());
      } catch (error) {
        return Promise.reject(error);
      }
    },
  };
}

function checkedHosts(given: EndpointHosts, options: EntrataOptions): Required<EndpointHosts> {
  const token = options.oauth?.tokenUrl ?? given.token ?? defaultHosts.token;
  return {
    client: checkHostTemplate('endpoints.hosts.client', given.client ?? defaultHosts.client, options),
    gateway: checkHostTemplate('endpoints.hosts.gateway', given.gateway ?? defaultHosts.gateway, options),
    token: checkHostTemplate(
      options.oauth?.tokenUrl ? 'oauth.tokenUrl' : 'endpoints.hosts.token',
      token,
      options,
    ),
  };
}

function checkedPaths(given: EndpointPaths): Required<EndpointPaths> {
  const { ils, gateway, legacy } = { ...defaultPaths, ...omitUndefined(given) };
  return {
    ils: checkPath('endpoints.paths.ils', ils),
    gateway: checkPath('endpoints.paths.gateway', gateway),
    legacy: checkPath('endpoints.paths.legacy', legacy),
  };
}

function mergedMethods(overrides: NonNullable<Endpoints['methods']>): Context['methods'] {
  const merged = { ...standardMethods };
  for (const name of Object.keys(standardMethods) as StandardMethodName[]) {
    merged[name] = { ...standardMethods[name], ...omitUndefined(overrides[name] ?? {}) };
  }
  return merged;
}

/** The caller's source of jitter, with the machine's in its place whenever it throws or says what is no share. */
function reliableRandom(random: () => number): () => number {
  return () => {
    try {
      const share = random();
      if (share >= 0 && share <= 1) return share;
    } catch {}
    return Math.random();
  };
}
