import {
  apiKey,
  bearer,
  createEntrata,
  type EntrataClient,
  type EntrataOptions,
  inventedIlsWire,
  type ListingsInput,
  parseTourTime,
  type TourAvailabilityInput,
  type TourTimeOptions,
} from 'entrata-sdk';
import { describe, expect, it, onTestFinished } from 'vitest';
import { failureOf } from './support/outcome.js';
import { noProperties, rawServer } from './support/raw-server.js';
import { outcomeInto, recordingTransport } from './support/recording.js';

const invalid = (message: string) =>
  expect.objectContaining({
    code: 'invalid_input',
    outcome: 'not_sent',
    message: expect.stringContaining(message),
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
    ['propertyIds', (c) => c.getListings({ propertyIds: [' 1'] })],
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
      wire: { ...(await rawOptions()), slotEncoding: 'clock' },
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
      oauth,
      wire: { hosts: { token: 'https://{subdomain}.entrata.com/api/oauth' } },
    });
    expect(await failureOf(perClient.oauth.exchangeCode({ code: 'x' }))).toEqual(invalid('subdomain'));
    await perClient.close();
  });
});

describe('what is not configured', () => {
  it('is not sent: an exchange without credentials, and the ILS surface without a profile', async () => {
    const { wire, ...rest } = (await rawServerOptions()).options;
    const entrata = createEntrata({ ...rest, wire: { hosts: wire.hosts } });
    onTestFinished(() => entrata.close());
    const client = entrata.client({ subdomain: 'demo', auth: bearer('t') });
    const person = { firstName: 'Ada', lastName: 'Example', email: 'ada@example.test' };
    for (const call of [
      entrata.oauth.exchangeCode({ code: 'x' }),
      client.approveProperty({ propertyId: '1' }),
      client.getProperties(),
      client.getListings({ propertyIds: ['1'] }),
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

describe('an input of a method given as undefined is one left out', () => {
  type Optional<T> = { readonly [K in keyof T as undefined extends T[K] ? K : never]-?: true };
  const range = { propertyId: '1', from: '2026-01-01', to: '2026-01-02' };
  const inputs: Record<string, readonly [object, (c: EntrataClient, input: never) => unknown]> = {
    getProperties: [{ propertyIds: true }, (c, input) => c.getProperties(input)],
    iterateProperties: [
      { propertyIds: true },
      (c, input) => c.iterateProperties(input)[Symbol.asyncIterator]().next(),
    ],
    getListings: [
      { termRents: true } satisfies Optional<ListingsInput>,
      (c, input) => c.getListings({ propertyIds: ['1'], ...(input as object) }),
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
      const entrata = createEntrata({ http: recordingTransport(seen) });
      await outcomeInto(
        Promise.resolve(call(entrata.client({ subdomain: 'demo', auth: apiKey('k') }), input as never)),
        seen,
      );
      await entrata.close();
      return seen;
    };
    const leftOut = await run({});
    for (const name of Object.keys(every)) expect(await run({ [name]: undefined }), name).toEqual(leftOut);
  });
});

it('a zone of parseTourTime given as undefined is one left out', () => {
  const text = { date: '2026-12-01', time: '10:00 MST - 10:30 MST' };
  const names: Readonly<Record<keyof TourTimeOptions, true>> = { timeZone: true, propertyTimeZone: true };
  for (const name of Object.keys(names)) {
    expect(parseTourTime(text, { [name]: undefined })).toEqual(parseTourTime(text));
  }
});

const servers: Awaited<ReturnType<typeof rawServer>>[] = [];
async function rawServerOptions() {
  const server = await rawServer(noProperties);
  servers.push(server);
  onTestFinished(() => server.close());
  return server;
}
async function rawOptions() {
  return (await rawServerOptions()).options.wire;
}
