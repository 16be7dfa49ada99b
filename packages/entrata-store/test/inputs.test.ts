import type { Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  HouseListing,
  NewTask,
  NewUser,
  NewViewing,
  NewWebhook,
  PropertyEvent,
  Store,
} from '../src/index.js';
import { createMemoryStore, isStoreError, secret } from '../src/index.js';
import { createKnexStore, migrate } from '../src/knex/index.js';
import {
  connectedClient,
  newDigest,
  newViewing,
  sampleClient,
  sampleEvent,
  sampleListing,
  sampleWebhook,
  soon,
} from '../src/testing/cases/samples.js';
import { type DatabaseName, describeOnEachDatabase, type OpenDatabase } from './support/databases.js';
import { sampleOn } from './support/level.js';
import { testCipher } from './support/subjects.js';

const text = ['a\0b', '\ud83c', 'a\udc00b', 'x'.repeat(1_500_000), 7, true, {}, [], Symbol('x'), () => {}];
const number = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2 ** 53, 1e300, '7', {}, []];
const whole = [...number, 1.5];
const instant = [
  '',
  'yesterday',
  '2026-03-08',
  '2026-03-08T08:00:00Z',
  '2026-02-31T00:00:00.000Z',
  '9999-99-99T00:00:00.000Z',
  '+010000-01-01T00:00:00.000Z',
  '0000-00-00T00:00:00.000Z',
  7,
  new Date(0),
];
const range = [
  { min: Number.NaN, max: 1 },
  { min: 1, max: Number.POSITIVE_INFINITY },
  { min: '1', max: 2 },
];
const list = [
  {},
  'a',
  7,
  [Number.NaN],
  [{ a: Number.POSITIVE_INFINITY }],
  [7n],
  [() => {}],
  [new Date()],
  loop(),
];

function loop(): unknown[] {
  const endless: unknown[] = [];
  endless.push(endless);
  return endless;
}

/** Where a value goes in, and every kind of senseless one. The compiler checks that no field is left out. */
interface Inputs {
  readonly fields: Readonly<Record<string, readonly unknown[]>>;
  /** A call that is good but for this. */
  attempt(store: Store, changes: object): Promise<unknown>;
}

const inputs: Readonly<Record<string, Inputs>> = {
  users: {
    fields: {
      role: text,
      name: text,
      email: text,
      phone: text,
      companyName: text,
      operatorId: text,
    } satisfies Record<keyof NewUser, unknown>,
    attempt: (store, changes) => store.users.insert({ role: 'user', name: 'x', ...changes }),
  },
  clients: {
    fields: {
      cid: text,
      subdomain: text,
      companyName: text,
      agent: [7, null, undefined],
      token: [7, null, {}],
    },
    attempt: (store, changes) => store.clients.connect({ ...sampleClient(), ...changes }),
  },
  agent: {
    fields: { name: text, email: text, phone: text },
    attempt: (store, changes) => store.clients.connect(sampleClient({ agent: { name: 'x', ...changes } })),
  },
  token: {
    fields: { expiresAt: instant, accessToken: [7, {}, secret(7 as never), secret('\ud83c')] },
    attempt: (store, changes) =>
      store.clients.connect(
        sampleClient({ token: { accessToken: secret('x'), expiresAt: soon(store), ...changes } }),
      ),
  },
  event: {
    fields: {
      clientId: text,
      propertyId: text,
      desiredState: text,
      feedType: text,
      occupancyType: text,
      isActivation: [7, 'x', {}],
      fingerprint: text,
      logId: text,
    } satisfies Record<keyof PropertyEvent, unknown>,
    attempt: async (store, changes) =>
      store.properties.recordEvent({ ...sampleEvent(await connectedClient(store)), ...changes }),
  },
  listing: {
    fields: {
      unitKey: text,
      title: text,
      description: text,
      street: text,
      city: text,
      state: text,
      postalCode: text,
      country: text,
      latitude: number.filter((value) => value !== 2 ** 53 && value !== 1e300),
      longitude: number.filter((value) => value !== 2 ** 53 && value !== 1e300),
      timeZone: text,
      bedrooms: range,
      bathrooms: range,
      squareFeet: range,
      rentCents: [...range, { min: 1.5, max: 2 }, { min: 1, max: 2 ** 53 }],
      unitsAvailable: whole,
      phone: text,
      website: text,
      officeHours: list,
      amenities: list,
      images: list,
      floorPlans: list,
      availabilityUrl: text,
      featured: [7, 'true', 0, {}],
      applicationFees: list,
      petPolicies: list,
      specials: list,
      leaseTerms: list,
      spaceOptions: list,
      units: list,
      sourceHash: text,
    } satisfies Record<keyof HouseListing, unknown>,
    async attempt(store, changes) {
      const { id: clientId, operatorId, agentUserId } = await connectedClient(store);
      const target = { clientId, operatorId, agentUserId, propertyId: '1' };
      const good = sampleListing({ unitKey: 'good' });
      return store.houses.replaceListing(target, [good, { ...sampleListing(), ...changes }]);
    },
  },
  viewing: {
    fields: {
      userId: text,
      houseId: text,
      tourType: text,
      slot: [7, null, 'x'],
      message: text,
      replaces: text,
      idempotencyKey: text,
      requestHash: text,
      requestId: text,
    } satisfies Record<keyof NewViewing, unknown>,
    attempt: async (store, changes) =>
      store.viewings.open({
        ...(await newViewing(store)),
        idempotencyKey: 'k',
        requestHash: 'h',
        ...changes,
      }),
  },
  slot: {
    fields: { rawDate: text, rawTime: text, startsAt: instant, endsAt: instant },
    attempt: async (store, changes) =>
      store.viewings.open(await newViewing(store, { slot: { rawDate: 'd', rawTime: 't', ...changes } })),
  },
  webhook: {
    fields: {
      logId: text,
      receivedAt: instant,
      method: text,
      requestType: text,
      cid: text,
      propertyId: text,
      remoteAddress: text,
      rawQuery: text.slice(1),
      senderVerdict: text,
    } satisfies Record<keyof NewWebhook, unknown>,
    attempt: (store, changes) => store.webhooks.append({ ...sampleWebhook(), ...changes }),
  },
  end: {
    fields: { outcome: text, httpStatus: whole, errorCode: text, durationMs: whole },
    async attempt(store, changes) {
      const webhook = sampleWebhook();
      await store.webhooks.append(webhook);
      const end = { outcome: 'failed', httpStatus: 500, errorCode: 'x', durationMs: 1, ...changes } as const;
      await store.webhooks.recordOutcome(webhook.logId, end);
    },
  },
  claim: {
    fields: { digest: text, leaseUntil: instant, eventFingerprint: text, logId: text },
    attempt: (store, changes) => {
      const good = {
        digest: newDigest(),
        leaseUntil: soon(store),
        eventFingerprint: newDigest(),
        logId: 'log',
      };
      const { digest, leaseUntil, eventFingerprint: fingerprint, logId } = { ...good, ...changes };
      return store.oauthCodes.claim(digest, leaseUntil, { fingerprint, logId });
    },
  },
  task: {
    fields: {
      kind: text,
      payload: [
        null,
        7,
        'x',
        [1],
        { a: Number.NaN },
        { a: { b: 1 } },
        { a: 'x'.repeat(5_000) },
        { a: undefined },
      ],
      openKey: text,
      runAt: instant.filter(
        (value) =>
          value !== '2026-03-08' && value !== '2026-03-08T08:00:00Z' && !String(value).includes('02-31'),
      ),
      group: text,
      requestId: text,
      maxAttempts: [...whole, 0, -1, 1_001],
    } satisfies Record<keyof NewTask, unknown>,
    attempt: (store, changes) => store.tasks.enqueue({ kind: 'x', payload: {}, ...changes }),
  },
};

/** A range is named by its ends' columns, a company by its operator; an id that nobody has, by the database. */
const isNamed = (message: string, field: string) =>
  [field, field.replace('Cents', ''), field === 'companyName' ? 'operators.name' : field].some((one) =>
    message.toLowerCase().includes(one.toLowerCase()),
  ) ||
  (field.endsWith('Id') && /FOREIGNKEY|NO_REFERENCED_ROW/.test(message));

function declare(open: () => Store, countRows: () => Promise<unknown>, database?: DatabaseName): void {
  for (const [name, { fields, attempt }] of Object.entries(inputs))
    for (const [field, values] of sampleOn(database ?? 'sqlite', Object.entries(fields), 4))
      test(`${name}.${field}: what makes no sense is misuse by name, or is kept as it is`, async () => {
        const store = open();
        for (const [index, value] of values.entries()) {
          const before = JSON.stringify(await countRows());
          try {
            await attempt(store, { [field]: value });
            // Only where the engine keeps it: NUL, in a text.
            expect([name, field, index, value]).toEqual([name, field, 0, 'a\0b']);
          } catch (error) {
            if (!isStoreError(error)) throw error;
            expect(error.code, `${index}: ${error.message}`).toBe('misuse');
            expect(isNamed(error.message, field), `${index}: ${error.message}`).toBe(true);
            if (['users', 'clients', 'agent', 'token', 'webhook', 'claim', 'task'].includes(name))
              expect(JSON.stringify(await countRows())).toBe(before);
          }
        }
      });

  test('arguments that are not there are misuse', async () => {
    const store = open();
    const calls: Readonly<Record<string, (odd: never) => Promise<unknown>>> = {
      users: (odd) => store.users.insert(odd),
      connect: (odd) => store.clients.connect(odd),
      replaceToken: (odd) => store.clients.replaceToken('x', 1, odd),
      version: (odd) =>
        store.clients.replaceToken('x', odd, { accessToken: secret('x'), expiresAt: undefined }),
      want: (odd) => store.properties.recordEvent(odd),
      target: (odd) => store.houses.replaceListing(odd, [sampleListing()]),
      open: (odd) => store.viewings.open(odd),
      from: (odd) => store.viewings.transition('x', odd, { status: 'confirmed' }),
      settlement: (odd) => store.viewings.transition('x', ['pending'], odd),
      sendingUntil: (odd) => store.viewings.startSending('x', odd),
      append: (odd) => store.webhooks.append(odd),
      end: (odd) => store.webhooks.recordOutcome('x', odd),
      counts: (odd) => store.webhooks.countByTypeAndDay(odd),
      enqueue: (odd) => store.tasks.enqueue(odd),
      find: (odd) => store.tasks.find(odd),
      retry: (odd) => store.tasks.retry(odd),
      work: async (odd) => store.tasks.work(odd),
    };
    for (const [name, call] of Object.entries(calls))
      for (const odd of [undefined, null, Number.NaN])
        await expect(call(odd as never), `${name} of ${odd}`).rejects.toMatchObject({
          name: 'StoreError',
          code: 'misuse',
        });
  });

  test('pages: a limit or a cursor that makes no sense is misuse; one of the right shape finds what it can', async () => {
    const store = open();
    const lists = [
      (page: object) => store.users.list({}, page),
      (page: object) => store.clients.list(page),
      (page: object) => store.properties.list({}, page),
      (page: object) => store.houses.list({}, page),
      (page: object) => store.viewings.listByUser('x', {}, page),
      (page: object) => store.viewings.listByOperator('x', {}, page),
      (page: object) => store.webhooks.list({}, page),
      (page: object) => store.tasks.list({}, page),
    ];
    const cursor = (content: string) => Buffer.from(content).toString('base64url');
    const cursors = [
      '',
      'x',
      '~',
      '~~',
      '1~',
      'a~b',
      '1~a\0b',
      `1~${'x'.repeat(65)}`,
      '9999-99-99T00:00:00.000Z~x',
      'NaN~x',
    ];
    for (const call of lists) {
      for (const limit of [0, -1, 1.5, 501, 1e9, Number.NaN, Number.POSITIVE_INFINITY, '7', null])
        await expect(call({ limit }), `limit ${limit}`).rejects.toMatchObject({
          code: 'misuse',
          message: /limit/,
        });
      for (const after of [...cursors.map(cursor), 7, null, {}, 'x'.repeat(1_000_000)])
        await expect(call({ after }), `after ${after}`).rejects.toMatchObject({
          code: 'misuse',
          message: /cursor/,
        });
      // As texts: a secret equals no other.
      const whole = JSON.stringify(await call({}));
      expect(JSON.stringify(await call({ limit: undefined, after: undefined }))).toBe(whole);
    }
    for (const odd of ['\0', '\ud83c', 'x'.repeat(100_000)]) {
      expect(await store.tasks.find(odd)).toBeUndefined();
      expect(await store.tasks.retry(odd)).toBe(false);
      expect((await store.tasks.list({ kind: odd })).items).toEqual([]);
    }
  });
}

describe('inputs in memory', () => {
  const store = createMemoryStore();
  declare(
    () => store,
    async () => [
      (await store.users.list({}, { limit: 500 })).items.length,
      (await store.clients.list({ limit: 500 })).items.length,
    ],
  );
});

await describeOnEachDatabase('inputs', (database) => {
  let opened: OpenDatabase;
  let knex: Knex;
  let store: Store;
  beforeAll(async () => {
    opened = await database.open();
    knex = opened.connect();
    await migrate(knex);
    store = createKnexStore({ knex, cipher: testCipher });
  });
  afterAll(() => opened.drop());
  const tables = [
    'users',
    'property_operators',
    'entrata_clients',
    'entrata_webhooks',
    'entrata_oauth_codes',
    'entrata_tasks',
  ];
  declare(
    () => store,
    () => Promise.all(tables.map((table) => knex(table).count({ count: '*' }))),
    database.name,
  );
});
