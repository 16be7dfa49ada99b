import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { createEntrata } from 'entrata-sdk';
import { FakeEntrata } from 'entrata-sdk/testing';
import { createMemoryStore, type TaskWorkerOptions } from 'entrata-store';
import { createSigner } from 'fast-jwt';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { resolveSettings, type Settings } from '../src/app/settings.js';
import { type FetchHandlerOptions, toFetchHandler } from '../src/fetch/index.js';
import type { CorsOptions } from '../src/http/cors.js';
import {
  type AppOptions,
  answerApproval,
  apiApproval,
  type BookingLimits,
  createApp,
  everyCheck,
  type IpAllowListOptions,
  ipAllowList,
  type JwtOptions,
  jwtAuthenticator,
  type LeadOptions,
  type LeadSource,
  type PathOptions,
  urlSecret,
  type WebhookOptions,
} from '../src/index.js';
import { createMetrics, type MetricsOptions } from '../src/instruments/metrics.js';
import { createTracing, type TracingOptions } from '../src/instruments/tracing.js';
import {
  type NodeListenerOptions,
  type ServerOptions,
  startServer,
  toNodeListener,
} from '../src/node/index.js';

/** What an option may be: any text, any function, some options or none, or a value that is looked at more closely. */
type KindOf<T> = T extends number
  ? 'number'
  : 'text' | 'function' | 'group' | 'list' | 'value' | 'function or value';

/** Every option of a record, none forgotten: this does not compile otherwise. `!`: it has no default. */
type Table<T> = { readonly [K in keyof T]-?: `${KindOf<Exclude<T[K], undefined>>}${'!' | ''}` };

/** None of these is a value that any option has, but for what is of the kind that it may be. */
const odd: readonly unknown[] = [7n, null, '', 'no such thing', [], [7n], {}, { oddName: 7n }, () => {}];
const isOf: Readonly<Record<string, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string' && value !== '',
  function: (value) => typeof value === 'function',
  group: (value) => value?.constructor === Object && Object.keys(value).length === 0,
  list: (value) => Array.isArray(value) && value.length === 0,
};
const oddFor = (kind: string) =>
  odd.filter((value) => isOf[/^[a-z]+/.exec(kind)?.[0] ?? '']?.(value) !== true);

const app: Table<AppOptions> = {
  entrata: 'value!',
  store: 'value!',
  webhook: 'value!',
  authenticate: 'function!',
  paths: 'group',
  cors: 'value',
  mapHouses: 'function',
  refreshHousesEveryMs: 'number',
  lead: 'group',
  booking: 'group',
  displayTimeZone: 'value',
  tourCacheMs: 'number',
  tourStaleMs: 'number',
  tourHorizonMonths: 'number',
  recordCacheMs: 'number',
  worker: 'group',
  onNotification: 'function',
  notificationTimeoutMs: 'number',
  logger: 'value',
  instruments: 'list',
  now: 'function',
  elapsedMs: 'function',
  newId: 'function',
  atStep: 'function',
};
const webhook: Table<WebhookOptions> = {
  verify: 'function!',
  approval: 'group!',
  newAgent: 'function',
  deadlineMs: 'number',
  logTimeoutMs: 'number',
  maxQueryBytes: 'number',
};
const paths: Table<PathOptions> = { webhook: 'value' };
const cors: Table<CorsOptions> = { origins: 'list!', maxAgeSeconds: 'number' };
const lead: Table<LeadOptions> = {
  source: 'function or value',
  existing: 'value',
  cancelResultId: 'function or value',
};
const source: Table<LeadSource> = { id: 'value!', additionalIds: 'list' };
const booking: Table<Partial<BookingLimits>> = {
  sendDeadlineMs: 'number',
  sendLeaseMs: 'number',
  retryDelayMs: 'number',
  maxAttempts: 'number',
  lookUpDelayMs: 'number',
  absenceAfterMs: 'number',
  verifyDelayMs: 'number',
};
const worker: Table<Omit<TaskWorkerOptions, 'onEvent' | 'leaveKinds'>> = {
  concurrency: 'number',
  leaseMs: 'number',
  pollMs: 'number',
  keepDoneMs: 'number',
  timeoutMs: 'number',
  graceMs: 'number',
};
const server: Table<ServerOptions> = {
  port: 'number',
  host: 'text',
  fallback: 'function',
  headersTimeoutMs: 'number',
  requestTimeoutMs: 'number',
  maxConnections: 'number',
  idleTimeoutMs: 'number',
  drainMs: 'number',
  startWorkers: 'value',
  maxBodyBytes: 'number',
  maxInFlight: 'number',
};
const listener: Table<NodeListenerOptions> = { maxBodyBytes: 'number', maxInFlight: 'number' };
const fetchHandler: Table<FetchHandlerOptions> = { maxBodyBytes: 'number', maxInFlight: 'number' };
const allowList: Table<IpAllowListOptions> = { trustedProxyHops: 'number' };
const jwt: Table<JwtOptions & { jwks: object }> = {
  secret: 'text!',
  jwks: 'value',
  store: 'value!',
  issuer: 'text',
  audience: 'text',
  allowMissingExp: 'value',
  operatorByCompanyName: 'value',
};
const metrics: Table<MetricsOptions> = { registry: 'value' };
const tracing: Table<TracingOptions> = { tracer: 'value' };

const neededOfWebhook = { verify: urlSecret('sixteen-characters'), approval: apiApproval() };

/** What a group of `createApp`'s options needs beside the one that is tried. */
const groups: Record<string, [Readonly<Record<string, string>>, (group: object) => object]> = {
  '': [app, (group) => group],
  'webhook.': [webhook, (group) => ({ webhook: { ...neededOfWebhook, ...group } })],
  'paths.': [paths, (group) => ({ paths: group })],
  'cors.': [cors, (group) => ({ cors: { origins: '*', ...group } })],
  'lead.': [lead, (group) => ({ lead: group })],
  'lead.source.': [source, (group) => ({ lead: { source: { id: '105949', ...group } } })],
  'booking.': [booking, (group) => ({ booking: group })],
  'worker.': [worker, (group) => ({ worker: group })],
};

type Case = [name: string, kind: string, optionsWith: (value: unknown) => object];
const appCases: Case[] = Object.entries(groups).flatMap(([prefix, [table, put]]) =>
  Object.entries(table).map(
    ([key, kind]): Case => [`${prefix}${key}`, kind, (value) => put({ [key]: value })],
  ),
);
const serverCases = Object.entries(server).map(
  ([key, kind]): Case => [key, kind, (value) => ({ [key]: value })],
);

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function createFrom(more: Partial<AppOptions>) {
  const sandbox = new FakeEntrata();
  const sandboxServer = await sandbox.listen();
  closing.unshift(() => sandboxServer.close());
  const entrata = createEntrata({ oauth: sandbox.oauth, ...sandboxServer.options });
  closing.unshift(() => entrata.close());
  const store = createMemoryStore();
  const renter = await store.users.insert({
    role: 'user',
    name: 'Robin Renter',
    email: 'robin@example.test',
  });
  const { webhook: moreWebhook, ...others } = more;
  const needed = {
    ...neededOfWebhook,
    // Beyond what a busy machine takes.
    deadlineMs: 60_000,
    logTimeoutMs: 30_000,
  };
  const given: AppOptions = {
    entrata,
    store,
    webhook:
      'webhook' in more && moreWebhook === undefined ? (undefined as never) : { ...needed, ...moreWebhook },
    authenticate: async () => ({ role: 'user', userId: renter.id }),
    ...others,
  };
  return { sandbox, app: createApp(given) };
}

/** From the webhook to a booked tour: every option has its say. */
async function play(more: Partial<AppOptions>, options: ServerOptions = {}): Promise<void> {
  const { sandbox, app } = await createFrom(more);
  const running = await startServer(app, options);
  closing.unshift(running.stop);
  if (options.startWorkers === false) app.start();
  const [company] = sandbox.companies;
  const sent = await sandbox.sendWebhook(`${running.url}/webhooks/entrata/sixteen-characters`, {
    requestType: 'ACTIVATION',
    subdomain: company?.subdomain ?? '',
    propertyId: company?.properties[0]?.id ?? '',
  });
  expect([sent.status, sent.body]).toEqual([200, expect.stringContaining('accepted')]);
  await app.idle();
  const get = async (path: string) => (await fetch(`${running.url}${path}`)).json() as Promise<never>;
  const { items }: { items: { id: string }[] } = await get('/api/houses');
  const houseId = items[0]?.id ?? '';
  const { slots }: { slots: { rawDate: string; rawTime: string }[] } = await get(
    `/api/tour-times?houseId=${houseId}`,
  );
  const booked = await fetch(`${running.url}/api/viewings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ houseId, rawDate: slots.at(-1)?.rawDate, rawTime: slots.at(-1)?.rawTime }),
  });
  expect([booked.status, await booked.json()]).toEqual([
    201,
    expect.objectContaining({ status: 'confirmed' }),
  ]);
  expect(sandbox.ledger.appointments).toHaveLength(1);
}

const lastPart = (name: string) => name.split('.').at(-1) ?? name;

describe('An option of createApp given as undefined', () => {
  const needed = appCases.filter(([, kind]) => kind.endsWith('!'));
  const others = appCases.filter(([, kind]) => !kind.endsWith('!'));

  test.each(others)('counts as left out: %s', async (_, __, optionsWith) => {
    await play(optionsWith(undefined));
  });

  test.each(needed)('is refused by name where there is no default: %s', async (name, _, optionsWith) => {
    await expect(createFrom(optionsWith(undefined))).rejects.toThrow(TypeError);
    await expect(createFrom(optionsWith(undefined))).rejects.toThrow(lastPart(name));
  });
});

test.each(serverCases)(
  'An option of startServer given as undefined counts as left out: %s',
  async (_, __, optionsWith) => {
    await play({}, optionsWith(undefined));
  },
);

test('so do the options of all else', async () => {
  const { app } = await createFrom({});
  const without = (table: object) => Object.fromEntries(Object.keys(table).map((key) => [key, undefined]));
  toNodeListener(app, without(listener));
  const handle = toFetchHandler(app, without(fetchHandler));
  expect((await handle(new Request('https://app.example.test/healthz'))).status).toBe(200);
  expect(createMetrics(without(metrics)).registry).toBeDefined();
  expect(createTracing(without(tracing)).onEvent).toBeDefined();
  const sender = {
    pathSecret: 'sixteen-characters',
    remoteAddress: '192.0.2.7',
    headers: {},
    webhook: {} as never,
  };
  expect(ipAllowList(['192.0.2.7'], without(allowList))(sender)).toBe('verified');
  // What TypeScript forbids, a variable that is not set does.
  expect(urlSecret('sixteen-characters', undefined as never)(sender)).toBe('verified');
  expect(() => urlSecret(undefined as never)).toThrow(TypeError);
  await app.stop({ drainMs: undefined } as object);
});

test('so do the options of jwtAuthenticator', async () => {
  const store = createMemoryStore();
  const { id } = await store.users.insert({ role: 'user', name: 'Robin' });
  const names = Object.keys(jwt).filter((name) => !['secret', 'store'].includes(name));
  const without = Object.fromEntries(names.map((name) => [name, undefined]));
  const authenticate = jwtAuthenticator({ ...without, secret: 'shared', store });
  const token = createSigner({ key: 'shared', expiresIn: '5m' })({ sub: id });
  const asked = { headers: { authorization: `Bearer ${token}` } };
  // It reads nothing else of a request.
  expect(await authenticate(asked as never, {})).toEqual({ role: 'user', userId: id });
  expect(() => jwtAuthenticator({ secret: undefined as never, store })).toThrow(/secret/);
  expect(() => jwtAuthenticator({ secret: 42 as never, store })).toThrow(TypeError);
  expect(() => jwtAuthenticator({ secret: 'shared', store: undefined as never })).toThrow(/store/);
});

describe('A name that is no option is refused, and named:', () => {
  test.each(Object.entries(groups))('%s of createApp', async (prefix, [, put]) => {
    // Any name is a request type.
    const name = `${prefix}deadlineMS`;
    await expect(createFrom(put({ deadlineMS: 1 }))).rejects.toThrow(TypeError);
    await expect(createFrom(put({ deadlineMS: 1 }))).rejects.toThrow(`${name} is not an option`);
    await expect(createFrom(put({ deadlineMS: undefined }))).rejects.toThrow(`${name} is not an option`);
  });

  test('of all else', async () => {
    const { app } = await createFrom({});
    const wrong = { maxBodybytes: 1 } as object;
    await expect(startServer(app, wrong)).rejects.toThrow('maxBodybytes is not an option');
    expect(() => toNodeListener(app, wrong)).toThrow('maxBodybytes is not an option');
    expect(() => toFetchHandler(app, wrong)).toThrow('maxBodybytes is not an option');
    expect(() => ipAllowList(['192.0.2.7'], wrong)).toThrow('maxBodybytes is not an option');
    expect(() => createMetrics(wrong)).toThrow('maxBodybytes is not an option');
    expect(() => createTracing(wrong)).toThrow('maxBodybytes is not an option');
    expect(() => jwtAuthenticator({ ...wrong, secret: 'shared', store: createMemoryStore() })).toThrow(
      'maxBodybytes is not an option',
    );
    await expect(app.stop(wrong)).rejects.toThrow('maxBodybytes is not an option');
  });
});

describe('An async function, where the result is used at once, is an error at the call and ends no process:', () => {
  const rejections: unknown[] = [];
  const note = (error: unknown) => rejections.push(error);
  beforeAll(() => {
    process.on('unhandledRejection', note);
  });
  afterAll(() => {
    process.off('unhandledRejection', note);
  });

  const rejecting = (async () => {
    throw new Error('later');
  }) as never;
  type Call = (settings: Settings) => unknown;
  const calls: readonly (readonly [string, Partial<AppOptions>, Call])[] = [
    ['mapHouses', { mapHouses: rejecting }, ({ listing }) => listing.mapHouses({} as never)],
    [
      'webhook.newAgent',
      { webhook: { newAgent: rejecting } as never },
      ({ webhook }) => webhook.newAgent?.({} as never),
    ],
    [
      'webhook.approval.answer',
      { webhook: { approval: { answer: rejecting } } as never },
      ({ listing }) => listing.approval.answer?.({} as never),
    ],
    [
      'lead.source',
      { lead: { source: rejecting } },
      ({ lead }) => (lead.source as unknown as () => unknown)(),
    ],
    [
      'lead.cancelResultId',
      { lead: { cancelResultId: rejecting } },
      ({ lead }) => (lead.cancelResultId as unknown as () => unknown)(),
    ],
    ['now', { now: rejecting }, ({ context }) => context.now()],
    ['elapsedMs', { elapsedMs: rejecting }, ({ context }) => context.elapsedMs()],
  ];

  test.each(calls)('%s', async (name, { webhook, ...options }, call) => {
    const settings = resolveSettings({
      ...neededOfAll(),
      webhook: { ...neededOfWebhook, ...webhook },
      ...options,
    });
    expect(() => call(settings)).toThrow(`${name} returned a promise: it may not be async`);
    await setImmediate();
    expect(rejections).toEqual([]);
  });

  test('newId, for which random ids stand in', async () => {
    await play({ newId: rejecting });
    expect(rejections).toEqual([]);
  });
});

const neededOfAll = () => ({
  entrata: createEntrata(),
  store: createMemoryStore(),
  webhook: neededOfWebhook,
  authenticate: async () => undefined,
});

test('what nobody waits for has few places, a refresh has its hour, and each option its say where it is more', () => {
  const lanesOf = (more: Partial<AppOptions>) => resolveSettings({ ...neededOfAll(), ...more }).lanes;
  const aside = { concurrency: 4 };
  expect(lanesOf({})).toEqual({
    webhooks: aside,
    properties: {},
    refreshes: { ...aside, timeoutMs: 3_600_000 },
    bookings: {},
    notifications: { ...aside, timeoutMs: 30_000 },
  });
  const worker = { concurrency: 50, timeoutMs: 7_200_000 };
  expect(lanesOf({ worker, notificationTimeoutMs: 5 })).toEqual({
    webhooks: { ...aside, timeoutMs: 7_200_000 },
    properties: worker,
    refreshes: { ...aside, timeoutMs: 7_200_000 },
    bookings: worker,
    notifications: { ...aside, timeoutMs: 5 },
  });
  expect(lanesOf({ worker: { concurrency: 1, timeoutMs: 1_000 } })).toMatchObject({
    webhooks: { concurrency: 1 },
    refreshes: { concurrency: 1, timeoutMs: 3_600_000 },
  });
});

describe('What an option cannot be is refused by its name:', () => {
  const show = (value: unknown) =>
    typeof value === 'object' ? JSON.stringify(Object(value), () => 7) : String(value);
  type Start = (options: object) => unknown;

  async function refuses(
    kind: string,
    name: string,
    start: Start,
    optionsWith = (value: unknown): object => ({ [name]: value }),
  ) {
    for (const value of oddFor(kind)) {
      const started = (async () => start(optionsWith(value)))();
      await expect(started, show(value)).rejects.toThrow(new RegExp(`\\b${name}[ .]`));
      await expect(started, show(value)).rejects.toSatisfy(
        (error) => error instanceof TypeError || error instanceof RangeError,
      );
    }
  }

  test.each(appCases)('%s of createApp', async (name, kind, optionsWith) => {
    await refuses(kind, name, (options) => resolveSettings({ ...neededOfAll(), ...options }), optionsWith);
  });

  test.each(serverCases)('%s of startServer', async (name, kind) => {
    const { app } = await createFrom({});
    await refuses(kind, name, (options) => startServer(app, options));
  });

  test('of all else', async () => {
    const { app } = await createFrom({});
    const store = createMemoryStore();
    const starters: readonly (readonly [Readonly<Record<string, string>>, Start])[] = [
      [listener, (options) => toNodeListener(app, options)],
      [fetchHandler, (options) => toFetchHandler(app, options)],
      [allowList, (options) => ipAllowList(['192.0.2.7'], options)],
      [metrics, createMetrics],
      [tracing, createTracing],
      [
        jwt,
        (options) =>
          jwtAuthenticator({
            ...('jwks' in options ? {} : { secret: 'shared' }),
            store,
            ...options,
          } as JwtOptions),
      ],
      [{ drainMs: 'number' }, (options) => app.stop(options)],
      [{ clientId: 'text' }, (options) => app.refreshHouses(options)],
    ];
    for (const [table, start] of starters)
      for (const [name, kind] of Object.entries(table)) await refuses(kind, name, start);
  });

  test('what is handed to a check of senders, or to an approval', () => {
    for (const value of odd) {
      expect(() => urlSecret(value as never), show(value)).toThrow(/secret/);
      expect(() => ipAllowList(value as never), show(value)).toThrow(/address/);
      if (typeof value === 'function') continue;
      expect(() => everyCheck(value as never), show(value)).toThrow(/functions/);
      expect(() => answerApproval(value as never), show(value)).toThrow(/function/);
    }
  });
});

describe('What is there and makes no sense is refused by name:', () => {
  test.each<[string, object]>([
    ['instruments', { instruments: [{ request: 7 }] }],
    ['paths.webhook', { paths: { webhook: ['/hook', '/hook'] } }],
    ['paths.webhook', { paths: { webhook: ['/hook/:token'] } }],
    ['paths.webhook', { paths: { webhook: ['/hook?cid=1'] } }],
    ['paths.webhook', { paths: { webhook: ['/api/houses'] } }],
    ['paths.webhook', { paths: { webhook: ['/api/houses/:secret'] } }],
    ['paths.webhook', { paths: { webhook: ['/openapi.json'] } }],
    ['cors.origins', { cors: { origins: ['https://app.example.test/'] } }],
    ['cors.origins', { cors: { origins: ['app.example.test'] } }],
    ['lead.source.id', { lead: { source: { id: 'web' } } }],
    ['lead.source.additionalIds', { lead: { source: { id: '1', additionalIds: ['2', 'x y'] } } }],
    ['lead.cancelResultId', { lead: { cancelResultId: 'cancelled' } }],
  ])('%s of createApp in %j', async (name, options) => {
    await expect(createFrom(options as Partial<AppOptions>)).rejects.toThrow(new RegExp(`${name}:? `));
  });
});

/** None of these is a number of anything. */
const senseless = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  -1,
  0.5,
  2 ** 53,
  '5',
  null,
];

describe('A number that makes no sense is refused by name:', () => {
  const isNumber = ([, kind]: Case) => kind === 'number';

  test.each(appCases.filter(isNumber))('%s of createApp', async (name, _, optionsWith) => {
    for (const value of senseless) {
      await expect(createFrom(optionsWith(value)), String(value)).rejects.toThrow(name);
    }
  });

  test.each(serverCases.filter(isNumber))('%s of startServer', async (name, _, optionsWith) => {
    const { app } = await createFrom({});
    for (const value of senseless) {
      await expect(startServer(app, optionsWith(value)), String(value)).rejects.toThrow(name);
    }
  });

  test('of all else', async () => {
    const { app } = await createFrom({});
    for (const value of senseless) {
      const one = (name: string) => ({ [name]: value });
      for (const name of Object.keys(listener)) expect(() => toNodeListener(app, one(name))).toThrow(name);
      for (const name of Object.keys(fetchHandler))
        expect(() => toFetchHandler(app, one(name))).toThrow(name);
      for (const name of Object.keys(allowList))
        expect(() => ipAllowList(['192.0.2.7'], one(name))).toThrow(name);
      await expect(app.stop(one('drainMs'))).rejects.toThrow('drainMs');
    }
    expect((await toFetchHandler(app)(new Request('https://app.example.test/healthz'))).status).toBe(200);
  });

  test('a duration for which a timer would fire at once', async () => {
    for (const name of ['deadlineMs', 'logTimeoutMs']) {
      await expect(createFrom({ webhook: { [name]: 2 ** 31 } as never })).rejects.toThrow(name);
    }
    for (const name of ['idleTimeoutMs', 'requestTimeoutMs', 'drainMs']) {
      await expect(startServer((await createFrom({})).app, { [name]: 2 ** 31 })).rejects.toThrow(name);
    }
  });
});

test.each(appCases.filter(([, kind]) => kind === 'number'))(
  'A %s of zero has a meaning, or is refused',
  async (name, _, optionsWith) => {
    const refused = await createFrom(optionsWith(0)).then(
      () => undefined,
      (error: Error) => error,
    );
    if (refused === undefined) await play(optionsWith(0));
    else expect([refused.constructor, refused.message]).toEqual([RangeError, expect.stringContaining(name)]);
  },
);

test('README.md has every option of createApp and of startServer in a table', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const rows = readme.split('\n').filter((line) => line.startsWith('| `'));
  // A group is described by its members, but for names that are explained where they are defined.
  const described = appCases
    .map(([name]) => name)
    .filter((name) => !['webhook', 'paths', 'cors', 'lead', 'booking'].includes(name))
    .filter((name) => !/^(lead\.source|worker)\./.test(name));
  const missing = [...described, ...Object.keys(server)].filter(
    (name) => !rows.some((row) => (row.split(' | ')[0] ?? '').includes(`\`${name}\``)),
  );
  expect(missing).toEqual([]);
});
