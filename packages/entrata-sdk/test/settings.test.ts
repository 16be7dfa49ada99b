import {
  apiKey,
  bearer,
  type CallOptions,
  type CloseOptions,
  createEntrata,
  type EntrataClient,
  type EntrataEvent,
  type EntrataOptions,
  type ExchangeCodeInput,
  fetchHttp,
  type IlsWire,
  inventedIlsWire,
  type NothingFound,
  type OauthOptions,
  type ParseWebhookOptions,
  parseWebhook,
  type QuotaOptions,
  type RetryOptions,
  standardMethods,
  type TokenWire,
  type TourRange,
  type UndiciHttpOptions,
  undiciHttp,
  type WebhookParameterNames,
  type WebhookWire,
  type WireHosts,
  type WireMethod,
  type WirePaths,
  type WireProfile,
} from 'entrata-sdk';
import { FakeEntrata } from 'entrata-sdk/testing';
import { describe, expect, it } from 'vitest';
import { outcomeInto, recordingTransport } from './support/recording.js';
import { notANumber } from './support/senseless.js';

/** Every option of an interface, with values that make no sense: one that is added later does not compile until it is here. */
type Every<T> = { readonly [K in keyof T]-?: readonly unknown[] };
/** What no compiler lets through with `exactOptionalPropertyTypes`, and every other does. */
const withUndefined = <T>(name: string, rest: object = {}) => ({ ...rest, [name]: undefined }) as T;

const refusalOf = (name: string) =>
  expect.objectContaining({
    code: 'invalid_input',
    outcome: 'not_sent',
    // By its whole name.
    message: expect.stringMatching(new RegExp(`(?:^|[ :])${name.replaceAll('.', '\\.')} `)),
  });

/** All that can be seen of an Entrata with these options: what it sends, gives and reports. */
async function behaviour(options: EntrataOptions) {
  const seen: string[] = [];
  const events: string[] = [];
  const onEvent = ({ type }: EntrataEvent) => events.push(type);
  try {
    const entrata = createEntrata({ http: recordingTransport(seen), onEvent, ...options });
    for (const auth of [apiKey('k'), bearer('t')]) {
      const client = entrata.client({ subdomain: 'demo', auth });
      const range = { propertyId: '1', from: '2026-01-01', to: '2026-01-02' };
      for (const call of [client.getProperties(), client.getTourAvailability(range)])
        await outcomeInto(call, seen);
    }
    await outcomeInto(entrata.oauth.exchangeCode({ code: 'x', subdomain: 'demo' }), seen);
    await entrata.close();
  } catch (error) {
    seen.push(String(error));
  }
  return { seen, events };
}

const oauth = { clientId: 'a', clientSecret: 'b' };
const notAGroup = [7, 'x', true, ['x']];
const notAFunction = [{}, 'x', 7];
const notAFlag = ['true', 1, 0, {}];
const notAText = ['', 7, {}, ['x'], true];
const notADate = ['', 'DD.MM.YYYY', 7];
const notAHost = [
  7,
  {},
  '',
  '{subdomain}',
  'https://{subdomain}.example.test',
  'http://{subdomain}.entrata.com',
  'https://{subdomain}.entrata.com:8443',
  'https://evil.test/{subdomain}.entrata.com',
  'https://entrata.com.evil.test',
  'https://evilentrata.com',
  'https://user:pass@demo.entrata.com',
  'https://{subdomain}.entrata.com?a=b',
  'https://{subdomain}.entrata.com#a',
  'http://127.0.0.1:1/{subdomain}',
  'https://apis.entrata.global/ext/orgs/{subdomain}',
];
const notAPath = [7, {}, ['/x'], '..', '@evil.test/', '/api/../x', 'v1'];
const notAMethod = [
  7,
  'x',
  { service: '' },
  { service: '../x' },
  { method: 7 },
  { version: 1 },
  { other: 1 },
];

interface Group {
  /** What the group is called in messages; empty for the options themselves. */
  readonly name: string;
  readonly options: Readonly<Record<string, readonly unknown[]>>;
  readonly place: (given: object) => EntrataOptions;
}

/** What a call of the ILS profile has of its own. */
type Own<K extends keyof IlsWire> = Every<Omit<NonNullable<IlsWire[K]>, keyof WireMethod>>;
const withIls = (name: keyof IlsWire, given: object): EntrataOptions => ({
  wire: { ils: { ...inventedIlsWire, [name]: { ...inventedIlsWire[name], ...given } } },
});

const groups: readonly Group[] = [
  {
    name: '',
    options: {
      oauth: notAGroup,
      wire: notAGroup,
      timeoutMs: [0, ...notANumber],
      deadlineMs: [0, ...notANumber],
      retry: notAGroup,
      quota: notAGroup,
      maxBodyBytes: [0, 1.5, ...notANumber],
      allowGlobalHosts: notAFlag,
      allowInsecureLoopback: notAFlag,
      clock: [{}, 'x', 7, { now: 7 }],
      random: notAFunction,
      onEvent: notAFunction,
      onWire: notAFunction,
      http: [{}, 'x', 7, { send: 7 }],
    } satisfies Every<EntrataOptions>,
    place: (given) => given,
  },
  {
    name: 'oauth',
    options: {
      clientId: [undefined, ...notAText],
      clientSecret: [undefined, ...notAText],
    } satisfies Every<OauthOptions>,
    place: (given) => ({ oauth: { ...oauth, ...given } }),
  },
  {
    name: 'retry',
    options: {
      maxRetries: notANumber,
      baseDelayMs: notANumber,
      maxDelayMs: notANumber,
      maxRetryAfterMs: notANumber,
    } satisfies Every<RetryOptions>,
    place: (retry) => ({ retry }),
  },
  {
    name: 'quota',
    options: { maxQueued: notANumber, maxWaitMs: notANumber } satisfies Every<QuotaOptions>,
    place: (quota) => ({ quota }),
  },
  {
    name: 'wire',
    options: {
      hosts: notAGroup,
      paths: notAGroup,
      ils: notAGroup,
      methods: notAGroup,
      calendarDateFormat: notADate,
      slotEncoding: ['', 'other', 7],
      reauthorizeCodes: [401, ['401'], [1.5], {}, [200], [429], [401, 503]],
      extraHosts: [
        'a.example.com',
        [7],
        ['*.example.com'],
        ['A.example.com'],
        ['localhost'],
        ['10.0.0.1'],
        ['a.example.com:8443'],
      ],
      nothingFound: notAGroup,
      token: notAGroup,
      ids: ['[0-9]+', 7, {}],
      webhook: notAGroup,
    } satisfies Every<WireProfile>,
    place: (wire) => ({ oauth, wire }),
  },
  {
    name: 'wire.hosts',
    options: { client: notAHost, gateway: notAHost, token: notAHost } satisfies Every<WireHosts>,
    place: (hosts) => ({ oauth, wire: { hosts } }),
  },
  {
    name: 'wire.paths',
    options: { ils: notAPath, gateway: notAPath, legacy: notAPath } satisfies Every<WirePaths>,
    place: (paths) => ({ wire: { ils: inventedIlsWire, paths } }),
  },
  {
    name: 'wire.methods',
    options: Object.fromEntries(Object.keys(standardMethods).map((name) => [name, notAMethod])),
    place: (methods) => ({ wire: { methods } }),
  },
  {
    name: 'wire.methods.getProperties',
    options: {
      service: [7, '', 'a b', '/x', '../x', 'x?y'],
      method: [7, '', {}, ' getProperties', 'get\nProperties'],
      version: [1, {}, 'r1 '],
      params: notAFunction,
      read: notAFunction,
      path: [...notAPath, '', 'leads', '/a?b', '/a//b'],
    } satisfies Every<WireMethod>,
    place: (getProperties) => ({ wire: { methods: { getProperties } } }),
  },
  {
    name: 'wire.methods.getCalendarAvailability',
    options: {
      maxDays: [0, 367, 1.5, ...notANumber],
      monthParam: [7, ''],
      monthFormat: ['MM-YYYY', 'MMYYYY'],
    } satisfies Every<TourRange>,
    place: (getCalendarAvailability) => ({ wire: { methods: { getCalendarAvailability } } }),
  },
  {
    name: 'wire.nothingFound',
    options: {
      codes: [204, ['204'], [1.5], [401], [1401], [314], [503], [200]],
      words: ['none', ['none'], [7]],
    } satisfies Every<NothingFound>,
    place: (nothingFound) => ({ wire: { nothingFound } }),
  },
  {
    name: 'wire.token',
    options: {
      method: [7, '', {}],
      version: [1, ''],
      encoding: ['', 'xml', 7],
      body: notAFunction,
      read: notAFunction,
    } satisfies Every<TokenWire>,
    place: (token) => ({ oauth, wire: { token } }),
  },
  {
    name: 'wire.webhook',
    options: {
      methods: ['GET', [], ['get'], ['PUT'], [7]],
      parameters: [
        ...notAGroup,
        { cid: 'cid' },
        { cid: [7] },
        { cid: [''] },
        { cid: [] },
        { feedType: ['cid'] },
      ],
      requestTypes: [
        ...notAGroup,
        { UNSUBSCRIBED: 'forget' },
        { Unsubscribed: 'suspend', UNSUBSCRIBED: 'deactivate' },
        { ' ': 'ignore' },
      ],
      clientEvents: ['SUSPENDED', [7], ['']],
    } satisfies Every<WebhookWire>,
    place: (webhook) => ({ wire: { webhook } }),
  },
  {
    name: 'wire.ils',
    options: {
      approveProperty: [...notAMethod, { ...inventedIlsWire.approveProperty, propertyIdParam: undefined }],
      getTourAvailability: [
        ...notAMethod,
        { ...inventedIlsWire.getTourAvailability, dateFormat: 'YYYY' },
        { ...inventedIlsWire.getTourAvailability, fromParam: undefined },
        { ...inventedIlsWire.getTourAvailability, toParam: 'fromDate' },
        { ...inventedIlsWire.getTourAvailability, monthParam: 'month' },
        { ...inventedIlsWire.getTourAvailability, maxDays: 0 },
      ],
      sendLeads: [
        ...notAMethod,
        { ...inventedIlsWire.sendLeads, slotDateField: '' },
        { ...inventedIlsWire.sendLeads, slotTimeFeild: 'tourTime' },
        { ...inventedIlsWire.sendLeads, slotTimeField: inventedIlsWire.sendLeads.slotDateField },
      ],
      getProperties: notAMethod,
      getMitsPropertyUnits: notAMethod,
      getLeads: notAMethod,
      getLeadEvents: notAMethod,
      updateLeads: notAMethod,
      getUnitsAvailabilityAndPricing: notAMethod,
      getFloorPlans: notAMethod,
      getLeadPickLists: notAMethod,
    } satisfies Every<IlsWire>,
    place: (given) => ({ wire: { ils: { ...inventedIlsWire, ...given } } }),
  },
  {
    name: 'wire.ils.approveProperty',
    options: {
      propertyIdParam: [undefined, ...notAText],
      decisionParam: [undefined, ...notAText],
      approvedValue: [undefined, ...notAText],
      readAnswer: notAFunction,
    } satisfies Own<'approveProperty'>,
    place: (given) => withIls('approveProperty', given),
  },
  {
    name: 'wire.ils.getTourAvailability',
    options: {
      propertyIdParam: [undefined, ...notAText],
      tourTypeParam: [undefined, ...notAText],
      fromParam: [undefined, ...notAText],
      toParam: [undefined, ...notAText],
      dateFormat: [undefined, ...notADate],
      maxDays: [0, 367, 1.5, ...notANumber],
      monthParam: notAText,
      monthFormat: ['MM-YYYY', 'MMYYYY'],
    } satisfies Own<'getTourAvailability'>,
    place: (given) => withIls('getTourAvailability', given),
  },
  {
    name: 'wire.ils.sendLeads',
    options: {
      slotDateField: [undefined, ...notAText],
      slotTimeField: [undefined, ...notAText],
    } satisfies Own<'sendLeads'>,
    place: (given) => withIls('sendLeads', given),
  },
];

const options = groups.flatMap(({ name: group, options, place }) =>
  Object.entries(options).map(([name, senseless]) => ({
    option: group === '' ? name : `${group}.${name}`,
    name,
    senseless,
    place,
  })),
);

describe('each option of createEntrata', () => {
  it.each(options)(
    '$option is refused by name when it makes no sense',
    ({ option, name, senseless, place }) => {
      expect(senseless.length).toBeGreaterThan(0);
      for (const value of [7n, ...senseless]) {
        // A part that makes no sense is named with all that it is part of.
        const named = expect.objectContaining({
          code: 'invalid_input',
          outcome: 'not_sent',
          message: expect.stringMatching(new RegExp(`^${option.replaceAll('.', '\\.')}[. ]`)),
        });
        expect(() => createEntrata(place({ [name]: value })), String(value)).toThrow(named);
      }
    },
  );

  const needed = new Set(['oauth.clientId', 'oauth.clientSecret']);
  const leftOut = (option: string) => option.startsWith('wire.ils.') || needed.has(option);
  it.each(options.filter(({ option }) => !leftOut(option) && option !== 'http' && option !== 'onEvent'))(
    '$option given as undefined is one left out',
    async ({ name, place }) => {
      expect(await behaviour(place(withUndefined(name)))).toEqual(await behaviour(place({})));
    },
  );

  it('http and onEvent given as undefined: the default transport, and nobody who listens', async () => {
    const entrata = createEntrata(
      withUndefined('http', withUndefined('onEvent', { allowInsecureLoopback: true })),
    );
    await entrata.close();
    const seen: string[] = [];
    const deaf = createEntrata(withUndefined('onEvent', { http: recordingTransport(seen) }));
    await deaf.client({ subdomain: 'demo', auth: apiKey('k') }).getProperties();
    expect(seen).toHaveLength(1);
    await deaf.close();
  });

  it('may be undefined all at once, and so may the whole of them', async () => {
    const names = Object.keys(groups[0]?.options ?? {});
    await createEntrata(Object.fromEntries(names.map((name) => [name, undefined]))).close();
    await createEntrata(undefined).close();
  });

  it.each(groups)(
    'a name that is no option of "$name" is refused by name, unless it is undefined',
    ({ name, place }) => {
      const full = name === '' ? 'timeOutMs' : `${name}.timeOutMs`;
      expect(() => createEntrata(place({ timeOutMs: 5 }))).toThrow(refusalOf(full));
      createEntrata(place({ timeOutMs: undefined }));
    },
  );

  it('a host on loopback or in the EU is accepted when that is asked for, and no other with it', () => {
    const withHost = (client: string) => ({ wire: { hosts: { client } } });
    createEntrata({
      allowGlobalHosts: true,
      wire: { hosts: { gateway: 'https://apis.entrata.global/ext/orgs/{subdomain}' } },
    });
    for (const host of ['127.0.0.1', 'localhost', '[::1]']) {
      createEntrata({ allowInsecureLoopback: true, ...withHost(`http://${host}:1/{subdomain}`) });
    }
    for (const host of ['http://127.0.0.1.evil.test', 'http://10.0.0.1']) {
      expect(() => createEntrata({ allowInsecureLoopback: true, ...withHost(host) })).toThrow(
        refusalOf('wire.hosts.client'),
      );
    }
  });

  it('of a clock is a function, and what else a clock or a transport has is its own', () => {
    for (const clock of [
      { now: () => 0, sleep: 7 },
      { now: () => 0, elapsedMs: 7 },
    ]) {
      expect(() => createEntrata({ clock: clock as never })).toThrow(
        expect.objectContaining({ code: 'invalid_input', message: expect.stringContaining('clock.') }),
      );
    }
    createEntrata({ clock: { now: () => 0, advance: () => {} } as never });
    createEntrata({ http: { ...recordingTransport([]), name: 'mine' } as never });
  });
});

const callOptions = {
  signal: [7, {}, 'x'],
  timeoutMs: [0, ...notANumber],
  deadlineMs: [0, ...notANumber],
  maxRetries: notANumber,
  requestId: [7, {}],
  onResponse: notAFunction,
} satisfies Every<CallOptions>;

describe('each option of a call', () => {
  const ids = { propertyId: '1' };
  const lead = { ...ids, person: { firstName: 'A', lastName: 'B', email: 'a@example.test' } };
  const range = { from: '2026-01-01', to: '2026-01-02' };
  const methods: {
    [K in Exclude<keyof EntrataClient, 'subdomain' | 'withResponse'>]: (
      c: EntrataClient,
      o?: CallOptions,
    ) => unknown;
  } = {
    getProperties: (c, o) => c.getProperties({}, o),
    iterateProperties: (c, o) => c.iterateProperties({}, o)[Symbol.asyncIterator]().next(),
    getListings: (c, o) => c.getListings({ propertyIds: ['1'] }, o),
    getTourAvailability: (c, o) => c.getTourAvailability({ ...ids, ...range }, o),
    sendLead: (c, o) => c.sendLead(lead, o),
    findLeads: (c, o) => c.findLeads(ids, o),
    iterateLeads: (c, o) => c.iterateLeads(ids, o)[Symbol.asyncIterator]().next(),
    iterateLeadEvents: (c, o) =>
      c
        .iterateLeadEvents({ ...ids, leadId: '1' }, o)
        [Symbol.asyncIterator]()
        .next(),
    lookUpLeads: (c, o) => c.lookUpLeads(ids, o),
    findLeadEvents: (c, o) => c.findLeadEvents({ ...ids, leadId: '1' }, o),
    updateLead: (c, o) =>
      c.updateLead({ ...ids, leadId: '1', change: { kind: 'cancel', eventId: '1', eventResultId: '1' } }, o),
    getLeadPickLists: (c, o) => c.getLeadPickLists(ids, o),
    approveProperty: (c, o) => c.approveProperty(ids, o),
    call: (c, o) => c.call({ service: 'leads', method: 'getSpecials' }, o),
  };

  it.each(Object.entries(methods))('given as undefined to %s is one left out', async (_, call) => {
    for (const auth of [apiKey('k'), bearer('t'), bearer(async () => 't')]) {
      const run = async (options: CallOptions | undefined) => {
        const seen: string[] = [];
        const clock = { now: () => 0 };
        const entrata = createEntrata({
          http: recordingTransport(seen),
          clock,
          wire: { ils: inventedIlsWire },
        });
        await outcomeInto(Promise.resolve(call(entrata.client({ subdomain: 'demo', auth }), options)), seen);
        await entrata.close();
        return seen;
      };
      const leftOut = await run(undefined);
      for (const name of Object.keys(callOptions)) {
        expect(await run(withUndefined(name)), name).toEqual(leftOut);
      }
    }
  });

  it('given as undefined to exchangeCode or close is one left out', async () => {
    const run = async (input: ExchangeCodeInput, options?: CallOptions, closing?: CloseOptions) => {
      const seen: string[] = [];
      const entrata = createEntrata({ http: recordingTransport(seen), oauth });
      await outcomeInto(entrata.oauth.exchangeCode(input, options), seen);
      await outcomeInto(entrata.oauth.getClientInfo({ subdomain: 'demo', accessToken: 't' }, options), seen);
      await entrata.close(closing);
      return seen;
    };
    const leftOut = await run({ code: 'x' });
    for (const name of Object.keys(callOptions)) {
      expect(await run({ code: 'x' }, withUndefined(name))).toEqual(leftOut);
    }
    expect(await run(withUndefined('subdomain', { code: 'x' }))).toEqual(leftOut);
    expect(await run({ code: 'x' }, {}, withUndefined('timeoutMs'))).toEqual(leftOut);
  });

  it('is refused by name before anything is sent when it makes no sense or is none', async () => {
    const seen: string[] = [];
    const entrata = createEntrata({ http: recordingTransport(seen), oauth });
    const client = entrata.client({ subdomain: 'demo', auth: apiKey('k') });
    const senseless: Readonly<Record<string, readonly unknown[]>> = { ...callOptions, timeOutMs: [5] };
    for (const [name, values] of Object.entries(senseless)) {
      for (const value of values) {
        const options = { [name]: value } as CallOptions;
        await expect(client.getProperties({}, options)).rejects.toEqual(refusalOf(name));
        await expect(entrata.oauth.exchangeCode({ code: 'x' }, options)).rejects.toEqual(refusalOf(name));
      }
    }
    expect(seen).toEqual([]);
    await entrata.close();
  });

  it('of close is refused by name when it makes no sense or is none', async () => {
    const senseless: Every<CloseOptions> = { timeoutMs: [0, ...notANumber] };
    const entrata = createEntrata({ http: recordingTransport([]) });
    for (const [name, values] of [...Object.entries(senseless), ['timeOutMs', [5]] as const]) {
      for (const value of values) {
        await expect(entrata.close({ [name]: value })).rejects.toEqual(refusalOf(name));
      }
    }
    await entrata.close();
  });
});

describe('each option of the transports', () => {
  const undiciOptions = {
    proxy: ['', 'not a URL', 'ftp://x', 7],
    connections: [0, 1.5, 65_536, ...notANumber],
    connectTimeoutMs: [0, ...notANumber],
    keepAliveTimeoutMs: [0, ...notANumber],
    dispatcher: [{}, 7, 'x'],
  } satisfies Every<UndiciHttpOptions>;

  it.each(Object.entries<readonly unknown[]>({ ...undiciOptions, timeOutMs: [5] }))(
    '%s is refused by name when it makes no sense or is none',
    (name, values) => {
      for (const value of values) {
        expect(() => undiciHttp({ [name]: value }), String(value)).toThrow(refusalOf(name));
      }
    },
  );

  it('given as undefined is one left out', async () => {
    const sandbox = new FakeEntrata();
    const server = await sandbox.listen(withUndefined('port', withUndefined('host')));
    for (const name of Object.keys(undiciOptions)) {
      const entrata = createEntrata({ ...server.options, http: undiciHttp(withUndefined(name)) });
      const auth = bearer(sandbox.issueToken('demo'));
      expect((await entrata.client({ subdomain: 'demo', auth }).getProperties()).length).toBeGreaterThan(0);
      await entrata.close();
    }
    await server.close();
    await fetchHttp(undefined).close();
    await undiciHttp(undefined).close();
  });
});

describe('each option of parseWebhook', () => {
  const query =
    'cid=1&request_type=a&property_id=2&subdomain=demo&company_name=b&auth_code=c&api_location=d&occupancy_type=e&feed_type=f&referrer=g';
  const notNames = [7, 'cid', [7], {}];
  const names = {
    cid: notNames,
    requestType: notNames,
    propertyId: notNames,
    subdomain: notNames,
    companyName: notNames,
    authCode: notNames,
    apiLocation: notNames,
    occupancyType: notNames,
    feedType: notNames,
    referrer: notNames,
  } satisfies Every<WebhookParameterNames>;
  const options: Every<ParseWebhookOptions> = {
    parameters: notAGroup,
    methods: ['GET'],
    requestTypes: notAGroup,
    clientEvents: ['SUSPENDED'],
    ids: ['x'],
  };

  it('given as undefined is one left out', () => {
    const plain = JSON.stringify(parseWebhook(query));
    for (const name of Object.keys(options)) {
      expect(JSON.stringify(parseWebhook(query, withUndefined(name)))).toBe(plain);
    }
    for (const name of Object.keys(names)) {
      expect(JSON.stringify(parseWebhook(query, { parameters: withUndefined(name) }))).toBe(plain);
    }
  });

  it('is refused by name when it makes no sense or is none', () => {
    for (const [name, values] of Object.entries(options)) {
      for (const value of values) {
        expect(() => parseWebhook(query, { [name]: value as never })).toThrow(refusalOf(name));
      }
    }
    for (const [name, values] of Object.entries<readonly unknown[]>({ ...names, Cid: [['cid']] })) {
      for (const value of values) {
        expect(() => parseWebhook(query, { parameters: { [name]: value } })).toThrow(
          refusalOf(`parameters.${name}`),
        );
      }
    }
    expect(() => parseWebhook(query, { name: {} } as never)).toThrow(refusalOf('name'));
  });
});
