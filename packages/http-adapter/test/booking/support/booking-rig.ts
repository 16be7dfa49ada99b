import {
  type App,
  type AppOptions,
  acceptUnverified,
  createApp,
  jwtAuthenticator,
  type Notification,
  noApproval,
} from 'entrata-http-adapter';
import { type RunningServer, startServer } from 'entrata-http-adapter/node';
import { createEntrata, type Entrata } from 'entrata-sdk';
import {
  FakeEntrata,
  type FakeEntrataOptions,
  type SandboxProperty,
  type SandboxServer,
} from 'entrata-sdk/testing';
import { type ClientRecord, type HouseListing, type HouseRecord, type Store, secret } from 'entrata-store';
import { createKnexStore, migrate, type TableOptions } from 'entrata-store/knex';
import { createSigner } from 'fast-jwt';
import type { OpenDatabase } from '../../../../entrata-store/test/support/databases.js';
import { jwtSecret } from './child-config.js';

export { jwtSecret };

const signToken = createSigner({ key: jwtSecret, algorithm: 'HS256', expiresIn: '12h' });

/** Clocks that run, and that a test may put forward. */
export interface RigClock {
  /** The database's, and the sandbox's. */
  now(): number;
  /** By how much the database's clock is put forward. */
  offsetMs(): number;
  /** The one that nobody sets. */
  elapsedMs(): number;
  /** Lets time pass: on each of them. */
  advance(ms: number): void;
  /** Sets the database's clock, while no time passes. */
  setBy(ms: number): void;
}

function createClock(start: string): RigClock {
  let aheadMs = Date.parse(start) - Date.now();
  let passedMs = 0;
  return {
    now: () => Date.now() + aheadMs,
    offsetMs: () => aheadMs,
    elapsedMs: () => performance.now() + passedMs,
    advance(ms) {
      aheadMs += ms;
      passedMs += ms;
    },
    setBy(ms) {
      aheadMs += ms;
    },
  };
}

export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

export interface Caller {
  /** The header's value; empty for nobody. */
  readonly authorization: string;
  get<T = Record<string, unknown>>(path: string, headers?: Record<string, string>): Promise<Answer<T>>;
  post<T = Record<string, unknown>>(
    path: string,
    body: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<T>>;
}

export interface OfferedSlot {
  readonly rawDate: string;
  readonly rawTime: string;
  readonly startsAt: string | null;
  readonly label: string | null;
  readonly date: string | null;
}

/** One adapter over a store and a sandbox, served on a real socket. */
export interface Instance {
  readonly app: App;
  readonly url: string;
  readonly entrata: Entrata;
  readonly store: Store;
  stop(): Promise<void>;
}

export interface BookingRig {
  readonly clock: RigClock;
  readonly sandbox: FakeEntrata;
  readonly sandboxServer: SandboxServer;
  readonly store: Store;
  readonly instance: Instance;
  readonly notifications: Notification[];
  readonly database: OpenDatabase;
  /** The first two houses belong to one company, the third to another. */
  readonly houses: readonly [HouseRecord, HouseRecord, HouseRecord];
  readonly clients: readonly [ClientRecord, ClientRecord];
  readonly renterId: string;
  as(userId: string | undefined): Caller;
  addRenter(name: string, contact?: { email?: string; phone?: string }): Promise<string>;
  /** Writes columns of a user's row behind the adapter's back, as the app that owns the row does. */
  changeUser(userId: string, columns: Readonly<Record<string, string | null>>): Promise<void>;
  slots(houseId: string): Promise<readonly OfferedSlot[]>;
  /** A further adapter on the same database, with pools and caches of its own. */
  addInstance(options?: Partial<AppOptions>, sandbox?: SandboxServer['options']): Promise<Instance>;
  close(): Promise<void>;
}

export interface RigOptions {
  readonly start?: string;
  readonly sandbox?: FakeEntrataOptions;
  readonly app?: Partial<AppOptions>;
  /** Tokens as the existing app has them: they never end. */
  readonly isExistingApp?: boolean;
  /** Leaves the workers asleep: the instances only answer. */
  readonly withoutWorkers?: boolean;
  /** Existing tables in place of ours. */
  readonly tables?: TableOptions;
}

export async function startBookingRig(database: OpenDatabase, options: RigOptions = {}): Promise<BookingRig> {
  const clock = createClock(options.start ?? '2026-11-23T16:00:00.000Z');
  const sandbox = new FakeEntrata({ clock, ...options.sandbox });
  const sandboxServer = await sandbox.listen();
  const notifications: Notification[] = [];
  const instances: Instance[] = [];
  const { tables = {} } = options;
  await migrate(database.connect({ poolSize: 1 }), { tables });

  async function addInstance(
    more: Partial<AppOptions> = {},
    sandboxOptions = sandboxServer.options,
  ): Promise<Instance> {
    const store = createKnexStore({
      knex: database.connect(),
      cipher: 'plaintext',
      tables,
      clockOffsetMs: clock.offsetMs,
    });
    const entrata = createEntrata({
      oauth: sandbox.oauth,
      clock,
      retry: { maxRetries: 0 },
      ...sandboxOptions,
    });
    const app = createApp({
      entrata,
      store,
      webhook: { verify: acceptUnverified(), approval: noApproval() },
      authenticate: jwtAuthenticator({
        secret: jwtSecret,
        store,
        operatorByCompanyName: options.tables !== undefined,
        allowMissingExp: options.isExistingApp ?? options.tables !== undefined,
      }),
      elapsedMs: clock.elapsedMs,
      onNotification: async (notification) => {
        notifications.push(notification);
      },
      ...options.app,
      ...more,
    });
    const server: RunningServer = await startServer(app, { startWorkers: options.withoutWorkers !== true });
    const instance: Instance = {
      app,
      url: server.url,
      entrata,
      store,
      async stop() {
        await server.stop();
        await entrata.close();
        await store.close();
      },
    };
    instances.push(instance);
    return instance;
  }

  const instance = await addInstance();
  const { store } = instance;
  const [one, two] = sandbox.companies;
  if (one === undefined || two === undefined) throw new Error('the sandbox has too few companies');
  const clients = [await connect(store, sandbox, one), await connect(store, sandbox, two)] as const;
  const houses = [
    await addHouse(store, clients[0], one.properties[0]),
    await addHouse(store, clients[0], one.properties[1]),
    await addHouse(store, clients[1], two.properties[0]),
  ] as const;

  const addRenter: BookingRig['addRenter'] = async (name, contact = {}) => {
    const email = `${name.toLowerCase().replaceAll(/\W+/g, '.')}@example.test`;
    const given = 'email' in contact || 'phone' in contact ? contact : { email, phone: '555-0100' };
    return (await store.users.insert({ role: 'user', name, ...given })).id;
  };

  const changeUser: BookingRig['changeUser'] = async (userId, columns) => {
    const knex = database.connect({ poolSize: 1 });
    await knex('users').where('id', userId).update(columns);
  };

  const as: BookingRig['as'] = (userId) => caller(() => instance.url, userId);

  return {
    clock,
    sandbox,
    sandboxServer,
    store,
    instance,
    notifications,
    database,
    houses,
    clients,
    renterId: await addRenter('Robin Example'),
    as,
    addRenter,
    changeUser,
    addInstance,
    async slots(houseId) {
      const { body } = await as(undefined).get<{ slots: OfferedSlot[] }>(
        `/api/tour-times?houseId=${houseId}`,
      );
      return body.slots;
    },
    async close() {
      await Promise.all(instances.map((running) => running.stop()));
      await sandboxServer.close();
      await database.drop();
    },
  };
}

export function tokenOf(userId: string): string {
  return signToken({ sub: userId });
}

export function caller(url: () => string, userId: string | undefined): Caller {
  const authorization: Record<string, string> =
    userId === undefined ? {} : { authorization: `Bearer ${tokenOf(userId)}` };
  async function call<T>(path: string, init: RequestInit): Promise<Answer<T>> {
    const response = await fetch(url() + path, { ...init, signal: AbortSignal.timeout(30_000) });
    const text = await response.text();
    // The test names the shape it expects, and asserts on it.
    const body = (text === '' ? undefined : JSON.parse(text)) as T;
    return { status: response.status, headers: response.headers, body };
  }
  return {
    authorization: authorization.authorization ?? '',
    get: (path, headers = {}) => call(path, { headers: { ...authorization, ...headers } }),
    post: (path, body, headers = {}) =>
      call(path, {
        method: 'POST',
        headers: {
          ...(body instanceof URLSearchParams || body instanceof FormData
            ? {}
            : { 'content-type': 'application/json' }),
          ...authorization,
          ...headers,
        },
        body: body instanceof URLSearchParams || body instanceof FormData ? body : JSON.stringify(body),
      }),
  };
}

async function connect(
  store: Store,
  sandbox: FakeEntrata,
  company: { cid: string; name: string; subdomain: string },
): Promise<ClientRecord> {
  const { client } = await store.clients.connect({
    cid: company.cid,
    subdomain: company.subdomain,
    companyName: company.name,
    token: { accessToken: secret(sandbox.issueToken(company.subdomain)), expiresAt: undefined },
    agent: { name: `${company.name} agent` },
  });
  return client;
}

export async function addHouse(
  store: Store,
  client: ClientRecord,
  property: SandboxProperty | undefined,
): Promise<HouseRecord> {
  if (property === undefined) throw new Error('the sandbox has too few properties');
  const target = {
    clientId: client.id,
    propertyId: property.id,
    operatorId: client.operatorId,
    agentUserId: client.agentUserId,
  };
  await store.houses.replaceListing(target, [listingOf(property)]);
  const { items } = await store.houses.list({ clientId: client.id, propertyId: property.id });
  const house = items[0];
  if (house === undefined) throw new Error('the house was not stored');
  return house;
}

function listingOf(property: SandboxProperty): HouseListing {
  return {
    unitKey: '',
    title: property.name,
    description: undefined,
    street: property.street,
    city: property.city,
    state: property.state,
    postalCode: property.postalCode,
    country: 'US',
    latitude: Number(property.latitude),
    longitude: Number(property.longitude),
    timeZone: property.timeZone,
    bedrooms: undefined,
    bathrooms: undefined,
    squareFeet: undefined,
    rentCents: { min: 120_000, max: 240_000 },
    unitsAvailable: 3,
    phone: undefined,
    website: undefined,
    officeHours: [],
    amenities: [],
    images: [{ url: 'https://images.example.test/1.jpg' }],
    floorPlans: [],
    sourceHash: `hash-${property.id}`,
  };
}
