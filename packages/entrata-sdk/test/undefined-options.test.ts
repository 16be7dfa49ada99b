import {
  apiKey,
  bearer,
  type CallOptions,
  type CloseOptions,
  createEntrata,
  defaultHosts,
  type EndpointHosts,
  type EndpointPaths,
  type Endpoints,
  type EntrataClient,
  type EntrataEvent,
  type EntrataOptions,
  type ExchangeCodeInput,
  fetchHttp,
  type HttpReply,
  type HttpTransport,
  inventedIlsWire,
  isEntrataError,
  type OauthOptions,
  type ParseWebhookOptions,
  type PropertyUnitsInput,
  parseTourTime,
  parseWebhook,
  type QuotaOptions,
  type RetryOptions,
  standardMethods,
  type TourAvailabilityInput,
  type TourTimeOptions,
  type UndiciHttpOptions,
  undiciHttp,
  type WebhookParameterNames,
  type WireMethod,
} from 'entrata-sdk';
import {
  type CompanyPlan,
  demoCities,
  FakeEntrata,
  type FakeEntrataOptions,
  makeCompany,
  makeProperty,
  type Quirks,
  type QuotaLimits,
  type WebhookToSend,
} from 'entrata-sdk/testing';
import { describe, expect, it } from 'vitest';

/** Every option of an interface: one that is added later does not compile until it is named here. */
type Every<T> = { readonly [K in keyof T]-?: true };
const namesOf = (every: Readonly<Record<string, true>>) => Object.keys(every);
/** What no compiler lets through with `exactOptionalPropertyTypes`, and every other does. */
const withUndefined = <T>(name: string, rest: object = {}) => ({ ...rest, [name]: undefined }) as T;

const result = '{"response":{"code":200,"result":[]}}';
function transport(seen: string[]): HttpTransport {
  return {
    async send({ url, headers, body }): Promise<HttpReply> {
      seen.push(`${url} ${JSON.stringify(headers)} ${body.replace(/[0-9a-f-]{36}/, 'id')}`);
      return { status: 200, headers: {}, body: result };
    },
    close: async () => {},
  };
}

/** All that can be seen of an Entrata with these options: what it sends, gives and tells. */
async function behaviour(options: EntrataOptions) {
  const seen: string[] = [];
  const events: string[] = [];
  const onEvent = ({ type }: EntrataEvent) => events.push(type);
  try {
    const entrata = createEntrata({ http: transport(seen), onEvent, ...options });
    for (const auth of [apiKey('k'), bearer('t')]) {
      const client = entrata.client({ subdomain: 'demo', auth });
      const range = { propertyId: '1', from: '2026-01-01', to: '2026-01-02' };
      for (const call of [client.getProperties(), client.getTourAvailability(range)])
        await settle(call, seen);
    }
    await settle(entrata.oauth.exchangeCode({ code: 'x', subdomain: 'demo' }), seen);
    await entrata.close();
  } catch (error) {
    seen.push(String(error));
  }
  return { seen, events };
}

async function settle(call: Promise<unknown>, seen: string[]): Promise<void> {
  try {
    seen.push(JSON.stringify(await call));
  } catch (error) {
    if (!isEntrataError(error)) throw error;
    seen.push(`${error.code} ${error.message}`);
  }
}

const oauth = { clientId: 'a', clientSecret: 'b' };

describe('an option of createEntrata given as undefined is one left out', () => {
  const groups: Record<string, readonly [string[], (given: object) => EntrataOptions]> = {
    top: [
      namesOf({
        oauth: true,
        endpoints: true,
        timeoutMs: true,
        deadlineMs: true,
        retry: true,
        quota: true,
        maxBodyBytes: true,
        allowGlobalHosts: true,
        allowInsecureLoopback: true,
        clock: true,
        random: true,
        onEvent: true,
        // Left out it is the network; it is looked at below.
        http: true,
      } satisfies Every<EntrataOptions>),
      (given) => given,
    ],
    oauth: [
      namesOf({ clientId: true, clientSecret: true, tokenUrl: true } satisfies Every<OauthOptions>).slice(2),
      (given) => ({ oauth: { ...oauth, ...given } }),
    ],
    retry: [
      namesOf({
        maxRetries: true,
        baseDelayMs: true,
        maxDelayMs: true,
        maxRetryAfterMs: true,
      } satisfies Every<RetryOptions>),
      (retry) => ({ retry }),
    ],
    quota: [
      namesOf({ maxQueued: true, maxWaitMs: true } satisfies Every<QuotaOptions>),
      (quota) => ({ quota }),
    ],
    endpoints: [
      namesOf({
        hosts: true,
        paths: true,
        ils: true,
        methods: true,
        calendarDateFormat: true,
        slotEncoding: true,
      } satisfies Every<Endpoints>),
      (endpoints) => ({ oauth, endpoints }),
    ],
    hosts: [
      namesOf({ client: true, gateway: true, token: true } satisfies Every<EndpointHosts>),
      (hosts) => ({ oauth, endpoints: { hosts } }),
    ],
    paths: [
      namesOf({ ils: true, gateway: true, legacy: true } satisfies Every<EndpointPaths>),
      (paths) => ({ endpoints: { ils: inventedIlsWire, paths } }),
    ],
    methods: [Object.keys(standardMethods), (methods) => ({ endpoints: { methods } })],
    method: [
      namesOf({ service: true, method: true, version: true, params: true } satisfies Every<WireMethod>),
      (getProperties) => ({ endpoints: { methods: { getProperties } } }),
    ],
  };
  const cases = Object.entries(groups).flatMap(([group, [names, place]]) =>
    names.filter((name) => name !== 'http' && name !== 'onEvent').map((name) => ({ group, name, place })),
  );

  it.each(cases)('$group: $name', async ({ name, place }) => {
    expect(await behaviour(place(withUndefined(name)))).toEqual(await behaviour(place({})));
  });

  it('http and onEvent: the default transport, and nobody who listens', async () => {
    const entrata = createEntrata(
      withUndefined('http', withUndefined('onEvent', { allowInsecureLoopback: true })),
    );
    await entrata.close();
    const seen: string[] = [];
    const deaf = createEntrata(withUndefined('onEvent', { http: transport(seen) }));
    await deaf.client({ subdomain: 'demo', auth: apiKey('k') }).getProperties();
    expect(seen).toHaveLength(1);
    await deaf.close();
  });

  it('all at once, and the whole of them', async () => {
    const all = Object.fromEntries(groups.top?.[0].map((name) => [name, undefined]) ?? []);
    await createEntrata(all as EntrataOptions).close();
    await createEntrata(undefined).close();
    expect(defaultHosts.client).toContain('{subdomain}');
  });
});

const callOptions = namesOf({
  signal: true,
  timeoutMs: true,
  deadlineMs: true,
  maxRetries: true,
  requestId: true,
  onResponse: true,
} satisfies Every<CallOptions>);

describe('an option of a call given as undefined is one left out', () => {
  const ids = { propertyId: '1' };
  const lead = { ...ids, person: { firstName: 'A', lastName: 'B', email: 'a@example.test' } };
  const range = { from: '2026-01-01', to: '2026-01-02' };
  const methods: {
    [K in Exclude<keyof EntrataClient, 'subdomain'>]: (c: EntrataClient, o?: CallOptions) => unknown;
  } = {
    getProperties: (c, o) => c.getProperties({}, o),
    iterateProperties: (c, o) => c.iterateProperties({}, o)[Symbol.asyncIterator]().next(),
    getPropertyUnits: (c, o) => c.getPropertyUnits({ propertyIds: ['1'] }, o),
    getTourAvailability: (c, o) => c.getTourAvailability({ ...ids, ...range }, o),
    sendLead: (c, o) => c.sendLead(lead, o),
    findLeads: (c, o) => c.findLeads(ids, o),
    lookUpLeads: (c, o) => c.lookUpLeads(ids, o),
    findLeadEvents: (c, o) => c.findLeadEvents({ ...ids, leadId: '1' }, o),
    updateLead: (c, o) =>
      c.updateLead({ ...ids, leadId: '1', change: { kind: 'cancel', eventId: '1', eventResultId: '1' } }, o),
    getLeadPickLists: (c, o) => c.getLeadPickLists(ids, o),
    approveProperty: (c, o) => c.approveProperty(ids, o),
  };

  it.each(Object.entries(methods))('%s', async (_, call) => {
    for (const auth of [apiKey('k'), bearer('t'), bearer(async () => 't')]) {
      const run = async (options: CallOptions | undefined) => {
        const seen: string[] = [];
        const clock = { now: () => 0 };
        const entrata = createEntrata({ http: transport(seen), clock, endpoints: { ils: inventedIlsWire } });
        await settle(Promise.resolve(call(entrata.client({ subdomain: 'demo', auth }), options)), seen);
        await entrata.close();
        return seen;
      };
      const leftOut = await run(undefined);
      for (const name of callOptions) expect(await run(withUndefined(name)), name).toEqual(leftOut);
    }
  });

  it('of exchangeCode, and of close', async () => {
    const run = async (input: ExchangeCodeInput, options?: CallOptions, closing?: CloseOptions) => {
      const seen: string[] = [];
      const entrata = createEntrata({ http: transport(seen), oauth });
      await settle(entrata.oauth.exchangeCode(input, options), seen);
      await settle(entrata.oauth.getClientInfo({ subdomain: 'demo', accessToken: 't' }, options), seen);
      await entrata.close(closing);
      return seen;
    };
    const leftOut = await run({ code: 'x' });
    for (const name of callOptions) expect(await run({ code: 'x' }, withUndefined(name))).toEqual(leftOut);
    expect(await run(withUndefined('subdomain', { code: 'x' }))).toEqual(leftOut);
    const closing = namesOf({ timeoutMs: true } satisfies Every<CloseOptions>);
    for (const name of closing) expect(await run({ code: 'x' }, {}, withUndefined(name))).toEqual(leftOut);
  });
});

describe('an input of a method given as undefined is one left out', () => {
  type Optional<T> = { readonly [K in keyof T as undefined extends T[K] ? K : never]-?: true };
  const range = { propertyId: '1', from: '2026-01-01', to: '2026-01-02' };
  const inputs: Record<string, readonly [object, (c: EntrataClient, input: never) => unknown]> = {
    getProperties: [{ propertyIds: true }, (c, input) => c.getProperties(input)],
    iterateProperties: [
      { propertyIds: true },
      (c, input) => c.iterateProperties(input)[Symbol.asyncIterator]().next(),
    ],
    getPropertyUnits: [
      { termRents: true } satisfies Optional<PropertyUnitsInput>,
      (c, input) => c.getPropertyUnits({ propertyIds: ['1'], ...(input as object) }),
    ],
    getTourAvailability: [
      {
        tourType: true,
        timeZone: true,
        propertyTimeZone: true,
        source: true,
      } satisfies Optional<TourAvailabilityInput>,
      (c, input) => c.getTourAvailability({ ...range, ...(input as object) }),
    ],
  };

  it.each(Object.entries(inputs))('%s', async (_, [every, call]) => {
    const run = async (input: object) => {
      const seen: string[] = [];
      const entrata = createEntrata({ http: transport(seen) });
      await settle(
        Promise.resolve(call(entrata.client({ subdomain: 'demo', auth: apiKey('k') }), input as never)),
        seen,
      );
      await entrata.close();
      return seen;
    };
    const leftOut = await run({});
    for (const name of Object.keys(every)) expect(await run(withUndefined(name)), name).toEqual(leftOut);
  });
});

describe('an option of the other functions given as undefined is one left out', () => {
  it('parseTourTime', () => {
    const text = { date: '2026-12-01', time: '10:00 MST - 10:30 MST' };
    for (const name of namesOf({ timeZone: true, propertyTimeZone: true } satisfies Every<TourTimeOptions>)) {
      expect(parseTourTime(text, withUndefined(name))).toEqual(parseTourTime(text));
    }
  });

  it('parseWebhook', () => {
    const query =
      'cid=1&request_type=a&property_id=2&subdomain=demo&company_name=b&auth_code=c&api_location=d&occupancy_type=e&feed_type=f&referrer=g';
    const plain = JSON.stringify(parseWebhook(query));
    for (const name of namesOf({ names: true } satisfies Every<ParseWebhookOptions>)) {
      expect(JSON.stringify(parseWebhook(query, withUndefined(name)))).toBe(plain);
    }
    const names = namesOf({
      cid: true,
      requestType: true,
      propertyId: true,
      subdomain: true,
      companyName: true,
      authCode: true,
      apiLocation: true,
      occupancyType: true,
      feedType: true,
      referrer: true,
    } satisfies Every<WebhookParameterNames>);
    for (const name of names) {
      expect(JSON.stringify(parseWebhook(query, { names: withUndefined(name) }))).toBe(plain);
    }
  });

  it('the transports', async () => {
    const names = namesOf({
      proxy: true,
      connections: true,
      connectTimeoutMs: true,
      keepAliveTimeoutMs: true,
      dispatcher: true,
    } satisfies Every<UndiciHttpOptions>);
    const sandbox = new FakeEntrata();
    const server = await sandbox.listen(withUndefined('port', withUndefined('host')));
    for (const name of names) {
      const entrata = createEntrata({ ...server.options, http: undiciHttp(withUndefined(name)) });
      const auth = bearer(sandbox.issueToken('demo'));
      expect((await entrata.client({ subdomain: 'demo', auth }).getProperties()).length).toBeGreaterThan(0);
      await entrata.close();
    }
    await server.close();
    await fetchHttp(undefined).close();
    await undiciHttp(undefined).close();
  });

  it('the sandbox', async () => {
    const names = namesOf({
      companies: true,
      oauth: true,
      clock: true,
      ils: true,
      codeLifeSeconds: true,
      tokenLifeSeconds: true,
      quota: true,
      quirks: true,
      journalLimit: true,
      horizonDays: true,
    } satisfies Every<FakeEntrataOptions>);
    const nested = [
      ...namesOf({
        perMinute: true,
        perHour: true,
        perDay: true,
        sendsRetryAfter: true,
      } satisfies Every<QuotaLimits>).map((name) => ({ quota: withUndefined<QuotaLimits>(name) })),
      ...namesOf({
        swapIdTypes: true,
        singleForList: true,
        code: true,
        unwrapped: true,
        numericRequestId: true,
        nestedLeads: true,
        expiresIn: true,
        noTours: true,
        markupDescriptions: true,
        httpStatuses: true,
        refuseKnownPeople: true,
        failuresUnder200: true,
        flatErrors: true,
        byteOrderMark: true,
        publishedLeads: true,
        noLeads: true,
        replaceComments: true,
        eventResult: true,
      } satisfies Every<Quirks>).map((name) => ({ quirks: withUndefined<Quirks>(name) })),
    ];
    const answer = async (options: FakeEntrataOptions) => {
      const sandbox = new FakeEntrata(options);
      const http = fetchHttp((url, init) => sandbox.handle(new Request(url, init)));
      const entrata = createEntrata({ http, oauth: sandbox.oauth, endpoints: { ils: inventedIlsWire } });
      const { accessToken } = await entrata.oauth.exchangeCode({ code: sandbox.issueCode('demo') });
      const client = entrata.client({ subdomain: 'demo', auth: bearer(accessToken) });
      const properties = await client.getProperties();
      await entrata.close();
      return { properties, requests: sandbox.journal.length };
    };
    const plain = await answer({});
    for (const name of names) expect(await answer(withUndefined(name)), name).toEqual(plain);
    for (const options of nested) expect(await answer(options)).toEqual(plain);
  });

  it('made-up companies, properties and webhooks', () => {
    const plan = namesOf({
      properties: true,
      cid: true,
      subdomain: true,
      name: true,
      firstPropertyId: true,
      tours: true,
      timeZone: true,
    } satisfies Every<CompanyPlan>);
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
    const names = namesOf({
      subdomain: true,
      propertyId: true,
      withCode: true,
      code: true,
      extra: true,
      timeoutMs: true,
      cid: true,
      requestType: true,
    } satisfies Every<WebhookToSend>).slice(0, 6);
    for (const name of names) {
      expect(sandbox.webhookQuery(withUndefined(name, webhook)), name).toBe(sandbox.webhookQuery(webhook));
    }
  });
});
