import {
  apiKey,
  basic,
  bearer,
  createEntrata,
  fetchHttp,
  type HttpTransport,
  isEntrataError,
  parseTourTime,
  parseWebhook,
} from 'entrata-sdk';
import { afterAll, describe, expect, it } from 'vitest';
import { splitDays } from '../src/tours/day-ranges.js';

// Whatever is passed on from here would be seen in `sent`.
const sent: string[] = [];
const http: HttpTransport = {
  async send({ body }) {
    sent.push(body);
    return { status: 200, headers: {}, body: '{"response":{"code":200,"result":[]}}' };
  },
  close: async () => {},
};
const entrata = createEntrata({ http, oauth: { clientId: 'a', clientSecret: 'b' } });
const client = entrata.client({ subdomain: 'demo', auth: apiKey('k') });
afterAll(() => entrata.close());

const refused = expect.objectContaining({ code: 'invalid_input', outcome: 'not_sent' });
async function isRefused(call: () => unknown): Promise<void> {
  const before = sent.length;
  await expect((async () => call())()).rejects.toEqual(refused);
  expect(sent.length).toBe(before);
}

describe('an argument of another kind', () => {
  it.each<[string, unknown[], (value: never) => unknown]>([
    ['fetch', [{}, 7, 'x'], (value) => fetchHttp(value)],
    ['auth', [undefined, {}, 'x', { kind: 'x' }], (auth) => entrata.client({ subdomain: 'demo', auth })],
    ['auth.token', [undefined, 7, {}], (value) => entrata.client({ subdomain: 'demo', auth: bearer(value) })],
    ['auth.key', [undefined, 7, {}], (value) => entrata.client({ subdomain: 'demo', auth: apiKey(value) })],
    ['auth', [undefined, 7, {}], (value) => entrata.client({ subdomain: 'demo', auth: basic('a', value) })],
    [
      'subdomain',
      [undefined, 7.5, {}, 'x'.repeat(10_000_000)],
      (subdomain) => entrata.client({ subdomain, auth: apiKey('k') }),
    ],
    ['rawUrlOrQuery', [undefined, null, 7, {}], (value) => parseWebhook(value)],
  ])('%s is refused by name', (name, values, create) => {
    for (const value of values) {
      expect(() => create(value as never), String(value)).toThrow(
        expect.objectContaining({ code: 'invalid_input', message: expect.stringContaining(name) }),
      );
    }
  });

  it('is refused before anything is sent', async () => {
    await isRefused(() => client.getProperties({}, { signal: {} as never }));
    await isRefused(() => client.getProperties({}, { requestId: 5n as never }));
    await isRefused(() => client.getProperties({}, { onResponse: 'x' as never }));
    await isRefused(() => client.getProperties({ propertyIds: '7' as never }));
    await isRefused(() => client.getProperties({ propertyIds: [7] as never }));
    await isRefused(() =>
      client
        .iterateProperties({ propertyIds: 7 as never })
        [Symbol.asyncIterator]()
        .next(),
    );
    await isRefused(() => client.getListings({} as never));
    await isRefused(() => client.getListings({ propertyIds: new Array(3) }));
    await isRefused(() => client.getListings({ propertyIds: ['9'.repeat(19)] }));
    await isRefused(() => entrata.oauth.exchangeCode({ code: 7 as never }));
    await isRefused(() => entrata.oauth.getClientInfo({ subdomain: 'demo', accessToken: 7 as never }));
  });

  it('is refused where a function of the caller’s gives or throws what cannot be sent', async () => {
    for (const params of [
      () => ({ big: 5n }),
      () => Promise.reject as never,
      () => {
        throw new Error('broken');
      },
    ]) {
      const own = createEntrata({
        http,
        wire: { methods: { getProperties: { params: params as never } } },
      });
      const before = sent.length;
      const call = own.client({ subdomain: 'demo', auth: apiKey('k') }).getProperties();
      const error = await call.catch((thrown: unknown) => thrown);
      // A function is left out of JSON, and that is sent.
      if (isEntrataError(error)) expect([error.code, sent.length]).toEqual(['invalid_input', before]);
    }
  });
});

describe('a range of days', () => {
  it.each([
    ['2026-12-02', '2026-12-01'],
    ['0000-01-01', '0000-01-02'],
    ['0000-12-31', '2026-12-01'],
    ['2026-12-01', '9999-12-31'],
    ['9999-12-30', '9999-12-31'],
    ['1969-12-31', '1970-01-01'],
    ['2199-12-31', '2200-01-01'],
    ['1970-01-01', '2199-12-31'],
    ['2026-01-01', '2027-01-02'],
    ['10000-01-01', '10000-01-02'],
    ['+010000-01-01', '+010000-01-02'],
    ['-000001-01-01', '2026-12-01'],
    ['2026-02-29', '2026-03-01'],
    ['2026-13-01', '2026-13-02'],
    ['2026-12-01T00:00:00Z', '2026-12-02T00:00:00Z'],
    ['2026-12-01 ', '2026-12-02'],
    ['', ''],
    ['9'.repeat(1_000_000), '2026-12-01'],
    [undefined, '2026-12-01'],
    [null, null],
    [0, 1e300],
    [Number.NaN, Number.NaN],
    [new Date(0), new Date(0)],
  ])('of no sense is refused at once (%#)', async (from, to) => {
    for (const source of ['slots', 'windows'] as const) {
      await isRefused(() =>
        client.getTourAvailability({ propertyId: '1', from: from as never, to: to as never, source }),
      );
    }
  });

  it('of a year is asked for in as many requests as it needs, and no more', async () => {
    sent.length = 0;
    await client.getTourAvailability({ propertyId: '1', from: '2026-01-01', to: '2027-01-01' });
    expect(sent).toHaveLength(7);
    await isRefused(() =>
      client.getTourAvailability({
        propertyId: '1',
        from: '2026-01-01',
        to: '2026-01-01',
        source: 'all' as never,
      }),
    );
  });

  it('has no pieces when it is none', () => {
    for (const from of ['', 'x', '+275760-09-14', '2027-01-01'])
      expect(splitDays({ from, to: '2026-01-01' }, 7)).toEqual([]);
  });
});

describe('a slot at the ends of the calendar', () => {
  const time = '23:30 MST - 00:00 MST';

  it.each([
    ['9999-12-31', time],
    ['12/31/9999', time],
    ['9999-01-01', '10:00 EST - 10:30 EST'],
    ['0000-01-01', time],
    ['0001-01-01', time],
    ['0099-12-31', time],
    ['1969-12-31', time],
    ['10000-01-01', time],
    ['2026-12-01', 'x'.repeat(10_000_000)],
    ['2026-12-01', `10:00 MST${' '.repeat(1_000_000)}- 10:30 MST`],
    [`${' '.repeat(1_000_000)}2026-12-01x`, time],
    ['2026-12-01', '99:99 MST - 99:99 MST'],
    ['2026-12-01', '24:00 MST - 24:30 MST'],
    ['2026-12-01', '23:30 MST - 24:00:01 MST'],
    ['2026-12-01', '24:00 MST - 24:00 MST'],
    ['2026-12-01', '11:30 pm MST - 24:00 am MST'],
    [7, time],
    [null, time],
    ['2026-12-01', {}],
  ])('that is beyond them is unreadable and nothing is guessed (%#)', (date, text) => {
    const slot = parseTourTime({ date: date as never, time: text as never });
    expect(slot).toMatchObject({ problem: 'unreadable', startsAt: undefined, endsAt: undefined });
  });

  it.each([
    ['9998-12-31', time],
    ['1970-01-01', '00:00 EST - 00:30 EST'],
    ['2026-12-31', time],
    ['9998-12-31', '23:30 EST - 24:00 EST'],
    ['9998-12-31', '24:00 HST - 00:30 HST'],
  ])('%s is read with years of four digits, in any zone', (date, text) => {
    for (const timeZone of ['America/Chicago', 'Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
      const { startsAt, endsAt, display } = parseTourTime({ date, time: text }, { timeZone });
      expect(startsAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000Z$/);
      expect(endsAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000Z$/);
      expect(display?.date).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
  });

  it.each(['', 'x'.repeat(1_000_000), 7, {}, null, 'Mars/Base', '+99:99', '\u0000'])(
    'a zone that does not exist is refused (%#)',
    (timeZone) => {
      const refusal = expect.objectContaining({ code: 'invalid_input' });
      expect(() => parseTourTime({ date: '2026-12-01', time }, { timeZone: timeZone as never })).toThrow(
        refusal,
      );
      expect(() =>
        parseTourTime({ date: '2026-12-01', time }, { propertyTimeZone: timeZone as never }),
      ).toThrow(refusal);
    },
  );
});

it.each(['cid', 'property_id'])('%s in a webhook is digits that fit a number of 18, or refused', (name) => {
  for (const value of [
    '-1',
    '1.5',
    '1e9',
    '9'.repeat(19),
    '0x1',
    '٣',
    '１',
    '1'.repeat(1_000_000),
    'NaN',
    'null',
    ' 1 2',
  ]) {
    expect(() => parseWebhook(`${name}=${encodeURIComponent(value)}`)).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
  }
  const whole = parseWebhook(`${name}=${'9'.repeat(18)}`);
  expect(whole.cid ?? whole.propertyId).toBe('9'.repeat(18));
});
