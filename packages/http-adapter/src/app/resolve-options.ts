import type { TaskWorkerOptions } from 'entrata-store';
import type { BookingLimits } from '../booking/booking-limits.js';
import {
  type Bounds,
  checkNumbers,
  count,
  givenOptions,
  type NumberKey,
  spanMs,
  timerMs,
  timerOrNoneMs,
} from '../core/check-option.js';
import { isTimeZone } from '../core/time-zone.js';
import type { CorsOptions } from '../http/cors.js';
import type { AppOptions, WebhookOptions } from './options.js';

const appNumbers: Readonly<Record<NumberKey<AppOptions>, Bounds>> = {
  refreshHousesEveryMs: { ...spanMs, least: 1 },
  tourCacheMs: spanMs,
  tourStaleMs: spanMs,
  tourHorizonMonths: { least: 1, most: 36 },
  recordCacheMs: spanMs,
  notificationTimeoutMs: timerMs,
};

const webhookNumbers: Readonly<Record<NumberKey<WebhookOptions>, Bounds>> = {
  deadlineMs: timerMs,
  logTimeoutMs: timerMs,
  maxQueryBytes: count,
};

const bookingNumbers: Readonly<Record<NumberKey<BookingLimits>, Bounds>> = {
  sendDeadlineMs: timerMs,
  sendLeaseMs: timerMs,
  retryDelayMs: timerOrNoneMs,
  maxAttempts: count,
  lookUpDelayMs: timerOrNoneMs,
  absenceAfterMs: timerOrNoneMs,
  verifyDelayMs: timerOrNoneMs,
};

const workerNumbers: Readonly<Record<NumberKey<TaskWorkerOptions>, Bounds>> = {
  // The store's own bound.
  concurrency: { least: 1, most: 1_000 },
  leaseMs: timerMs,
  pollMs: timerMs,
  keepDoneMs: spanMs,
};

const corsNumbers: Readonly<Record<NumberKey<CorsOptions>, Bounds>> = { maxAgeSeconds: timerOrNoneMs };

const functions = [
  'authenticate',
  'mapHouses',
  'onNotification',
  'now',
  'elapsedMs',
  'newId',
  'atStep',
] as const;
const levels = ['debug', 'info', 'warn', 'error'] as const;

/**
 * The options as all parts read them: what was given as `undefined` is left out, at every depth. Throws a TypeError
 * or RangeError that names the option where a choice without a safe default is missing, or a value makes no sense.
 */
export function resolveOptions(given: AppOptions): AppOptions {
  const options = givenOptions('createApp: the options', given);
  const { entrata, store, authenticate, logger, instruments, displayTimeZone } = options;
  for (const [name, choice] of Object.entries({ entrata, store, authenticate })) {
    if (choice === undefined) throw new TypeError(`createApp needs the option ${name}: it has no default`);
  }
  for (const name of functions) requireFunction(name, options[name]);
  for (const level of logger === undefined ? [] : levels) requireFunction(`logger.${level}`, logger?.[level]);
  if (instruments !== undefined && !Array.isArray(instruments)) {
    throw new TypeError('createApp: instruments must be a list');
  }
  checkNumbers('createApp: ', options, appNumbers);
  if (displayTimeZone !== undefined && !isTimeZone(displayTimeZone)) {
    throw new RangeError('createApp: displayTimeZone is not a time zone, such as America/Chicago');
  }
  return { ...options, webhook: resolveWebhook(options.webhook), ...resolveGroups(options) };
}

function resolveWebhook(given: WebhookOptions | undefined): WebhookOptions {
  const webhook = givenOptions('createApp: webhook', given ?? ({} as Partial<WebhookOptions>));
  for (const choice of ['verify', 'approval'] as const) {
    if (webhook[choice] === undefined) {
      throw new TypeError(`createApp needs the option webhook.${choice}: it has no default`);
    }
  }
  requireFunction('webhook.verify', webhook.verify);
  if (typeof webhook.approval !== 'object') {
    throw new TypeError('createApp: webhook.approval must be an approval, such as apiApproval()');
  }
  requireFunction('webhook.newAgent', webhook.newAgent);
  checkNumbers<Partial<WebhookOptions>>('createApp: webhook.', webhook, webhookNumbers);
  const { parameters, requestTypes } = webhook;
  return {
    // The two choices were checked above.
    ...(webhook as WebhookOptions),
    ...(parameters && { parameters: givenOptions('createApp: webhook.parameters', parameters) }),
    ...(requestTypes && { requestTypes: givenOptions('createApp: webhook.requestTypes', requestTypes) }),
  };
}

/** The other groups of options, those that were given. */
function resolveGroups({ paths, cors, lead, booking, worker }: AppOptions): Partial<AppOptions> {
  const resolved: { -readonly [K in keyof AppOptions]?: AppOptions[K] } = {};
  if (paths !== undefined) {
    resolved.paths = givenOptions('createApp: paths', paths);
    requirePaths(paths.webhook);
  }
  if (cors !== undefined) {
    resolved.cors = givenOptions('createApp: cors', cors);
    // A text would be searched for a part of it: an origin that another one begins with would be let in.
    if (cors.origins !== '*' && !isTexts(cors.origins)) {
      throw new TypeError("createApp: cors.origins must be a list of origins or '*'");
    }
    checkNumbers('createApp: cors.', cors, corsNumbers);
  }
  if (lead !== undefined) {
    const { source } = givenOptions('createApp: lead', lead);
    if (typeof source === 'object' && typeof source.id !== 'string') {
      throw new TypeError('createApp: lead.source.id must be a text: it has no default');
    }
    resolved.lead = givenOptions('createApp: lead', {
      ...lead,
      ...(typeof source === 'object' && { source: givenOptions('createApp: lead.source', source) }),
    });
  }
  if (booking !== undefined) {
    resolved.booking = givenOptions('createApp: booking', booking);
    checkNumbers<Partial<BookingLimits>>('createApp: booking.', resolved.booking, bookingNumbers);
  }
  if (worker !== undefined) {
    resolved.worker = givenOptions('createApp: worker', worker);
    checkNumbers<TaskWorkerOptions>('createApp: worker.', worker, workerNumbers);
  }
  return resolved;
}

function requireFunction(name: string, value: unknown): void {
  if (value === undefined && !name.startsWith('logger.')) return;
  if (typeof value !== 'function') throw new TypeError(`createApp: ${name} must be a function`);
}

function requirePaths(paths: unknown): void {
  if (paths === undefined) return;
  if (!isTexts(paths) || !paths.every((path) => path.startsWith('/'))) {
    throw new TypeError("createApp: paths.webhook must be a list of paths that begin with '/'");
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
