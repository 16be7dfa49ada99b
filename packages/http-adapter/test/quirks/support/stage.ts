import { bearer, createEntrata, fetchHttp } from 'entrata-sdk';
import {
  demoCities,
  FakeEntrata,
  makeCompany,
  makeProperty,
  type Quirks,
  type SandboxCompany,
  type SandboxProperty,
  usualTours,
} from 'entrata-sdk/testing';
import { createMemoryStore, type Store } from 'entrata-store';
import { createKnexStore, migrate, openSqlite } from 'entrata-store/knex';
import { isLongRun } from '../../../../entrata-store/test/support/level.js';
import { toFetchHandler } from '../../../src/fetch/index.js';
import {
  acceptUnverified,
  apiApproval,
  createApp,
  type MapHouses,
  onePerFloorPlan,
  onePerProperty,
} from '../../../src/index.js';
import { wholeIls as ils } from '../../support/whole-ils.js';

/** An app over a sandbox with quirks, in one process without sockets, on a clock that stands until it is put forward. */
export type Stage = Awaited<ReturnType<typeof openStage>>;

export const propertyIds = ['700001', '700002', '700003'] as const;

/** Both ways to make houses, so that all that a listing says can be compared. */
const mapHouses: MapHouses = (source) => [...onePerProperty(source), ...onePerFloorPlan(source)];

/** A conventional property, a student one with spaces, and one that has neither units nor free tours. */
function makeCompanyOfThree(): SandboxCompany {
  const [chicago, denver] = demoCities;
  if (chicago === undefined || denver === undefined) throw new Error('too few demo cities');
  const closed = { ...usualTours, closedWeekdays: [0, 1, 2, 3, 4, 5, 6] };
  return makeCompany({
    cid: '4711',
    subdomain: 'demo',
    properties: [
      withTwoPlans(makeProperty(700001, 'Élan &amp; Lofts', chicago, { featured: true })),
      withTwoPlans(makeProperty(700002, 'Prairie Row', denver, { type: 'Student' })),
      makeProperty(700003, 'Empty Court', denver, { floorPlans: [], tours: closed }),
    ],
  });
}

/** Enough to tell plans apart; more would cost more and say nothing new. */
function withTwoPlans(property: SandboxProperty): SandboxProperty {
  return { ...property, floorPlans: property.floorPlans.slice(0, 2) };
}

/** Rows are rows: the contract of the store is tried elsewhere. In the long run they are SQLite's. */
async function openStore(clockOffsetMs: () => number): Promise<Store> {
  if (!isLongRun) return createMemoryStore({ clockOffsetMs });
  const knex = openSqlite(':memory:');
  await migrate(knex);
  return createKnexStore({ knex, cipher: 'plaintext', destroyOnClose: true, clockOffsetMs });
}

export async function openStage(quirks: Quirks) {
  let nextId = 1;
  let nowMs = Date.parse('2026-11-23T16:00:00Z');
  const clock = { now: () => nowMs, elapsedMs: () => nowMs };
  const company = makeCompanyOfThree();
  const sandbox = new FakeEntrata({ clock, companies: [company], quirks, wire: { ils }, horizonDays: 1 });
  const entrata = createEntrata({
    oauth: sandbox.oauth,
    http: fetchHttp((url, init) => sandbox.handle(new Request(url, init))),
    wire: { ils },
    clock,
    retry: { maxRetries: 0 },
  });
  const store = await openStore(() => nowMs - Date.now());
  const app = createApp({
    entrata,
    store,
    webhook: { verify: acceptUnverified(), approval: apiApproval() },
    authenticate: async ({ headers }) => ({ role: 'user', userId: headers['x-test-user'] ?? '' }),
    mapHouses,
    elapsedMs: clock.elapsedMs,
    recordCacheMs: 0,
    tourStaleMs: 0,
    // Numbers, since some replies repeat them as such.
    newId: () => String(nextId++),
  });
  app.start();
  const handle = toFetchHandler(app);

  async function pass(ms: number): Promise<void> {
    nowMs += ms;
    await app.idle();
  }

  async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
    const response = await handle(new Request(`http://adapter.test${path}`, init));
    // The test names what it reads, and compares it.
    return (await response.json()) as T;
  }

  return {
    company,
    sandbox,
    store,
    /** Entrata as somebody else calls it. */
    other: () =>
      entrata.client({ subdomain: company.subdomain, auth: bearer(sandbox.issueToken(company.subdomain)) }),
    /** Lets time pass, and the tasks run that are due then. */
    pass,
    get: <T>(path: string) => ask<T>(path),
    post: <T>(path: string, userId: string, body: object = {}) =>
      ask<T>(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-test-user': userId },
        body: JSON.stringify(body),
      }),
    /** Sends an event of each of these properties as Entrata does, and lets happen what follows of it. */
    async events(requestType: string, ids: readonly string[]): Promise<readonly string[]> {
      const answers: string[] = [];
      for (const propertyId of ids) {
        const query = sandbox.webhookQuery({ requestType, subdomain: company.subdomain, propertyId });
        const { status } = await ask<{ status: string }>(`/webhooks/entrata?${query}`);
        answers.push(`${requestType} of ${propertyId}: ${status}`);
      }
      // Long enough for the look at what was booked before.
      await pass(6_000);
      return answers;
    },
    async close(): Promise<void> {
      await app.stop();
      await entrata.close();
      await store.close();
    },
  };
}
