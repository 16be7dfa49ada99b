import {
  apiKey,
  bearer,
  createEntrata,
  type EntrataOptions,
  inventedIlsWire,
  parseTourTime,
} from 'entrata-sdk';
import { describe, expect, it, onTestFinished } from 'vitest';
import { failureOf } from './support/outcome.js';
import { noProperties, rawServer } from './support/raw-server.js';

const invalid = (message: string) =>
  expect.objectContaining({
    code: 'invalid_input',
    outcome: 'not_sent',
    message: expect.stringContaining(message),
  });

describe('createEntrata', () => {
  it.each([
    ['endpoints.hosts.client', { endpoints: { hosts: { client: 'https://{subdomain}.example.test' } } }],
    ['endpoints.hosts.client', { endpoints: { hosts: { client: 'http://{subdomain}.entrata.com' } } }],
    ['endpoints.hosts.client', { endpoints: { hosts: { client: 'https://{subdomain}.entrata.com:8443' } } }],
    [
      'endpoints.hosts.client',
      { endpoints: { hosts: { client: 'https://evil.test/{subdomain}.entrata.com' } } },
    ],
    ['endpoints.hosts.client', { endpoints: { hosts: { client: 'https://entrata.com.evil.test' } } }],
    ['endpoints.hosts.client', { endpoints: { hosts: { client: 'https://evilentrata.com' } } }],
    ['endpoints.hosts.client', { endpoints: { hosts: { client: 'https://user:pass@demo.entrata.com' } } }],
    ['endpoints.hosts.client', { endpoints: { hosts: { client: '{subdomain}' } } }],
    ['endpoints.hosts.client', { endpoints: { hosts: { client: 'https://{subdomain}.entrata.com?a=b' } } }],
    ['endpoints.hosts.client', { endpoints: { hosts: { client: 'https://{subdomain}.entrata.com#a' } } }],
    ['endpoints.hosts.client', { endpoints: { hosts: { client: 'http://127.0.0.1:1/{subdomain}' } } }],
    [
      'endpoints.hosts.client',
      { allowInsecureLoopback: true, endpoints: { hosts: { client: 'http://127.0.0.1.evil.test' } } },
    ],
    [
      'endpoints.hosts.client',
      { allowInsecureLoopback: true, endpoints: { hosts: { client: 'http://10.0.0.1' } } },
    ],
    [
      'endpoints.hosts.gateway',
      { endpoints: { hosts: { gateway: 'https://apis.entrata.global/ext/orgs/{subdomain}' } } },
    ],
    ['endpoints.hosts.token', { endpoints: { hosts: { token: 'https://sync.example.test' } } }],
    [
      'oauth.tokenUrl',
      { oauth: { clientId: 'a', clientSecret: 'b', tokenUrl: 'https://sync.example.test' } },
    ],
    ['endpoints.paths.ils', { endpoints: { paths: { ils: '@evil.test/' } } }],
    ['endpoints.paths.legacy', { endpoints: { paths: { legacy: '/api/../x' } } }],
    ['endpoints.paths.gateway', { endpoints: { paths: { gateway: 'v1' } } }],
    ['timeoutMs', { timeoutMs: 0 }],
    ['timeoutMs', { timeoutMs: 2 ** 31 }],
    ['deadlineMs', { deadlineMs: Number.POSITIVE_INFINITY }],
    ['maxBodyBytes', { maxBodyBytes: -1 }],
    ['retry.maxRetries', { retry: { maxRetries: -1 } }],
    ['retry.baseDelayMs', { retry: { baseDelayMs: Number.NaN } }],
    ['quota.maxQueued', { quota: { maxQueued: -1 } }],
  ] satisfies [string, EntrataOptions][])('refuses %s in %j', (field, options) => {
    expect(() => createEntrata(options)).toThrow(invalid(field));
  });

  it('accepts the EU gateway and loopback when told to', () => {
    createEntrata({
      allowGlobalHosts: true,
      endpoints: { hosts: { gateway: 'https://apis.entrata.global/ext/orgs/{subdomain}' } },
    });
    for (const client of [
      'http://127.0.0.1:1/{subdomain}',
      'http://localhost:1/{subdomain}',
      'http://[::1]:1/{subdomain}',
    ]) {
      createEntrata({ allowInsecureLoopback: true, endpoints: { hosts: { client } } });
    }
  });
});

describe('a subdomain', () => {
  const client = (subdomain: string) => createEntrata().client({ subdomain, auth: bearer('t') });

  it.each([
    ['demo', 'demo'],
    [' Demo ', 'demo'],
    ['demo.entrata.com', 'demo'],
    ['https://demo.entrata.com/', 'demo'],
    ['https://demo.entrata.com/api/v1', 'demo'],
    ['client-test-3', 'client-test-3'],
  ])('%j names %s', (input, label) => expect(client(input).subdomain).toBe(label));

  it.each([
    '',
    '-a',
    'a-',
    'a.b',
    'a_b',
    'evil.com/',
    'evil.com#',
    'evil.com?',
    'evil.com\\',
    'a@b',
    'a b',
    'a\r\nb',
    '..',
    'ä',
    'x'.repeat(64),
    'https://evil.test/.entrata.com',
    'https://a.b.entrata.com',
    'http://demo.entrata.com',
  ])('%j is refused', (input) => {
    expect(() => client(input)).toThrow(invalid('subdomain'));
  });
});

describe('bad input', () => {
  async function client(options: EntrataOptions = {}) {
    const server = await rawServer(noProperties);
    const entrata = createEntrata({ ...server.options, ...options });
    onTestFinished(async () => {
      await entrata.close();
      await server.close();
    });
    return { server, entrata, client: entrata.client({ subdomain: 'demo', auth: bearer('t') }) };
  }
  const person = { firstName: 'Ada', lastName: 'Example', email: 'ada@example.test' };
  const slot = parseTourTime({ date: '2026-12-01', time: '10:00 MST - 10:30 MST' }).raw;
  type Client = Awaited<ReturnType<typeof client>>['client'];

  it.each<[string, (c: Client) => Promise<unknown>]>([
    ['propertyId', (c) => c.getTourAvailability({ propertyId: '', from: '2026-01-01', to: '2026-01-02' })],
    ['propertyId', (c) => c.getTourAvailability({ propertyId: '1,2', from: '2026-01-01', to: '2026-01-02' })],
    ['from', (c) => c.getTourAvailability({ propertyId: '1', from: '01/01/2026', to: '2026-01-02' })],
    ['from', (c) => c.getTourAvailability({ propertyId: '1', from: '2026-02-30', to: '2026-03-02' })],
    [
      'to must not be before from',
      (c) => c.getTourAvailability({ propertyId: '1', from: '2026-01-02', to: '2026-01-01' }),
    ],
    [
      'to must be within a year',
      (c) => c.getTourAvailability({ propertyId: '1', from: '2026-01-02', to: '2036-01-01' }),
    ],
    [
      'timeZone',
      (c) =>
        c.getTourAvailability({
          propertyId: '1',
          from: '2026-01-01',
          to: '2026-01-02',
          timeZone: 'Mars/Base',
        }),
    ],
    ['propertyIds', (c) => c.getProperties({ propertyIds: ['x'] })],
    ['propertyIds', (c) => c.getPropertyUnits({ propertyIds: [' 1'] })],
    ['propertyId', (c) => c.approveProperty({ propertyId: '' })],
    ['propertyId', (c) => c.sendLead({ propertyId: '', person })],
    [
      'person needs an e-mail or a phone',
      (c) => c.sendLead({ propertyId: '1', person: { firstName: 'A', lastName: 'B' } }),
    ],
    [
      'person needs an e-mail or a phone',
      (c) => c.sendLead({ propertyId: '1', person: { ...person, email: ' ' } }),
    ],
    [
      'person needs a first or a last name',
      (c) => c.sendLead({ propertyId: '1', person: { ...person, firstName: '', lastName: ' ' } }),
    ],
    ['person.email', (c) => c.sendLead({ propertyId: '1', person: { ...person, email: 'ada' } })],
    ['slot.date', (c) => c.sendLead({ propertyId: '1', person, slot: { ...slot, date: '' } })],
    ['slot.time', (c) => c.sendLead({ propertyId: '1', person, slot: { ...slot, time: ' ' } })],
    ['slot.time', (c) => c.sendLead({ propertyId: '1', person, slot: { ...slot, time: 7 as never } })],
    ['person needs a first or a last name', (c) => c.sendLead({ propertyId: '1' } as never)],
    [
      'person needs an e-mail or a phone',
      (c) => c.sendLead({ propertyId: '1', person: { ...person, email: 7 as never } }),
    ],
    ['tourType', (c) => c.sendLead({ propertyId: '1', person, slot, tourType: 'GROUP' as never })],
    [
      'tourType',
      (c) =>
        c.updateLead({
          propertyId: '1',
          leadId: '1',
          change: { kind: 'book', slot, tourType: 'toString' as never },
        }),
    ],
    [
      'tourType',
      (c) =>
        c.getTourAvailability({
          propertyId: '1',
          from: '2026-01-01',
          to: '2026-01-02',
          tourType: '' as never,
        }),
    ],
    [
      'propertyTimeZone',
      (c) =>
        c.getTourAvailability({
          propertyId: '1',
          from: '2026-01-01',
          to: '2026-01-02',
          propertyTimeZone: 'Mars/Base',
        }),
    ],
    ['moveInDate', (c) => c.sendLead({ propertyId: '1', person, moveInDate: '12/01/2026' })],
    ['leadSource.id', (c) => c.sendLead({ propertyId: '1', person, leadSource: { id: '' } })],
    [
      'leadSource.additionalIds',
      (c) => c.sendLead({ propertyId: '1', person, leadSource: { id: '1', additionalIds: ['x'] } }),
    ],
    ['propertyId', (c) => c.findLeads({ propertyId: '' })],
    ['eventTypeIds', (c) => c.findLeads({ propertyId: '1', eventTypeIds: ['1', '2', '3', '4', '5', '6'] })],
    ['createdFrom', (c) => c.findLeads({ propertyId: '1', createdFrom: 'today' })],
    ['leadId', (c) => c.findLeadEvents({ propertyId: '1', leadId: 'x' })],
    ['leadId', (c) => c.findLeadEvents({ propertyId: '1', from: '2026-11-01' })],
    ['leadId', (c) => c.updateLead({ propertyId: '1', leadId: '', change: { kind: 'book', slot } })],
    [
      'change.eventId',
      (c) =>
        c.updateLead({ propertyId: '1', leadId: '1', change: { kind: 'reschedule', eventId: '', slot } }),
    ],
    [
      'change.eventResultId',
      (c) =>
        c.updateLead({
          propertyId: '1',
          leadId: '1',
          change: { kind: 'cancel', eventId: '1', eventResultId: '' },
        }),
    ],
  ])('%s: nothing is sent', async (field, call) => {
    const { server, client: c } = await client();
    expect(await failureOf(call(c))).toEqual(invalid(field));
    expect(server.requests).toEqual([]);
  });

  it('a slot that the chosen encoding cannot write is refused, and can still be booked as text', async () => {
    const unreadable = parseTourTime({ date: 'Tuesday', time: 'in the morning' }).raw;
    const { server, entrata } = await client({
      endpoints: { ...(await rawOptions()), slotEncoding: 'clock' },
    });
    const gateway = entrata.client({ subdomain: 'demo', auth: apiKey('k') });
    expect(await failureOf(gateway.sendLead({ propertyId: '1', person, slot: unreadable }))).toEqual(
      invalid('slot.time'),
    );
    const odd = parseTourTime({ date: 'Tuesday', time: '10:00 - 10:30' }).raw;
    expect(await failureOf(gateway.sendLead({ propertyId: '1', person, slot: odd }))).toEqual(
      invalid('slot.date'),
    );
    expect(server.requests).toEqual([]);

    const text = await client();
    await failureOf(text.client.sendLead({ propertyId: '1', person, slot: unreadable }));
    const [event] = JSON.parse(text.server.requests[0]?.body ?? '').method.params.prospects.prospect[0].events
      .event;
    expect(event).toMatchObject({
      [inventedIlsWire.sendLeads.slotDateField]: 'Tuesday',
      [inventedIlsWire.sendLeads.slotTimeField]: 'in the morning',
    });
  });

  it('a credential that would break the header is refused', async () => {
    const { server, entrata } = await client();
    for (const auth of [bearer('a\r\nx: y'), bearer(''), bearer(async () => 'a b'), apiKey('ä')]) {
      expect(await failureOf(entrata.client({ subdomain: 'demo', auth }).getProperties())).toMatchObject({
        code: 'invalid_input',
      });
    }
    expect(server.requests).toEqual([]);
  });

  it('an exchange needs a code, and a subdomain where the token URL holds one', async () => {
    const oauth = { clientId: 'a', clientSecret: 'b' };
    const { entrata } = await client({ oauth });
    expect(await failureOf(entrata.oauth.exchangeCode({ code: '' }))).toEqual(invalid('code'));
    const perClient = createEntrata({
      oauth: { ...oauth, tokenUrl: 'https://{subdomain}.entrata.com/api/oauth' },
    });
    expect(await failureOf(perClient.oauth.exchangeCode({ code: 'x' }))).toEqual(invalid('subdomain'));
    await perClient.close();
  });
});

describe('what is not configured', () => {
  it('is not sent: an exchange without credentials, and the ILS surface without a profile', async () => {
    const { endpoints, ...rest } = (await rawServerOptions()).options;
    const entrata = createEntrata({ ...rest, endpoints: { hosts: endpoints.hosts } });
    onTestFinished(() => entrata.close());
    const client = entrata.client({ subdomain: 'demo', auth: bearer('t') });
    const person = { firstName: 'Ada', lastName: 'Example', email: 'ada@example.test' };
    for (const call of [
      entrata.oauth.exchangeCode({ code: 'x' }),
      client.approveProperty({ propertyId: '1' }),
      client.getProperties(),
      client.getPropertyUnits({ propertyIds: ['1'] }),
      client.getTourAvailability({ propertyId: '1', from: '2026-01-01', to: '2026-01-02' }),
      client.sendLead({ propertyId: '1', person }),
      client.findLeads({ propertyId: '1' }),
      client.getLeadPickLists({ propertyId: '1' }),
    ]) {
      expect(await failureOf(call)).toMatchObject({ code: 'not_configured', outcome: 'not_sent' });
    }
    expect(servers.flatMap((server) => server.requests)).toEqual([]);
  });

  it('is approval with a key: only the ILS surface has a place for it', async () => {
    const server = await rawServerOptions();
    const entrata = createEntrata(server.options);
    onTestFinished(() => entrata.close());
    const client = entrata.client({ subdomain: 'demo', auth: apiKey('k') });
    const error = await failureOf(client.approveProperty({ propertyId: '1' }));
    expect(error).toMatchObject({ code: 'not_configured', outcome: 'not_sent' });
    expect(server.requests).toEqual([]);
  });
});

const servers: Awaited<ReturnType<typeof rawServer>>[] = [];
async function rawServerOptions() {
  const server = await rawServer(noProperties);
  servers.push(server);
  onTestFinished(() => server.close());
  return server;
}
async function rawOptions() {
  return (await rawServerOptions()).options.endpoints;
}
