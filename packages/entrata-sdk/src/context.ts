import { type Clock, systemClock } from './clock.js';
import { EntrataError, invalidInput } from './errors.js';
import type { HttpTransport } from './http/http.js';
import { Quota } from './http/quota.js';
import { undiciHttp } from './http/undici.js';
import {
  defaultHosts,
  defaultPaths,
  type EndpointHosts,
  type EndpointPaths,
  type Endpoints,
  type SlotEncoding,
  type StandardMethodName,
  standardMethods,
} from './operations/endpoints.js';
import { checkHostTemplate, checkPath } from './operations/host-template.js';
import type { IlsWire } from './operations/invented-ils-wire.js';
import type { WireMethod } from './operations/wire-method.js';
import type { EntrataOptions, OauthOptions, RetryOptions } from './options.js';
import { timeBound } from './time-bound.js';

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
  readonly onEvent: EntrataOptions['onEvent'];
  assertOpen(method: string): void;
  close(): Promise<void>;
}

export function createContext(options: EntrataOptions): Context {
  const { endpoints = {}, retry = {}, quota = {} } = options;
  const clock = completeClock(options.clock ?? systemClock);
  const http = options.http ?? undiciHttp();
  let closed = false;
  return {
    oauth: options.oauth,
    hosts: checkedHosts(endpoints.hosts ?? {}, options),
    paths: checkedPaths(endpoints.paths ?? {}),
    ils: endpoints.ils,
    methods: mergedMethods(endpoints.methods ?? {}),
    calendarDateFormat: endpoints.calendarDateFormat ?? 'MM/DD/YYYY',
    slotEncoding: endpoints.slotEncoding,
    timeoutMs: timeBound('timeoutMs', options.timeoutMs ?? 10_000),
    deadlineMs: timeBound('deadlineMs', options.deadlineMs ?? 25_000),
    retry: {
      maxRetries: notNegative('retry.maxRetries', retry.maxRetries ?? 2),
      baseDelayMs: notNegative('retry.baseDelayMs', retry.baseDelayMs ?? 250),
      maxDelayMs: notNegative('retry.maxDelayMs', retry.maxDelayMs ?? 4_000),
      maxRetryAfterMs: notNegative('retry.maxRetryAfterMs', retry.maxRetryAfterMs ?? 10_000),
    },
    quota: new Quota(clock, {
      maxQueued: notNegative('quota.maxQueued', quota.maxQueued ?? 100),
      maxWaitMs: notNegative('quota.maxWaitMs', quota.maxWaitMs ?? 10_000),
    }),
    maxBodyBytes: positive('maxBodyBytes', options.maxBodyBytes ?? 64 * 1024 * 1024),
    http,
    clock,
    random: options.random ?? Math.random,
    onEvent: options.onEvent,
    assertOpen(method) {
      if (closed)
        throw new EntrataError('closed', 'this Entrata was closed', { outcome: 'not_sent', method });
    },
    async close() {
      closed = true;
      await http.close();
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
  const { ils, gateway, legacy } = { ...defaultPaths, ...given };
  return {
    ils: checkPath('endpoints.paths.ils', ils),
    gateway: checkPath('endpoints.paths.gateway', gateway),
    legacy: checkPath('endpoints.paths.legacy', legacy),
  };
}

function mergedMethods(overrides: NonNullable<Endpoints['methods']>): Context['methods'] {
  const merged = { ...standardMethods };
  for (const name of Object.keys(standardMethods) as StandardMethodName[]) {
    merged[name] = { ...standardMethods[name], ...overrides[name] };
  }
  return merged;
}

function positive(field: string, value: number): number {
  if (!(value > 0 && Number.isFinite(value))) throw invalidInput(field, 'must be a number above 0');
  return value;
}

function notNegative(field: string, value: number): number {
  if (!(value >= 0 && Number.isFinite(value))) throw invalidInput(field, 'must be a number, 0 or more');
  return value;
}

function completeClock(clock: Clock): Required<Clock> {
  return { now: () => clock.now(), sleep: clock.sleep?.bind(clock) ?? systemClock.sleep };
}
