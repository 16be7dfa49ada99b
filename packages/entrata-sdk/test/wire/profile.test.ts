import {
  apiKey,
  basic,
  bearer,
  createEntrata,
  type EntrataOptions,
  type IlsWire,
  inventedIlsWire,
  type WireMethod,
  type WireProfile,
} from 'entrata-sdk';
import { describe, expect, it, onTestFinished } from 'vitest';
import { failureOf } from '../support/outcome.js';
import { type Answer, leadTaken, rawServer, reply, result } from '../support/raw-server.js';

const propertyId = '700001';
const person = { firstName: 'Ada', lastName: 'Example', email: 'ada@example.test' };
const oauth = { clientId: 'app', clientSecret: 'canary-secret' };
const { getTourAvailability, sendLeads } = inventedIlsWire;

/** A bearer's client whose ILS profile has these parts, and what its server receives. */
async function speaking(profile: WireProfile, answers: readonly Answer[], options: EntrataOptions = {}) {
  const server = await rawServer(...answers);
  const entrata = createEntrata({
    oauth,
    retry: { maxRetries: 0 },
    ...server.options,
    ...options,
    wire: { ...server.options.wire, ...profile },
  });
  onTestFinished(async () => {
    await entrata.close();
    await server.close();
  });
  const sent = () => server.requests.map(({ body }) => JSON.parse(body).method.params);
  return {
    entrata,
    client: entrata.client({ subdomain: 'demo', auth: bearer('t') }),
    requests: server.requests,
    sent,
  };
}

const ilsWith = (parts: Partial<IlsWire>): WireProfile => ({
  ils: { ...inventedIlsWire, ...parts },
});
const rejecting = () => Promise.reject(new Error('a promise nobody waits for'));

describe('a read hook', () => {
  const listed = { homes: [{ key: 7, called: 'Elm Court' }] };
  const read: NonNullable<WireMethod['read']> = (given, { status, body }) => {
    expect(status).toBe(200);
    expect(body).toEqual({ response: { requestId: '1', code: 200, result: given } });
    // What a stranger's reply holds.
    const { homes } = given as typeof listed;
    const Property = homes.map(({ key, called }) => ({ PropertyID: key, MarketingName: called }));
    return { PhysicalProperty: { Property } };
  };
  const withRead = (own: unknown) =>
    // What no compiler lets through.
    ilsWith({ getProperties: { ...inventedIlsWire.getProperties, read: own as never } });

  it('makes of a reply what is published', async () => {
    const { client } = await speaking(withRead(read), [result(listed)]);
    expect(await client.getProperties()).toMatchObject([{ id: '7', name: 'Elm Court' }]);
  });

  it('is given a reply without an envelope that is known', async () => {
    const own = (_: unknown, { body }: { body: unknown }) => ({
      PhysicalProperty: { Property: (body as { response: { data: unknown } }).response.data },
    });
    const { client } = await speaking(withRead(own), [reply({ response: { data: [{ PropertyID: 8 }] } })]);
    expect(await client.getProperties()).toMatchObject([{ id: '8' }]);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('canary');
      },
    ],
    [
      'throws what is no error',
      () => {
        throw undefined;
      },
    ],
    ['gives a promise', async () => listed],
    ['gives a promise that rejects', rejecting],
    ['gives nothing', () => undefined],
    ['gives a number', () => 7],
    ['gives null', () => null],
    ['gives what cannot be read', () => ({ homes: [] })],
  ])('that %s is a bad response, and nothing else', async (_, own) => {
    const { client, requests } = await speaking(withRead(own), [result(listed)]);
    expect(await failureOf(client.getProperties())).toMatchObject({
      code: 'bad_response',
      outcome: 'unknown',
    });
    expect(requests).toHaveLength(1);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('canary');
      },
    ],
    ['gives a promise that rejects', rejecting],
    ['gives nonsense', () => 7],
  ])('of a lead that %s leaves it unknown whether there is one, and sends no other', async (_, own) => {
    const profile = ilsWith({ sendLeads: { ...sendLeads, read: own } });
    const { client, requests } = await speaking(profile, [leadTaken], { retry: { maxRetries: 3 } });
    const failure = await failureOf(client.sendLead({ propertyId, person }));
    expect(failure).toMatchObject({ code: 'bad_response', outcome: 'unknown', httpStatus: 200 });
    expect(failure.message).not.toContain('canary');
    expect(requests).toHaveLength(1);
  });

  it('is not asked when Entrata says that there is nothing', async () => {
    for (const nothing of [
      result('No records found.'),
      reply({ response: { error: { code: 400, message: 'No properties found.' } } }, 400),
    ]) {
      const { client } = await speaking(withRead(read), [nothing]);
      expect(await client.getProperties()).toEqual([]);
    }
  });
});

describe('what a hook gives that cannot be sent is the caller’s mistake, and nothing is sent', () => {
  const slot = { date: '12/01/2026', time: '09:00 MST - 09:30 MST' } as never;
  const senseless: readonly (readonly [string, () => unknown])[] = [
    [
      'a throw',
      () => {
        throw new Error('canary');
      },
    ],
    ['nothing', () => undefined],
    ['null', () => null],
    ['a text', () => 'x'],
    ['a promise', async () => ({})],
    ['a promise that rejects', rejecting],
  ];

  it.each([...senseless, ['a number too large for JSON', () => ({ a: 1n })]] as const)(
    'params: %s',
    async (_, params) => {
      const profile = ilsWith({ sendLeads: { ...sendLeads, params: params as never } });
      const { client, requests } = await speaking(profile, [leadTaken]);
      expect(await failureOf(client.sendLead({ propertyId, person }))).toMatchObject({
        code: 'invalid_input',
        outcome: 'not_sent',
        message: expect.stringContaining('sendLeads'),
      });
      expect(requests).toEqual([]);
    },
  );

  it.each([...senseless, ['no field', () => ({})], ['a number', () => ({ at: 7 })]] as const)(
    'slotEncoding: %s',
    async (_, slotEncoding) => {
      const { client, requests } = await speaking({ slotEncoding: slotEncoding as never }, [leadTaken]);
      expect(await failureOf(client.sendLead({ propertyId, person, slot }))).toMatchObject({
        code: 'invalid_input',
        outcome: 'not_sent',
        message: expect.stringContaining('wire.slotEncoding'),
      });
      expect(requests).toEqual([]);
    },
  );

  it.each([...senseless])('token.body: %s', async (_, body) => {
    for (const encoding of ['json', 'form'] as const) {
      const { entrata, requests } = await speaking({ token: { body: body as never, encoding } }, [leadTaken]);
      expect(await failureOf(entrata.oauth.exchangeCode({ code: 'x' }))).toMatchObject({
        code: 'invalid_input',
        outcome: 'not_sent',
        message: expect.stringContaining('wire.token'),
      });
      expect(requests).toEqual([]);
    }
  });

  it('params: what a hook does to its argument changes no later request', async () => {
    const params = (given: Readonly<Record<string, unknown>>) => {
      Object.assign(given, { seen: true });
      Object.assign((given as { prospects: object }).prospects, { seen: true });
      return { seenBefore: 'more' in (given.prospects as object) };
    };
    const profile = ilsWith({ sendLeads: { ...sendLeads, params } });
    const { client, sent } = await speaking(profile, [leadTaken]);
    for (let time = 0; time < 2; time++) await client.sendLead({ propertyId, person });
    expect(sent()).toEqual([{ seenBefore: false }, { seenBefore: false }]);
  });
});

describe('readAnswer of an approval', () => {
  it.each([
    [
      'throws',
      () => {
        throw new Error('canary');
      },
    ],
    ['gives nothing', () => undefined],
    ['gives another word', () => ({ says: 'yes' })],
    ['gives a message that is no text', () => ({ says: 'refused', message: 7 })],
    ['gives a promise that rejects', rejecting],
  ])('that %s is a bad response', async (_, readAnswer) => {
    const approveProperty = { ...inventedIlsWire.approveProperty, readAnswer: readAnswer as never };
    const { client } = await speaking(ilsWith({ approveProperty }), [result({ status: 'Success' })]);
    expect(await failureOf(client.approveProperty({ propertyId }))).toMatchObject({
      code: 'bad_response',
      outcome: 'unknown',
    });
  });
});

describe('a path of a method’s own', () => {
  it('stands in the place of the surface’s path and the service', async () => {
    const seen: string[] = [];
    const http = {
      async send({ url }: { url: string }) {
        seen.push(url);
        return { status: 200, headers: {}, body: '{"response":{"result":[]}}' };
      },
      close: async () => {},
    };
    const path = '/api/partners/homes';
    const entrata = createEntrata({
      http,
      wire: {
        ils: { ...inventedIlsWire, getProperties: { ...inventedIlsWire.getProperties, path } },
        methods: { getProperties: { path } },
      },
    });
    for (const auth of [bearer('t'), apiKey('k'), basic('u', 'p')]) {
      await entrata.client({ subdomain: 'demo', auth }).getProperties();
    }
    expect(seen.map((url) => url.split('?')[0])).toEqual([
      'https://demo.entrata.com/api/partners/homes',
      'https://apis.entrata.com/ext/orgs/demo/api/partners/homes',
      'https://demo.entrata.com/api/partners/homes',
    ]);
  });
});

describe('ranges of days', () => {
  const tours = (...days: string[]) =>
    result({
      availableTours: {
        availableTour: days.map((tourDate) => ({ tourDate, tourTime: '09:00 CST - 09:30 CST' })),
      },
    });

  it('are cut as the profile says', async () => {
    const profile = {
      ...ilsWith({ getTourAvailability: { ...getTourAvailability, maxDays: 7 } }),
      methods: { getCalendarAvailability: { maxDays: 10 } },
    };
    const { entrata, client, sent } = await speaking(profile, [tours()]);
    await client.getTourAvailability({ propertyId, from: '2026-12-01', to: '2026-12-15' });
    expect(sent().map(({ fromDate, toDate }) => [fromDate, toDate])).toEqual([
      ['12/01/2026', '12/07/2026'],
      ['12/08/2026', '12/14/2026'],
      ['12/15/2026', '12/15/2026'],
    ]);
    const gateway = entrata.client({ subdomain: 'demo', auth: apiKey('k') });
    await gateway.getTourAvailability({ propertyId, from: '2026-12-01', to: '2026-12-15' });
    expect(sent().slice(3)).toHaveLength(2);
  });

  const {
    fromParam: _,
    toParam: __,
    dateFormat: ___,
    maxDays: ____,
    monthFormat: _____,
    ...common
  } = getTourAvailability;
  it('by month bring every slot that was asked for, and no other', async () => {
    const byMonth = { ...common, monthParam: 'month' };
    const { client, sent } = await speaking(ilsWith({ getTourAvailability: byMonth }), [
      tours('11/27/2026', '11/28/2026', '11/30/2026', 'soon'),
      tours('12/01/2026', '12/31/2026'),
      tours('01/01/2027', '01/02/2027', '01/03/2027'),
    ]);
    const { slots } = await client.getTourAvailability({ propertyId, from: '2026-11-28', to: '2027-01-02' });
    expect(sent()).toEqual(
      ['11-2026', '12-2026', '01-2027'].map((month) => ({ propertyId, month, tourType: 'AGENT_GUIDED' })),
    );
    expect(slots.map(({ raw }) => raw.date)).toEqual([
      '11/28/2026',
      '11/30/2026',
      '12/01/2026',
      '12/31/2026',
      '01/01/2027',
      '01/02/2027',
      'soon',
    ]);
  });

  it.each([
    ['MM/YYYY', '02/2028'],
    ['YYYY-MM', '2028-02'],
  ] as const)('by month are written as %s', async (monthFormat, month) => {
    const wires = { getTourAvailability: { ...common, monthParam: 'month', monthFormat } };
    const methods = { getCalendarWindows: { monthParam: 'month', monthFormat } };
    const { client, entrata, sent } = await speaking({ ...ilsWith(wires), methods }, [
      tours('02/29/2028'),
      result({ propertyCalendarAvailability: { availableHours: { availableHour: [] } } }),
    ]);
    const day = { propertyId, from: '2028-02-29', to: '2028-02-29' };
    expect((await client.getTourAvailability(day)).slots).toHaveLength(1);
    const gateway = entrata.client({ subdomain: 'demo', auth: apiKey('k') });
    await gateway.getTourAvailability({ ...day, source: 'windows' });
    expect(sent()).toMatchObject([{ month }, { month }]);
  });

  it.each(['fromParam', 'toParam', 'dateFormat', 'maxDays'])('by month have no %s beside them', (name) => {
    const given = { ...common, monthParam: 'month', [name]: name === 'maxDays' ? 7 : 'MM/DD/YYYY' };
    // What no compiler lets through.
    expect(() => createEntrata({ wire: ilsWith({ getTourAvailability: given as never }) })).toThrow(
      expect.objectContaining({
        code: 'invalid_input',
        message: expect.stringMatching(`^wire.ils.getTourAvailability.${name} has no place`),
      }),
    );
  });
});

describe('"nothing found"', () => {
  const refused = (code: number, message: string) => reply({ response: { error: { code, message } } }, 400);

  it.each([
    ['a code', { codes: [204] }, refused(204, 'Leer.')],
    ['the words of an error', { words: [/^leer/gi] }, refused(400, 'Leer.')],
    ['words in the place of a result', { words: [/^leer/gi] }, result('Leer.')],
  ])('is what the profile says: %s', async (_, nothingFound, answer) => {
    const events: string[] = [];
    const onEvent = (event: { type: string }) => events.push(event.type);
    const { client } = await speaking({ nothingFound }, [answer], { onEvent });
    // Twice, since a pattern must have no memory.
    for (let time = 0; time < 2; time++) {
      expect(await client.lookUpLeads({ propertyId })).toEqual({ leads: [], isComplete: true });
    }
    expect(await client.getProperties()).toEqual([]);
    expect(events.filter((type) => type === 'nothing_found')).toHaveLength(3);
    const without = await speaking({}, [answer]);
    expect((await failureOf(without.client.getProperties())).code).toMatch(/rejected|bad_response/);
  });

  it.each([200, 310, 311, 314, 401, 403, 408, 429, 500, 599, 1401, 1403])('cannot be code %d', (code) => {
    expect(() => createEntrata({ wire: { nothingFound: { codes: [204, 404, 1402, code] } } })).toThrow(
      `wire.nothingFound.codes must not hold ${code}`,
    );
  });

  it('says nothing about a write, a refused credential or a limit', async () => {
    const nothingFound = { codes: [204], words: [/./] };
    const { client } = await speaking({ nothingFound }, [
      refused(204, 'Leer.'),
      refused(401, 'x'),
      refused(429, 'x'),
    ]);
    expect(await failureOf(client.sendLead({ propertyId, person }))).toMatchObject({ code: 'rejected' });
    expect(await failureOf(client.getProperties())).toMatchObject({ code: 'unauthorized' });
    expect(await failureOf(client.getProperties())).toMatchObject({ code: 'rate_limited' });
  });
});

describe('the exchange of a code', () => {
  it('is written as RFC 6749 has it, and read as the profile says', async () => {
    const token: WireProfile['token'] = {
      encoding: 'form',
      body: (body) => ({ ...body, redirect_uri: 'https://app.example.test/?a=b&c' }),
      read: (_, { body }) => ({ access_token: (body as { token: string }).token, expires_in: 60 }),
    };
    const { entrata, requests } = await speaking({ token }, [reply({ token: 'tok' })]);
    const { accessToken } = await entrata.oauth.exchangeCode({ code: 'a b+c/=' });
    expect(accessToken.reveal()).toBe('tok');
    expect(requests[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(Object.fromEntries(new URLSearchParams(requests[0]?.body))).toEqual({
      grant_type: 'authorization_code',
      code: 'a b+c/=',
      client_id: 'app',
      client_secret: 'canary-secret',
      redirect_uri: 'https://app.example.test/?a=b&c',
    });
  });

  it('has the method and the version that the profile names', async () => {
    const { entrata, requests } = await speaking({ token: { method: 'getToken', version: 'r1' } }, [
      result({ access_token: 'tok' }),
    ]);
    await entrata.oauth.exchangeCode({ code: 'x' });
    expect(JSON.parse(requests[0]?.body ?? '').method).toEqual({
      name: 'getToken',
      version: 'r1',
      params: {},
    });
  });

  it('whose reply a hook cannot read may have spent the code, and shows no secret', async () => {
    const read = () => {
      throw new Error('canary-secret');
    };
    const { entrata } = await speaking({ token: { read } }, [result({ access_token: 'tok' })]);
    const failure = await failureOf(entrata.oauth.exchangeCode({ code: 'x' }));
    expect(failure).toMatchObject({ code: 'bad_response', outcome: 'unknown' });
    expect(failure.message).not.toContain('canary');
  });
});

describe('hosts', () => {
  const withHosts =
    (token: string, ...extraHosts: string[]) =>
    () =>
      createEntrata({ wire: { extraHosts, hosts: { token } } });
  const refused = expect.objectContaining({
    code: 'invalid_input',
    message: expect.stringMatching(/^wire\.hosts\.token /),
  });

  it('outside entrata.com are those on the list, and no others', () => {
    withHosts('https://proxy.example.com/{subdomain}/oauth', 'proxy.example.com')();
    for (const token of [
      'https://proxy.example.com/oauth',
      'https://a.proxy.example.com/oauth',
      'http://other.example.com/oauth',
      'https://other.example.com:8443/oauth',
      'https://other.example.com.evil.test/oauth',
      'https://evil.test/other.example.com',
      'https://other.example.com@evil.test/',
    ]) {
      expect(withHosts(token, 'other.example.com'), token).toThrow(refused);
    }
  });

  it('are never chosen by a subdomain, which comes from outside', () => {
    const hosts = ['label.example.com', 'other.example.com', 'evil.example.com'];
    for (const token of [
      'https://{subdomain}.example.com/oauth',
      'https:\\\\{subdomain}.example.com/oauth',
      'https:{subdomain}.example.com',
    ]) {
      expect(withHosts(token, ...hosts), token).toThrow(refused);
    }
  });
});

describe('ids that are no digits', () => {
  const ids = /[a-z]{2}-[0-9]+|[0-9]+/;

  it('are sent and read where the profile says so', async () => {
    const { client, entrata, sent } = await speaking({ ids }, [
      result({ PhysicalProperty: { Property: [{ PropertyID: 'ab-7' }] } }),
    ]);
    expect(await client.getProperties({ propertyIds: ['ab-7', '8'] })).toMatchObject([{ id: 'ab-7' }]);
    expect(sent()).toEqual([{ propertyIds: 'ab-7,8' }]);
    expect(entrata.webhooks.parse('cid=ab-1&property_id=cd-2&request_type=x')).toMatchObject({
      cid: 'ab-1',
      propertyId: 'cd-2',
    });
  });

  it.each(['ab-', 'xx-1 ', '1\n', '1,2', ' ', ''])('of another form are refused: %j', async (id) => {
    for (const pattern of [ids, /[^x]*/m, /./g]) {
      if (id !== 'ab-' || pattern === ids) {
        const { client, requests } = await speaking({ ids: pattern }, [result([])]);
        expect(await failureOf(client.getProperties({ propertyIds: [id] }))).toMatchObject({
          code: 'invalid_input',
        });
        expect(requests).toEqual([]);
      }
    }
  });

  it('are refused without it', async () => {
    const { client, entrata } = await speaking({}, [result([])]);
    expect(await failureOf(client.getProperties({ propertyIds: ['ab-7'] }))).toMatchObject({
      code: 'invalid_input',
    });
    expect(() => entrata.webhooks.parse('cid=ab-1')).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
  });
});

describe('a profile', () => {
  it('that changes after it was checked changes no call', async () => {
    const getProperties = { ...inventedIlsWire.getProperties };
    const ils = { ...inventedIlsWire, getProperties };
    const { client, requests } = await speaking({ ils }, [result([])]);
    Object.assign(getProperties, { service: '../evil', method: 7 });
    Object.assign(ils, { getProperties: undefined });
    await client.getProperties();
    expect(requests[0]?.url).toBe('/demo/api/ils/internetlisting');
  });

  it('says which calls it does not name', () => {
    expect(createEntrata().missingIlsCalls).toEqual([
      'approveProperty',
      'getTourAvailability',
      'sendLeads',
      'getProperties',
      'getMitsPropertyUnits',
      'getLeads',
      'getLeadEvents',
      'updateLeads',
    ]);
    expect(createEntrata({ wire: { ils: inventedIlsWire } }).missingIlsCalls).toEqual([]);
    const { approveProperty: _, ...rest } = inventedIlsWire;
    // What a module in JavaScript may hold.
    expect(createEntrata({ wire: { ils: rest as never } }).missingIlsCalls).toEqual(['approveProperty']);
  });
});
