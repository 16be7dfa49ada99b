import { apiKey, createEntrata, type EntrataClient, type EntrataEvent } from 'entrata-sdk';
import { describe, expect, it, onTestFinished } from 'vitest';
import { failureOf } from '../support/outcome.js';
import { type Answer, rawServer, reply, result } from '../support/raw-server.js';

async function clientOf(...answers: Answer[]) {
  const events: EntrataEvent[] = [];
  const server = await rawServer(...answers);
  const entrata = createEntrata({
    retry: { maxRetries: 0 },
    onEvent: (event) => events.push(event),
    ...server.options,
  });
  onTestFinished(async () => {
    await entrata.close();
    await server.close();
  });
  return { client: entrata.client({ subdomain: 'demo', auth: apiKey('key') }), events };
}

const refusal = (error: unknown, status = 200) => reply({ response: { requestId: '1', error } }, status);
const days = { from: '2026-12-01', to: '2026-12-02' };

const reads: Readonly<Record<string, (client: EntrataClient) => Promise<unknown>>> = {
  getProperties: (client) => client.getProperties(),
  getListings: (client) => client.getListings({ propertyIds: ['1'] }),
  getTourAvailability: async (client) =>
    (await client.getTourAvailability({ propertyId: '1', ...days })).slots,
  findLeads: (client) => client.findLeads({ propertyId: '1' }),
  findLeadEvents: (client) => client.findLeadEvents({ propertyId: '1', leadId: '2' }),
};

describe.each(Object.entries(reads))('%s', (_, read) => {
  it.each<[string, Answer, string]>([
    ['a text', result('No records found with mentioned preferences.'), 'No records found'],
    ['an error without a code', refusal({ message: 'No records found.' }), 'No records found.'],
    ['an error with a code', refusal({ code: 400, message: 'No record(s) found' }), 'No record(s) found'],
    ['an error on HTTP 400', refusal({ code: 400, message: 'No results were found' }, 400), 'No results'],
    ['an error that is a text', refusal('No data available'), 'No data available'],
    [
      'a status without a code',
      reply({ response: { status: { message: 'No records found.' } } }),
      'No records found.',
    ],
    [
      'a status beside a bad code',
      reply({ response: { code: 400, status: { message: 'No records found.' } } }, 400),
      'No records found.',
    ],
    ['a bad code', reply({ response: { code: 300, message: 'No records exist' } }), 'No records exist'],
  ])('is empty when Entrata says so in %s, and the words are in an event', async (_, answer, words) => {
    const { client, events } = await clientOf(answer);
    expect(await read(client)).toEqual([]);
    expect(events.filter(({ type }) => type === 'nothing_found')).toMatchObject([
      { entrataMessage: expect.stringContaining(words) },
    ]);
    expect(events.at(-1)?.type).toBe('success');
  });

  it.each([
    [401, 'unauthorized', 'No records found'],
    [403, 'forbidden', 'No records found'],
    [311, 'forbidden', 'No records found'],
    [1403, 'forbidden', 'No records found'],
    [429, 'rate_limited', 'No records found'],
    [310, 'unavailable', 'No records found'],
    [500, 'unavailable', 'No records found'],
    [599, 'unavailable', 'No records found'],
    [1404, 'rejected', 'No records found'],
    [404, 'rejected', 'Property not found'],
    [404, 'rejected', 'No such method exists'],
    [400, 'rejected', 'Application not found'],
    [400, 'rejected', 'propertyId is not valid'],
    [400, 'rejected', 'No records found at this time, try again later'],
  ])('is an error for code %i (%s): %s', async (entrataCode, code, message) => {
    const { client, events } = await clientOf(refusal({ code: entrataCode, message }));
    expect(await failureOf(read(client))).toMatchObject({ code, entrataCode });
    expect(events.map(({ type }) => type)).not.toContain('nothing_found');
  });
});

it('a property without tours is told from one without free tours', async () => {
  const { client } = await clientOf(refusal({ code: 314, message: 'No tours found' }));
  const availability = await client.getTourAvailability({ propertyId: '1', ...days });
  expect(availability).toEqual({ supported: false, slots: [] });
});

it('an empty text is an empty list without words', async () => {
  const { client, events } = await clientOf(result(''));
  expect(await client.getProperties()).toEqual([]);
  expect(events.map(({ type }) => type)).not.toContain('nothing_found');
});

it('a write is never taken for a list: "no records" is its error', async () => {
  const { client } = await clientOf(refusal({ code: 400, message: 'No records found.' }));
  const change = { kind: 'cancel', eventId: '1', eventResultId: '2' } as const;
  expect(await failureOf(client.updateLead({ propertyId: '1', leadId: '2', change }))).toMatchObject({
    code: 'rejected',
  });
});

it('the words are masked, since they may name a person', async () => {
  const { client, events } = await clientOf(
    result('No records found for ada@example.test or 555-010-0100 with key'),
  );
  await client.findLeads({ propertyId: '1' });
  expect(events).toContainEqual(
    expect.objectContaining({
      type: 'nothing_found',
      entrataMessage: 'No records found for [e-mail] or [digits] with [secret]',
    }),
  );
});
