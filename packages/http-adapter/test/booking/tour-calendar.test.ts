import { createEntrata, fetchHttp } from 'entrata-sdk';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeOnOneDatabase } from '../../../entrata-store/test/support/databases.js';
import { recordingLogger } from '../support/recording-logger.js';
import {
  addHouse,
  type BookingRig,
  caller,
  type OfferedSlot,
  startBookingRig,
} from './support/booking-rig.js';

interface Times {
  readonly supported: boolean;
  readonly stale: boolean;
  readonly timeZone: string;
  readonly slots: readonly OfferedSlot[];
  readonly code?: string;
}

await describeOnOneDatabase('tour times', (database) => {
  let rig: BookingRig;
  const logger = recordingLogger();
  beforeAll(async () => {
    rig = await startBookingRig(await database.open(), { app: { logger } });
  });
  beforeEach(() => {
    // Past the cache's age, so that each test begins with a question to Entrata.
    rig.clock.advance(20 * 60_000);
    rig.sandbox.clearFaults();
  });
  afterAll(() => rig?.close());

  const times = (query: string, headers?: Record<string, string>) =>
    rig.as(undefined).get<Times>(`/api/tour-times?${query}`, headers);
  const callsFor = (propertyId: string) =>
    rig.sandbox.journal.filter(
      ({ method, body }) => method === 'getTourAvailability' && JSON.stringify(body).includes(propertyId),
    ).length;

  test('of a day, a range and a month are those of the property calendar', async () => {
    const [house] = rig.houses;
    const day = await times(`houseId=${house.id}&from=2026-11-27`);
    expect(new Set(day.body.slots.map(({ rawDate }) => rawDate))).toEqual(new Set(['2026-11-27']));
    const range = await times(`houseId=${house.id}&from=2026-11-27&to=2026-12-02`);
    const days = [...new Set(range.body.slots.map(({ rawDate }) => rawDate))].sort();
    expect([days[0], days.at(-1)]).toEqual(['2026-11-27', '2026-12-02']);
    const month = await times(`houseId=${house.id}&month=12-2026`);
    expect(month.body.slots.length).toBeGreaterThan(range.body.slots.length);
    expect(month.body.slots.every(({ rawDate }) => rawDate.startsWith('2026-12-'))).toBe(true);
  });

  test('are asked once of Entrata, however many ask at once and within a minute', async () => {
    const [house] = rig.houses;
    const before = callsFor(house.propertyId);
    const query = `houseId=${house.id}&month=12-2026`;
    await Promise.all(Array.from({ length: 25 }, () => times(query)));
    rig.clock.advance(50_000);
    await times(query);
    await times(`houseId=${house.id}&from=2026-12-05`);
    expect(callsFor(house.propertyId) - before).toBe(1);
    rig.clock.advance(11_000);
    await times(query);
    expect(callsFor(house.propertyId) - before).toBe(2);
  });

  test('are asked for one call at a time per property, whatever months and types are wanted', async () => {
    const [house, sister] = rig.houses;
    const underWay = new Map<string, number>();
    let most = 0;
    const entrata = createEntrata({
      ...rig.sandboxServer.options,
      http: fetchHttp(async (url, init) => {
        const property = /"propertyId":"?(\d+)/.exec(String(init?.body))?.[1] ?? '';
        const count = (underWay.get(property) ?? 0) + 1;
        underWay.set(property, count);
        most = Math.max(most, count);
        return fetch(url, init).finally(() => underWay.set(property, (underWay.get(property) ?? 0) - 1));
      }),
    });
    const { url, stop } = await rig.addInstance({ entrata });
    const ask = (query: string) =>
      fetch(`${url}/api/tour-times?${query}`).then(async (response) => (await response.json()) as Times);
    const answers = await Promise.all([
      ask(`houseId=${house.id}`),
      ask(`houseId=${house.id}&month=01-2027`),
      ask(`houseId=${house.id}&tourType=VIRTUAL_GUIDED`),
      ask(`houseId=${sister.id}`),
    ]);
    expect(answers.map(({ stale }) => stale)).toEqual([false, false, false, false]);
    expect([...underWay.keys()].sort()).toEqual([house.propertyId, sister.propertyId].sort());
    expect(most).toBe(1);
    await stop();
    await entrata.close();
  });

  test('that were fetched while somebody booked are shown and not kept: they may show his slot', async () => {
    const [house] = rig.houses;
    let hold = false;
    let letGo: (() => void) | undefined;
    let calls = 0;
    const entrata = createEntrata({
      ...rig.sandboxServer.options,
      clock: rig.clock,
      http: fetchHttp(async (url, init) => {
        if (!String(init?.body).includes('getTourAvailability')) return fetch(url, init);
        calls += 1;
        const response = await fetch(url, init);
        if (hold) await new Promise<void>((resolve) => (letGo = resolve));
        return response;
      }),
    });
    const { url, stop } = await rig.addInstance({ entrata });
    const renter = caller(() => url, await rig.addRenter('Books Meanwhile'));
    const ask = (tourType: string) =>
      renter.get<Times>(`/api/tour-times?houseId=${house.id}&month=12-2026&tourType=${tourType}`);
    const [slot] = (await ask('AGENT_GUIDED')).body.slots;
    hold = true;
    const underWay = ask('VIRTUAL_GUIDED');
    await expect.poll(() => letGo).toBeTypeOf('function');
    const { rawDate, rawTime } = slot ?? {};
    const booked = await renter.post('/api/viewings', { houseId: house.id, rawDate, rawTime });
    expect(booked.status).toBe(201);
    hold = false;
    letGo?.();
    const shows = ({ body }: { body: Times }) =>
      body.slots.some((each) => each.rawDate === rawDate && each.rawTime === rawTime);
    expect(shows(await underWay)).toBe(true);
    const before = calls;
    expect(shows(await ask('VIRTUAL_GUIDED'))).toBe(false);
    expect(calls).toBe(before + 1);
    // What follows the booking is done before other tests count calls.
    rig.clock.advance(6_000);
    await rig.instance.app.idle();
    await stop();
    await entrata.close();
  });

  test('are not asked for when all who waited for their turn have gone', async () => {
    const [house] = rig.houses;
    let letGo: (() => void) | undefined;
    const months: string[] = [];
    const entrata = createEntrata({
      ...rig.sandboxServer.options,
      http: fetchHttp(async (url, init) => {
        months.push(/\b(\d\d)\/\d\d\/20\d\d/.exec(String(init?.body))?.[1] ?? '');
        if (letGo === undefined) await new Promise<void>((resolve) => (letGo = resolve));
        return fetch(url, init);
      }),
    });
    const { app, stop } = await rig.addInstance({ entrata, recordCacheMs: 60_000 });
    const ask = (month: string, signal: AbortSignal) =>
      app.handle({
        method: 'GET',
        path: '/api/tour-times',
        rawQuery: `houseId=${house.id}&month=${month}-2027`,
        headers: {},
        remoteAddress: undefined,
        signal,
        body: async () => new Uint8Array(),
      });
    const [gone, stays] = [new AbortController(), new AbortController()];
    const first = ask('01', stays.signal);
    await expect.poll(() => letGo).toBeTypeOf('function');
    const forNobody = ask('02', gone.signal);
    const shared = [ask('03', gone.signal), ask('03', stays.signal)];
    // Each has joined the queue by now: what it needs of the database is in memory since the first.
    await new Promise((resolve) => setImmediate(resolve));
    gone.abort();
    letGo?.();
    const answers = await Promise.all([first, forNobody, ...shared]);
    expect(answers.map(({ status }) => status)).toEqual([200, 499, 200, 200]);
    expect(months).toEqual(['01', '03']);
    await stop();
    await entrata.close();
  });

  test('are asked for apart for each tour type', async () => {
    const [house] = rig.houses;
    const before = callsFor(house.propertyId);
    await times(`houseId=${house.id}&month=12-2026`);
    const virtual = await times(`houseId=${house.id}&month=12-2026&tourType=VIRTUAL_GUIDED`);
    expect(virtual.status).toBe(200);
    expect(callsFor(house.propertyId) - before).toBe(2);
  });

  test('leave out what has begun, by the clock and not by the cache', async () => {
    const [house] = rig.houses;
    const first = (await times(`houseId=${house.id}`)).body.slots[0];
    const startsAt = Date.parse(first?.startsAt ?? '');
    rig.clock.advance(startsAt - rig.clock.now() - 10_000);
    const before = await times(`houseId=${house.id}`);
    expect(before.body.slots[0]?.startsAt).toBe(first?.startsAt);
    rig.clock.advance(11_000);
    const after = await times(`houseId=${house.id}`);
    expect(after.body.slots[0]?.startsAt).not.toBe(first?.startsAt);
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
  });

  test('that were booked are gone at once, from the cache too', async () => {
    const [house] = rig.houses;
    const renterId = await rig.addRenter(`Cache Dropper ${database.name}`);
    const slot = (await times(`houseId=${house.id}`)).body.slots[2];
    const booked = await rig
      .as(renterId)
      .post('/api/viewings', { houseId: house.id, rawDate: slot?.rawDate, rawTime: slot?.rawTime });
    expect(booked.status).toBe(201);
    const after = await times(`houseId=${house.id}`);
    expect(after.body.slots.map(({ startsAt }) => startsAt)).not.toContain(slot?.startsAt);
  });

  test('carry an ETag, and are not sent again to those who know them', async () => {
    const [house] = rig.houses;
    const first = await times(`houseId=${house.id}`);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    const again = await times(`houseId=${house.id}`, { 'if-none-match': `"other", ${etag}` });
    expect([again.status, again.body]).toEqual([304, undefined]);
  });

  test('are served stale and marked while Entrata is down, for a bounded time', async () => {
    const [house] = rig.houses;
    const known = await times(`houseId=${house.id}`);
    expect(known.body.stale).toBe(false);
    rig.sandbox.fail({
      method: 'getTourAvailability',
      times: Number.POSITIVE_INFINITY,
      fault: { kind: 'html' },
    });
    rig.clock.advance(61_000);
    const stale = await times(`houseId=${house.id}`);
    expect([stale.status, stale.body.stale]).toEqual([200, true]);
    expect(stale.body.slots.length).toBeGreaterThan(0);
    rig.clock.advance(15 * 60_000);
    const gone = await times(`houseId=${house.id}`);
    expect([gone.status, gone.body.code]).toEqual([503, 'unavailable']);
    expect(gone.headers.get('retry-after')).toMatch(/^\d+$/);
    rig.sandbox.clearFaults();
    expect((await times(`houseId=${house.id}`)).body.stale).toBe(false);
  });

  test('that Entrata writes otherwise are no outage: the answer says so, and the log what came and what is known', async () => {
    const [, , house] = rig.houses;
    const body = JSON.stringify({ response: { code: 200, result: { Homes: [] } } });
    rig.sandbox.fail({ method: 'getTourAvailability', fault: { kind: 'status', status: 200, body } });
    const answer = await times(`houseId=${house.id}&month=04-2027`);
    expect([answer.status, answer.body.code]).toEqual([502, 'upstream_error']);
    const line = logger.lines.find(({ fields }) => String(fields.problem).includes('Homes'));
    expect(line?.fields).toMatchObject({
      cause: 'bad_response',
      problem: expect.stringMatching(/it holds Homes; known there: availableTours, success$/),
      entrataService: 'internetlisting',
      entrataMethod: 'getTourAvailability',
      entrataPath: expect.stringMatching(/\/api\/ils\/internetlisting$/),
    });
    expect(line?.fields).toHaveProperty('entrataVersion');
  });

  test('that Entrata refuses to tell are an error, however much is known from before', async () => {
    const [house] = rig.houses;
    await times(`houseId=${house.id}`);
    rig.clock.advance(61_000);
    rig.sandbox.fail({
      method: 'getTourAvailability',
      fault: { kind: 'error', code: 311, message: 'No permission' },
    });
    const refused = await times(`houseId=${house.id}`);
    expect([refused.status, refused.body.code]).toEqual([502, 'upstream_refused']);
  });

  test('of a property without tours say so, in both shapes', async () => {
    const [, , company] = rig.sandbox.companies;
    const property = company?.properties.find(({ tours }) => tours === undefined);
    const { client } = await rig.store.clients.connect({
      cid: company?.cid ?? '',
      subdomain: company?.subdomain ?? '',
      companyName: company?.name ?? '',
      token: {
        accessToken: { reveal: () => rig.sandbox.issueToken(company?.subdomain ?? '') },
        expiresAt: undefined,
      },
      agent: { name: 'Harbor agent' },
    });
    const house = await addHouse(rig.store, client, property);
    expect((await times(`houseId=${house.id}`)).body).toMatchObject({ supported: false, slots: [] });
    const app = await rig.as(undefined).get(`/api/getEntrataTourTimes.php?propertyId=${house.id}`);
    expect([app.status, app.body.tourTimes]).toEqual([200, 'TOURS_NOT_SUPPORTED']);
  });

  test('of a hidden house are not shown', async () => {
    const [, , house] = rig.houses;
    expect((await times(`houseId=${house.id}`)).status).toBe(200);
    await rig.store.houses.hide(house.clientId, house.propertyId);
    rig.clock.advance(1_001);
    const hidden = await times(`houseId=${house.id}`);
    expect([hidden.status, hidden.body.code]).toEqual([404, 'not_found']);
  });

  test.each([
    ['no house', ''],
    ['a month and a range', 'houseId=HOUSE&month=12-2026&from=2026-12-01'],
    ['an end without a start', 'houseId=HOUSE&to=2026-12-01'],
    ['an end before the start', 'houseId=HOUSE&from=2026-12-02&to=2026-12-01'],
    ['a range that is too long', 'houseId=HOUSE&from=2026-12-01&to=2027-03-01'],
    ['a day that does not exist', 'houseId=HOUSE&from=2026-02-30'],
    ['a month written otherwise', 'houseId=HOUSE&month=2026-12'],
    ['an unknown tour type', 'houseId=HOUSE&tourType=HELICOPTER'],
    ['a house named twice', 'houseId=HOUSE&houseId=HOUSE'],
    ['an id that is none', "houseId=1' or 1=1"],
  ])('with %s are a 400 that names the field, and Entrata is not asked', async (_, query) => {
    const before = callsFor(rig.houses[0].propertyId);
    const { status, body } = await times(query.replaceAll('HOUSE', rig.houses[0].id));
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'invalid_request', field: expect.any(String) });
    expect(callsFor(rig.houses[0].propertyId)).toBe(before);
  });

  test.each([
    ['a house as propertyId, which is the id at Entrata', '/api/tour-times?propertyId=HOUSE'],
    ['an empty house', '/api/tour-times?houseId=&propertyId=HOUSE'],
    ['two houses', '/api/getEntrataTourTimes.php?houseId=HOUSE&propertyId=other'],
    ['no house', '/api/getEntrataTourTimes.php'],
  ])('with %s are a 400 that names houseId', async (_, path) => {
    const { status, body } = await rig.as(undefined).get(path.replaceAll('HOUSE', rig.houses[0].id));
    expect([status, body]).toMatchObject([400, { code: 'invalid_request', field: 'houseId' }]);
  });

  // It is November 2026 at the house: tour times are shown from October 2026 to December 2027.
  test.each([
    ['month=12-9999', 'month'],
    ['month=01-0000', 'month'],
    ['month=12-0099', 'month'],
    ['month=01-2028', 'month'],
    ['month=09-2026', 'month'],
    ['from=9999-12-31', 'from'],
    ['from=0000-01-01', 'from'],
    ['from=2028-01-01', 'from'],
    ['from=2026-09-30', 'from'],
    ['from=2027-12-01&to=2028-01-01', 'to'],
    ['from=2026-12-01&to=9999-12-31', 'to'],
  ])('with %s, beyond the horizon, are a 400 at once, in both shapes', async (query, field) => {
    const [house] = rig.houses;
    const before = callsFor(house.propertyId);
    const ours = await times(`houseId=${house.id}&${query}`);
    expect([ours.status, ours.body]).toMatchObject([400, { code: 'invalid_request', field }]);
    const path = '/api/getEntrataTourTimes.php';
    const app = await rig.as(undefined).get(`${path}?propertyId=${house.id}&${query}`);
    expect([app.status, app.body]).toMatchObject([400, { field }]);
    const form = await rig.as(undefined).post(path, new URLSearchParams(`propertyId=${house.id}&${query}`));
    expect([form.status, form.body]).toMatchObject([400, { field }]);
    expect(callsFor(house.propertyId)).toBe(before);
  });

  test.each(['month=10-2026', 'from=2026-10-01', 'month=12-2027', 'from=2027-10-31&to=2027-12-31'])(
    'with %s, at the edge of the horizon, are told',
    async (query) => {
      const { status, body } = await times(`houseId=${rig.houses[0].id}&${query}`);
      expect([status, body.supported]).toEqual([200, true]);
    },
  );

  test('of a house whose time zone does not exist are told by the day of the display zone', async () => {
    const [, , { clientId, propertyId }] = rig.houses;
    const client = await rig.store.clients.find(clientId);
    const property = rig.sandbox.companies[1]?.properties[0];
    if (client === undefined || property === undefined) throw new Error('they are there');
    const house = await addHouse(rig.store, client, { ...property, timeZone: 'Eastern Time' });
    rig.clock.advance(2_000);
    expect([house.propertyId, house.timeZone]).toEqual([propertyId, 'Eastern Time']);
    const { status, body } = await times(`houseId=${house.id}`);
    expect([status, body.slots.length > 0]).toEqual([200, true]);
    await addHouse(rig.store, client, property);
    rig.clock.advance(2_000);
  });

  test.each([-3_600_000, 3_600_000])(
    'are as old as the time that has passed, though the clock was set by %s ms',
    async (ms) => {
      const [house] = rig.houses;
      const fresh = rig.as(await rig.addRenter(`Clock Setter ${ms} ${database.name}`));
      const missing = { houseId: house.id, rawDate: '2026-12-05', rawTime: '03:00 CST - 03:30 CST' };
      await times(`houseId=${house.id}&month=12-2026`);
      const before = callsFor(house.propertyId);
      rig.clock.setBy(ms);
      await times(`houseId=${house.id}&month=12-2026`);
      expect(callsFor(house.propertyId)).toBe(before);
      // A slot that is missing may have been opened since: it is looked for in newer times.
      rig.clock.advance(2_000);
      expect((await fresh.post('/api/viewings', missing)).status).toBe(409);
      expect(callsFor(house.propertyId)).toBe(before + 1);
      rig.clock.advance(61_000);
      await times(`houseId=${house.id}&month=12-2026`);
      expect(callsFor(house.propertyId)).toBe(before + 2);
      rig.clock.setBy(-ms);
    },
  );

  test('of a house that was hidden are gone in a second, though the clock was set back an hour', async () => {
    const [, , { clientId }] = rig.houses;
    const client = await rig.store.clients.find(clientId);
    const property = rig.sandbox.companies[1]?.properties[0];
    if (client === undefined || property === undefined) throw new Error('they are there');
    const house = await addHouse(rig.store, client, property);
    rig.clock.advance(1_001);
    expect((await times(`houseId=${house.id}`)).status).toBe(200);
    await rig.store.houses.hide(house.clientId, house.propertyId);
    rig.clock.setBy(-3_600_000);
    rig.clock.advance(1_001);
    expect((await times(`houseId=${house.id}`)).status).toBe(404);
    rig.clock.setBy(3_600_000);
  });
});
