import { defaultDisplayZone } from 'entrata-sdk';
import { type ClientRecord, createIdSource, type TaskWorkerOptions } from 'entrata-store';
import type { AuthContext } from '../auth/require-role.js';
import type { BookingLimits, LeadOptions, LeadSource } from '../booking/booking-context.js';
import {
  callable,
  count,
  group,
  having,
  type OptionReaders,
  oneOf,
  type ReadOption,
  readOptions,
  spanMs,
  synchronous,
  synchronousOr,
  text,
  texts,
  timerMs,
  timerOrNoneMs,
  wholeNumber,
} from '../core/check-options.js';
import type { Context } from '../core/context.js';
import { guardLogger, type Logger, silentLogger } from '../core/logger.js';
import type { NotificationSettings } from '../core/notifications.js';
import { createZoneReader, isTimeZone } from '../core/time-zone.js';
import type { CorsOptions } from '../http/cors.js';
import type { Approval } from '../listing/approval.js';
import type { ListingSettings } from '../listing/listing-context.js';
import { onePerProperty } from '../listing/map-houses.js';
import type { TourSettings } from '../tours/tour-settings.js';
import type { WebhookSettings } from '../webhook/webhook-context.js';
import { guardIds } from './guard-ids.js';
import type { Instrument } from './instrument.js';
import type { AppOptions, PathOptions, WebhookOptions } from './options.js';
import type { WorkersOptions } from './start-workers.js';

/** All that `createApp` was given, every default in its place. Nothing beyond this file sees an option. */
export interface Settings {
  readonly context: Context & AuthContext;
  readonly listing: ListingSettings;
  readonly webhook: WebhookSettings;
  readonly tours: TourSettings;
  readonly booking: BookingLimits;
  readonly lead: LeadOptions;
  readonly notifications: NotificationSettings;
  readonly lanes: WorkersOptions['settings'];
  readonly cors: Required<CorsOptions> | undefined;
  readonly instruments: readonly Instrument[];
}

/** Every default, and why it is what it is. */
const defaults = {
  /** Where Entrata calls us; the second pair is the replaced system's. */
  webhookPaths: [
    '/webhooks/entrata/:secret',
    '/webhooks/entrata',
    '/api/external/entrata/index.php/:secret',
    '/api/external/entrata/index.php',
  ],
  webhook: {
    /** Entrata's own patience is not documented; five seconds is the least that other senders of webhooks have. */
    deadlineMs: 4_500,
    /** A log that is slower is a database in trouble: the rest of the deadline is for the work. */
    logTimeoutMs: 1_000,
    /** Many times the longest query seen, and what most proxies pass on. */
    maxQueryBytes: 8_192,
  },
  tours: {
    /** The SDK's: as the replaced system shows tours to people. */
    displayTimeZone: defaultDisplayZone,
    /** A slot that was taken meanwhile is found out when it is booked. */
    cacheMs: 60_000,
    /** Through a restart of Entrata; older times are wrong too often. */
    staleMs: 900_000,
    /** A year's tours and a month more, for who looks for the same month next year. */
    horizonMonths: 13,
    /** A burst of one renter's requests asks the database once. */
    recordCacheMs: 1_000,
  },
  booking: {
    /** The existing app waits 30 s: one attempt and an answer fit in with room to spare. */
    sendDeadlineMs: 10_000,
    /** Outlives the deadline, so that nobody is taken for dead who may still be sending. */
    sendLeaseMs: 18_000,
    /** A pause of Entrata's may be over by then, and whoever booked still looks. */
    retryDelayMs: 5_000,
    /** With the doubling waits, about 20 minutes. */
    maxAttempts: 10,
    /** Most leads are listed by then; the next look waits as long as the booking is old. */
    lookUpDelayMs: 2_000,
    /** Entrata lists a lead within seconds; two minutes leave no doubt. */
    absenceAfterMs: 120_000,
    /** Nobody waits for it, and Entrata lists a lead within seconds: most are there at the first look. */
    verifyDelayMs: 5_000,
  },
  /** Time for a handler that asks other services; in a lane of their own, slow ones keep only each other waiting. */
  notificationTimeoutMs: 30_000,
  lanes: {
    /** Of refreshes, webhooks and notifications, each: bookings and activations are what somebody waits for. */
    concurrency: 4,
    /** A company's properties one after another. What a refresh has done, its next attempt does not do again. */
    refreshTimeoutMs: 60 * 60_000,
  },
  /** A visit's requests share one preflight; a change of what is let in is known within ten minutes. */
  corsMaxAgeSeconds: 600,
} as const;

const timeZone: ReadOption<string> = (name, given) => {
  if (isTimeZone(given)) return given;
  throw new RangeError(`${name} is not a time zone, such as America/Chicago`);
};

const levels = ['debug', 'info', 'warn', 'error'] as const;

const logger: ReadOption<Logger> = (name, given) => {
  for (const level of levels) {
    if (typeof given?.[level] !== 'function') throw new TypeError(`${name}.${level} must be a function`);
  }
  return given;
};

const isInstrument = (given: Partial<Instrument> | undefined | null) =>
  typeof given === 'object' &&
  given !== null &&
  [given.request, given.task].every((wrap) => wrap === undefined || typeof wrap === 'function');

const instruments: ReadOption<readonly Instrument[]> = (name, given) => {
  if (Array.isArray(given) && given.every(isInstrument)) return given;
  throw new TypeError(
    `${name} must be a list of objects with the functions request() and task(), or one of them`,
  );
};

/** As browsers send it: no path, no slash at its end. */
const isOrigin = (text: string) => text === 'null' || /^[a-z][a-z\d+.-]*:\/\/[^/?#\s]+$/.test(text);

// A text would be searched for a part of it: an origin that another one begins with would be let in.
const origins: ReadOption<CorsOptions['origins']> = (name, given) =>
  given === '*' ? given : texts("origins such as https://app.example.com, or '*'", isOrigin)(name, given);

const isWebhookPath = (path: string) => /^(\/(:secret|[^:/?#\s][^/?#\s]*|))+$/.test(path);

const webhookPaths: ReadOption<readonly string[]> = (name, given) => {
  const what = "paths that begin with '/', whose only parameter is ':secret'";
  const paths = texts(what, isWebhookPath)(name, given);
  if (paths.length === 0) throw new RangeError(`${name} must name a path`);
  if (new Set(paths).size < paths.length) throw new RangeError(`${name} must name each path once`);
  return paths;
};

const approval: ReadOption<Approval> = (name, given) => {
  if (typeof given === 'object' && given !== null) {
    return group<Approval>({ send: callable(), answer: synchronous() })(name, given);
  }
  throw new TypeError(`${name} must be an approval, such as apiApproval()`);
};

const readers: OptionReaders<AppOptions> = {
  entrata: having('what createEntrata returned', 'client', 'webhooks.parse'),
  store: having('a store, such as createKnexStore returned', 'transaction', 'tasks.work'),
  webhook: group<WebhookOptions>({
    verify: callable(),
    approval,
    newAgent: synchronous(),
    deadlineMs: wholeNumber(timerMs),
    logTimeoutMs: wholeNumber(timerMs),
    maxQueryBytes: wholeNumber(count),
  }),
  authenticate: callable(),
  paths: group<PathOptions>({ webhook: webhookPaths }),
  cors: group<CorsOptions>({ origins, maxAgeSeconds: wholeNumber(timerOrNoneMs) }),
  mapHouses: synchronous(),
  refreshHousesEveryMs: wholeNumber({ ...spanMs, least: 1 }),
  lead: group<LeadOptions>({
    source: synchronousOr<LeadSource, [ClientRecord], LeadSource | undefined>(
      group<LeadSource>({ id: text, additionalIds: texts('ids') }),
    ),
    existing: oneOf('send', 'update'),
    cancelResultId: synchronousOr<string, [ClientRecord], string | undefined>(text),
  }),
  booking: group<Partial<BookingLimits>>({
    sendDeadlineMs: wholeNumber(timerMs),
    sendLeaseMs: wholeNumber(timerMs),
    retryDelayMs: wholeNumber(timerOrNoneMs),
    maxAttempts: wholeNumber(count),
    lookUpDelayMs: wholeNumber(timerOrNoneMs),
    absenceAfterMs: wholeNumber(timerOrNoneMs),
    verifyDelayMs: wholeNumber(timerOrNoneMs),
  }),
  displayTimeZone: timeZone,
  tourCacheMs: wholeNumber(spanMs),
  tourStaleMs: wholeNumber(spanMs),
  tourHorizonMonths: wholeNumber({ least: 1, most: 36 }),
  recordCacheMs: wholeNumber(spanMs),
  worker: group<Omit<TaskWorkerOptions, 'onEvent' | 'leaveKinds'>>({
    // The store's own bound.
    concurrency: wholeNumber({ least: 1, most: 1_000 }),
    leaseMs: wholeNumber(timerMs),
    pollMs: wholeNumber(timerMs),
    keepDoneMs: wholeNumber(spanMs),
    timeoutMs: wholeNumber(timerMs),
    graceMs: wholeNumber(timerOrNoneMs),
  }),
  onNotification: callable(),
  notificationTimeoutMs: wholeNumber(timerMs),
  logger,
  instruments,
  now: synchronous(),
  elapsedMs: synchronous(),
  newId: synchronous(),
  atStep: callable(),
};

/**
 * Resolves every option once. Throws a TypeError or RangeError that names the option where a choice without a safe
 * default is missing, a name is none, or a value makes no sense.
 */
export function resolveSettings(given: AppOptions): Settings {
  const options = readOptions('createApp: ', given, readers);
  const { webhook, tourCacheMs = defaults.tours.cacheMs } = options;
  const needed: Readonly<Record<string, unknown>> = {
    entrata: options.entrata,
    store: options.store,
    authenticate: options.authenticate,
    'webhook.verify': webhook?.verify,
    'webhook.approval': webhook?.approval,
    ...(options.cors && { 'cors.origins': options.cors.origins }),
    ...(typeof options.lead?.source === 'object' && { 'lead.source.id': options.lead.source.id }),
  };
  for (const [name, choice] of Object.entries(needed)) {
    if (choice === undefined) throw new TypeError(`createApp needs the option ${name}: it has no default`);
  }
  checkLeadIds(options);
  const booking = { ...defaults.booking, ...options.booking };
  if (booking.sendLeaseMs <= booking.sendDeadlineMs) {
    throw new RangeError(
      'createApp: booking.sendLeaseMs must be longer than booking.sendDeadlineMs: a call would outlast its lease',
    );
  }
  return {
    context: resolveContext(options),
    listing: {
      approval: webhook.approval,
      mapHouses: options.mapHouses ?? onePerProperty,
      refreshHousesEveryMs: options.refreshHousesEveryMs,
    },
    webhook: {
      paths: options.paths?.webhook ?? defaults.webhookPaths,
      verify: webhook.verify,
      newAgent: webhook.newAgent,
      deadlineMs: webhook.deadlineMs ?? defaults.webhook.deadlineMs,
      logTimeoutMs: webhook.logTimeoutMs ?? defaults.webhook.logTimeoutMs,
      maxQueryBytes: webhook.maxQueryBytes ?? defaults.webhook.maxQueryBytes,
    },
    tours: {
      displayTimeZone: options.displayTimeZone ?? defaults.tours.displayTimeZone,
      cacheMs: tourCacheMs,
      staleMs: Math.max(tourCacheMs, options.tourStaleMs ?? defaults.tours.staleMs),
      horizonMonths: options.tourHorizonMonths ?? defaults.tours.horizonMonths,
      recordCacheMs: options.recordCacheMs ?? defaults.tours.recordCacheMs,
    },
    booking,
    lead: options.lead ?? {},
    notifications: { handler: options.onNotification },
    lanes: resolveLanes(options),
    cors: options.cors && { maxAgeSeconds: defaults.corsMaxAgeSeconds, ...options.cors },
    instruments: options.instruments ?? [],
  };
}

/** What form ids have, the wire profile says. Entrata would refuse each booking with one that is none. */
function checkLeadIds({ entrata, lead = {} }: AppOptions): void {
  const { source, cancelResultId } = lead;
  const { id, additionalIds = [] } = typeof source === 'object' ? source : {};
  for (const [name, given] of [
    ['lead.source.id', id],
    ...additionalIds.map((each) => ['lead.source.additionalIds', each] as const),
    ['lead.cancelResultId', cancelResultId],
  ] as const) {
    if (typeof given === 'string' && !entrata.webhooks.isId(given))
      throw new RangeError(`createApp: ${name} must be an id of Entrata`);
  }
}

/** What is left out here has its default in the store. */
function resolveLanes({ worker = {}, notificationTimeoutMs }: AppOptions): Settings['lanes'] {
  const { concurrency = defaults.lanes.concurrency, timeoutMs = 0 } = worker;
  const aside = { ...worker, concurrency: Math.min(concurrency, defaults.lanes.concurrency) };
  return {
    webhooks: aside,
    properties: worker,
    refreshes: { ...aside, timeoutMs: Math.max(timeoutMs, defaults.lanes.refreshTimeoutMs) },
    bookings: worker,
    notifications: { ...aside, timeoutMs: notificationTimeoutMs ?? defaults.notificationTimeoutMs },
  };
}

function resolveContext(options: AppOptions): Settings['context'] {
  const { entrata, store, authenticate } = options;
  const now = options.now ?? (() => store.now());
  const guarded = guardLogger(options.logger ?? silentLogger);
  return {
    entrata,
    store,
    authenticate,
    logger: guarded,
    now,
    elapsedMs: options.elapsedMs ?? (() => performance.now()),
    newId: guardIds(options.newId ?? createIdSource(now), guarded),
    atStep: options.atStep ?? (() => {}),
    readZone: createZoneReader(guarded),
  };
}
