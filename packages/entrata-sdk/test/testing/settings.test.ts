import { bearer, createEntrata, fetchHttp, inventedIlsWire } from 'entrata-sdk';
import {
  type CompanyPlan,
  demoCities,
  FakeEntrata,
  type FakeEntrataOptions,
  type Fault,
  type FaultScript,
  makeCompany,
  makeProperty,
  type Quirks,
  type QuotaLimits,
  type WebhookToSend,
} from 'entrata-sdk/testing';
import { describe, expect, it } from 'vitest';
import { notANumber } from '../support/senseless.js';

/** Every option of an interface, with values that make no sense: one that is added later does not compile until it is here. */
type Every<T> = { readonly [K in keyof T]-?: readonly unknown[] };
/** What no compiler lets through with `exactOptionalPropertyTypes`, and every other does. */
const withUndefined = <T>(name: string, rest: object = {}) => ({ ...rest, [name]: undefined }) as T;

// Of a sandbox longer times make sense than of a timer.
const notAnAmount = notANumber.filter((value) => value !== 2 ** 31);
const notAFlag = ['true', 1, 0, {}];

const groups: readonly {
  readonly name: string;
  readonly options: Readonly<Record<string, readonly unknown[]>>;
  readonly place: (given: object) => FakeEntrataOptions;
}[] = [
  {
    name: '',
    options: {
      companies: [7, {}, [{ ...makeCompany(), propertys: [] }]],
      oauth: [{ clientId: 7, clientSecret: 'b' }, { clientId: 'a' }, { clientId: '', clientSecret: 'b' }, []],
      clock: [{}, { now: 7 }],
      wire: [7, 'x', []],
      codeLifeSeconds: notAnAmount,
      tokenLifeSeconds: notAnAmount,
      quota: [7, 'x', []],
      quirks: [7, 'x', []],
      journalLimit: notANumber,
      horizonDays: notANumber,
    } satisfies Every<FakeEntrataOptions>,
    place: (given) => given,
  },
  {
    name: 'quota',
    options: {
      perMinute: notAnAmount,
      perHour: notAnAmount,
      perDay: notAnAmount,
      sendsRetryAfter: notAFlag,
      resetsAt: [true, 'now'],
    } satisfies Every<QuotaLimits>,
    place: (quota) => ({ quota }),
  },
  {
    name: 'quirks',
    options: {
      swapIdTypes: notAFlag,
      singleForList: notAFlag,
      code: [200, 'number'],
      unwrapped: notAFlag,
      numericRequestId: notAFlag,
      leadContainer: [true, 'flat'],
      expiresIn: [7, ''],
      noTours: [true, 'none'],
      markupDescriptions: notAFlag,
      httpStatuses: notAFlag,
      refuseKnownPeople: notAFlag,
      unauthorizedCode: [true, 401],
      numericStatus: notAFlag,
      failedEvents: notAFlag,
      approvals: [true, 'refused'],
      quotaUnder200: notAFlag,
      failuresUnder200: notAFlag,
      flatErrors: notAFlag,
      latin1: [true, 'utf8'],
      byteOrderMark: notAFlag,
      nestedCustomers: notAFlag,
      noLeads: [null, 'none'],
      nothingFound: [true, 'text'],
      mitsSpaces: notAFlag,
      untypedUnitIds: notAFlag,
      termsAbove: notAFlag,
      pricingByKey: notAFlag,
      replaceComments: notAFlag,
      eventResult: ['both', 1],
      mergedAttributes: notAFlag,
      emptyElements: [true, 'none'],
      listedSpaces: notAFlag,
      squareMeters: notAFlag,
      bathroomsFirst: notAFlag,
      monthlyDeposits: notAFlag,
      addressInfo: notAFlag,
      stampFractions: notAFlag,
      gatewayBasic: notAFlag,
      statusErrors: notAFlag,
    } satisfies Every<Quirks>,
    place: (quirks) => ({ quirks }),
  },
];

describe('each option of the sandbox', () => {
  const options = groups.flatMap(({ name: group, options, place }) =>
    Object.entries(options).map(([name, senseless]) => ({
      option: group === '' ? name : `${group}.${name}`,
      name,
      senseless,
      place,
    })),
  );

  const answer = async (options: FakeEntrataOptions) => {
    const sandbox = new FakeEntrata(options);
    const http = fetchHttp((url, init) => sandbox.handle(new Request(url, init)));
    const entrata = createEntrata({ http, oauth: sandbox.oauth, wire: { ils: inventedIlsWire } });
    const { accessToken } = await entrata.oauth.exchangeCode({ code: sandbox.issueCode('demo') });
    const client = entrata.client({ subdomain: 'demo', auth: bearer(accessToken) });
    const properties = await client.getProperties();
    await entrata.close();
    return { properties, requests: sandbox.journal.length };
  };

  it.each(options)(
    '$option is refused by name when it makes no sense',
    ({ option, name, senseless, place }) => {
      expect(senseless.length).toBeGreaterThan(0);
      for (const value of [7n, ...senseless]) {
        expect(() => new FakeEntrata(place({ [name]: value })), String(value)).toThrow(option);
      }
    },
  );

  it.each(options)('$option given as undefined is one left out', async ({ name, place }) => {
    expect(await answer(place(withUndefined(name)))).toEqual(await answer({}));
  });

  it.each(groups)(
    'a name that is no option of "$name" is refused by name, unless it is undefined',
    ({ name, place }) => {
      const full = name === '' ? 'codeLife' : `${name}.codeLife`;
      expect(() => new FakeEntrata(place({ codeLife: 5 }))).toThrow(`${full} is no option`);
      new FakeEntrata(place({ codeLife: undefined }));
    },
  );
});

describe('each option of a call of the sandbox is refused by name when it makes no sense or is none', () => {
  const sandbox = new FakeEntrata();
  const webhook = { requestType: 'SUSPENDED', subdomain: 'demo' };
  const notAText = ['', 7, {}, null];
  const refusals = async (
    call: (value: object) => unknown,
    options: Readonly<Record<string, readonly unknown[]>>,
  ) => {
    for (const [name, values] of Object.entries({ ...options, misspelt: [1] }))
      for (const value of [7n, ...values])
        await expect((async () => call({ [name]: value }))(), `${name} ${String(value)}`).rejects.toThrow(
          name,
        );
  };

  it('webhooks', async () => {
    const options: Every<WebhookToSend> = {
      requestType: [7, undefined],
      subdomain: notAText,
      cid: notAText,
      propertyId: [7],
      withCode: notAFlag,
      code: [7],
      method: ['PUT', 'get', 7],
      extra: [7, 'x', []],
      timeoutMs: notANumber,
    };
    await refusals((more) => sandbox.webhookQuery({ ...webhook, ...more }), options);
    await refusals((more) => sandbox.sendWebhook('http://127.0.0.1:1', { ...webhook, ...more }), options);
  });

  it('listen', () =>
    refusals((where) => sandbox.listen(where), { port: [65_536, ...notANumber], host: notAText }));

  it('fail', async () => {
    const fault = { kind: 'reset' };
    const options: Every<FaultScript> = {
      fault: [undefined, 7, 'reset', {}, { kind: 'bogus' }, { kind: 'reset', ms: 5 }],
      method: notAText,
      propertyId: notAText,
      subdomain: notAText,
      times: [-1, '5', Number.NaN],
      skip: [-1, '5', Number.NaN],
      when: [7, {}],
    };
    await refusals((script) => sandbox.fail({ fault, ...script } as FaultScript), options);
    const kinds: Readonly<Record<Fault['kind'], Readonly<Record<string, readonly unknown[]>>>> = {
      delay: { ms: [undefined, ...notANumber], afterCommit: notAFlag },
      reset: {},
      cut_body: { bytes: [-1, '5'] },
      slow_body: { ms: [undefined, ...notANumber] },
      endless_body: {},
      status: { status: [undefined, 600, ...notANumber], retryAfter: [5], body: [{}] },
      redirect: { location: [undefined, ...notAText], status: [600, '302'] },
      html: { status: [600, '503'] },
      error: { code: [undefined, '314', -1], message: [undefined, 7] },
      lose_reply: {},
    };
    const sound = {
      ms: 5,
      status: 302,
      location: 'https://elsewhere.example.test',
      code: 314,
      message: 'no',
    };
    for (const [kind, options] of Object.entries(kinds)) {
      const rest = Object.fromEntries(Object.entries(sound).filter(([name]) => name in options));
      sandbox.fail({ fault: { kind, ...rest } as Fault }).cancel();
      await refusals((more) => sandbox.fail({ fault: { kind, ...rest, ...more } as Fault }), options);
    }
  });

  it('changeProperty', () => {
    const [property] = sandbox.companies.find(({ subdomain }) => subdomain === 'demo')?.properties ?? [];
    const change = (changes: object) => () => sandbox.changeProperty('demo', property?.id ?? '', changes);
    for (const name of [...Object.keys(property ?? {}).filter((name) => name !== 'id'), 'nmae'])
      expect(change({ [name]: 7n }), name).toThrow(
        `property.${name === 'nmae' ? ': Unrecognized key: "nmae"' : name}`.replace('.:', ':'),
      );
  });
});

it('a code lives as long as the sandbox is told', async () => {
  let now = Date.parse('2026-11-27T12:00:00Z');
  const sandbox = new FakeEntrata({ codeLifeSeconds: 5, clock: { now: () => now } });
  const http = fetchHttp((url, init) => sandbox.handle(new Request(url, init)));
  const entrata = createEntrata({ http, oauth: sandbox.oauth });
  const [early, late] = [sandbox.issueCode('demo'), sandbox.issueCode('demo')];
  now += 4_999;
  await entrata.oauth.exchangeCode({ code: early });
  now += 1;
  await expect(entrata.oauth.exchangeCode({ code: late })).rejects.toMatchObject({ outcome: 'refused' });
  await entrata.close();
});

describe('a part given as undefined is one left out', () => {
  it('made-up companies, properties and webhooks', () => {
    const plan = Object.keys({
      properties: true,
      cid: true,
      subdomain: true,
      name: true,
      firstPropertyId: true,
      tours: true,
      timeZone: true,
    } satisfies { readonly [K in keyof CompanyPlan]-?: true });
    for (const name of plan) expect(makeCompany(withUndefined(name)), name).toEqual(makeCompany());

    const [city] = demoCities;
    if (!city) throw new Error('there are no cities');
    const plainProperty = makeProperty(7, 'Place', city);
    for (const name of Object.keys(plainProperty)) {
      expect(makeProperty(7, 'Place', city, withUndefined(name)), name).toEqual(plainProperty);
    }

    const sandbox = new FakeEntrata({
      companies: [{ ...makeCompany({ cid: '1' }), properties: [plainProperty] }],
    });
    const [company] = sandbox.companies;
    for (const name of Object.keys(plainProperty)) {
      sandbox.changeProperty(company?.subdomain ?? '', '7', withUndefined(name));
      expect(company?.properties[0], name).toEqual(plainProperty);
    }

    const webhook = { requestType: 'SUSPENDED', cid: '1' };
    const names = Object.keys({
      subdomain: true,
      propertyId: true,
      withCode: true,
      code: true,
      extra: true,
      timeoutMs: true,
      method: true,
      cid: true,
      requestType: true,
    } satisfies { readonly [K in keyof WebhookToSend]-?: true }).slice(0, 7);
    for (const name of names) {
      expect(sandbox.webhookQuery(withUndefined(name, webhook)), name).toBe(sandbox.webhookQuery(webhook));
    }
  });
});
