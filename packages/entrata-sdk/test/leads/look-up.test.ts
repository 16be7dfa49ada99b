import { bearer, createEntrata } from 'entrata-sdk';
import { describe, expect, it, onTestFinished } from 'vitest';
import { decodeLeads } from '../../src/leads/read-leads.js';
import { takenRecord } from '../../src/leads/taken-record.js';
import { failureOf } from '../support/outcome.js';
import { type Answer, rawServer, reply, result } from '../support/raw-server.js';
import { nextDays, sandboxClient, surfaces } from '../support/sandbox.js';

const person = { firstName: 'Ada', lastName: 'Example', email: 'ada@example.test' };

async function clientOf(...answers: Answer[]) {
  const server = await rawServer(...answers);
  const entrata = createEntrata({ retry: { maxRetries: 0 }, ...server.options });
  onTestFinished(async () => {
    await entrata.close();
    await server.close();
  });
  return entrata.client({ subdomain: 'demo', auth: bearer('token') });
}

const errorReply = (error: unknown, status = 200) => reply({ response: { requestId: '1', error } }, status);
const lead = (id: number) => ({
  applicationId: id,
  customers: { customer: [{ email: 'ada@example.test' }] },
});
const leads = (count: number) => Array.from({ length: count }, (_, index) => lead(index + 1));
const counted = (prospect: unknown, total: number) =>
  reply({ response: { code: 200, result: { prospects: { prospect } } } }, 200, {
    'X-Total-Count': `${total}`,
  });

describe('an empty look-up of leads', () => {
  it.each<[string, Answer]>([
    ['a text', result('No records found with mentioned preferences.')],
    ['another text', result('No leads match the given criteria')],
    ['an empty list', result({ prospects: [] })],
    ['an empty list in its wrapper', result({ prospects: { prospect: [] } })],
    ['an empty list in both wrappers', result({ prospects: [{ prospect: [] }] })],
    ['an error without a code', errorReply({ message: 'No records found.' })],
    ['an error with code 400', errorReply({ code: 400, message: 'No record(s) found' })],
    ['an error on HTTP 400', errorReply({ code: 400, message: 'No leads were found for this e-mail' }, 400)],
  ])('proves that there is none when it says so: %s', async (_, answer) => {
    const client = await clientOf(answer);
    const input = { propertyId: '1', email: person.email };
    expect(await client.lookUpLeads(input)).toEqual({ leads: [], isComplete: true });
    expect(await client.findLeads(input)).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['a list that is no answer', []],
    ['an object without fields', {}],
    ['no prospects', { prospects: null }],
    ['an empty element', { prospects: '' }],
    ['an empty node', { prospects: {} }],
    ['an empty element in the wrapper', { prospects: { prospect: '' } }],
    ['a list of nothing', { prospects: { prospect: [[]] } }],
    ['another thing that was not found', 'Property not found'],
    ['nothing, but not of leads', 'No data available'],
    ['a passing state', 'No records found at this time, try again later'],
  ])('proves nothing when it is %s', async (_, value) => {
    const client = await clientOf(result(value));
    expect(await client.lookUpLeads({ propertyId: '1' })).toEqual({ leads: [], isComplete: false });
  });

  it.each([
    ['a refusal', 311, 'rejected', 'No records found'],
    ['an unknown company', 314, 'rejected', 'No records found'],
    ['another complaint', 400, 'rejected', 'propertyId is not valid'],
    ['a failure', 500, 'unavailable', 'No records found'],
  ])('is an error when it is %s, whatever its words', async (_, code, __, message) => {
    const client = await clientOf(errorReply({ code, message }));
    expect(await failureOf(client.lookUpLeads({ propertyId: '1' }))).toMatchObject({ entrataCode: code });
  });
});

describe('leads that are found', () => {
  it('are complete when the reply counts no more', async () => {
    const client = await clientOf(
      counted(leads(3), 3),
      counted(leads(3), 4),
      result({ prospects: leads(3) }),
    );
    const isComplete = async () => (await client.lookUpLeads({ propertyId: '1' })).isComplete;
    expect([await isComplete(), await isComplete(), await isComplete()]).toEqual([true, false, true]);
  });

  // As JSON: that id cannot be told from its neighbour once it is a number of JavaScript.
  it.each(['{}', '{"applicationId":9007199254740993}', '{"applicationId":{}}', 'null'])(
    'stay when one has no id that can be told, and are then not all: %s',
    async (odd) => {
      const prospect = `[{"applicationId":1},${odd},{"applicationId":"2"}]`;
      const body = `{"response":{"code":200,"result":{"prospects":{"prospect":${prospect}}}}}`;
      const client = await clientOf(reply(body), reply(body));
      const { leads: found, isComplete } = await client.lookUpLeads({ propertyId: '1' });
      expect([found.map(({ leadId }) => leadId), isComplete]).toEqual([['1', '2'], false]);
      const only = await clientOf(reply(body.replace(prospect, `[{"applicationId":9007199254740993}]`)));
      expect(await failureOf(only.lookUpLeads({ propertyId: '1' }))).toMatchObject({ code: 'bad_response' });
    },
  );

  it('are not all when one cannot be read, or when they fill a usual page to the last', async () => {
    const client = await clientOf(
      result({ prospects: { prospect: [lead(1), null] } }),
      result({ prospects: { prospect: leads(100) } }),
      counted([], 2),
    );
    const isComplete = async () => (await client.lookUpLeads({ propertyId: '1' })).isComplete;
    expect([await isComplete(), await isComplete(), await isComplete()]).toEqual([false, false, false]);
  });

  it('stay found when the page after them is an error that says there is nothing more', async () => {
    const server = await rawServer(
      result({ prospects: { prospect: leads(1_000) } }),
      errorReply({ code: 400, message: 'No records found' }),
    );
    const entrata = createEntrata({ ...server.options });
    onTestFinished(async () => {
      await entrata.close();
      await server.close();
    });
    const client = entrata.client({ subdomain: 'demo', auth: { kind: 'apiKey', key: 'key' } });
    const { leads: found, isComplete } = await client.lookUpLeads({ propertyId: '1' });
    expect([found.length, isComplete]).toEqual([1_000, false]);
  });

  it('are read in the published layout as in any other', async () => {
    const clock = { now: () => Date.parse('2026-11-23T18:00:00Z') };
    const read = async (quirks: object) => {
      const { client, propertyId } = await sandboxClient('ils', { clock, quirks }, { clock });
      await client.sendLead({ propertyId, person });
      return client.findLeads({ propertyId, email: person.email });
    };
    const published = await read({});
    expect(published).toMatchObject([{ ...person, createdAt: '2026-11-23T18:00:00.000Z' }]);
    for (const quirks of [
      { nestedCustomers: true },
      { leadContainer: 'nested' },
      { leadContainer: 'list' },
    ]) {
      expect(await read(quirks)).toEqual(published);
    }
  });
});

describe.each(surfaces)('a cancelled appointment over the %s surface', (surface) => {
  it.each([
    ['by id and name', {}, { resultId: '602', result: 'Cancelled' }],
    ['by id', { eventResult: 'id' }, { resultId: '602' }],
    ['by name', { eventResult: 'name' }, { result: 'Cancelled' }],
    ['by ids that are numbers', { swapIdTypes: true }, { resultId: '602', result: 'Cancelled' }],
  ] as const)('is told from a standing one %s', async (_, quirks, expected) => {
    const { client, propertyId } = await sandboxClient(surface, { quirks });
    const { slots } = await client.getTourAvailability({ propertyId, ...nextDays(20) });
    const slot = slots[0]?.raw;
    if (!slot) throw new Error('no slots');
    const { leadId } = await client.sendLead({ propertyId, person, slot });
    const [before] = await client.findLeads({ propertyId, leadId });
    expect([before?.events[0]?.resultId, before?.events[0]?.result]).toEqual([undefined, undefined]);
    const eventId = before?.events[0]?.id ?? '';
    await client.updateLead({
      propertyId,
      leadId,
      change: { kind: 'cancel', eventId, eventResultId: '602' },
    });
    const [after] = await client.findLeads({ propertyId, leadId });
    expect(after?.events).toMatchObject([expected]);
    const [event] = await client.findLeadEvents({ propertyId, leadId });
    expect(event?.resultId ?? event?.result).toMatch(/^(602|Cancelled)$/);
  });
});

describe('the reply to a lead', () => {
  it('takes a zero for no result', () => {
    const events = {
      event: [
        { eventId: 1, eventResultId: 0 },
        { eventId: 2, eventResultId: 602 },
      ],
    };
    const [read] = decodeLeads({ prospects: [{ applicationId: 7, events }] }, undefined, 'm');
    expect(read?.events.map(({ resultId }) => resultId)).toEqual([undefined, '602']);
  });

  it.each([
    { status: 1, message: 'Lead inserted successfully.' },
    { status: '1', applicationId: 7, message: 'Lead inserted successfully. Event failed.' },
    { status: 'Success', applicationId: 7, message: 'Event failed' },
    { applicationId: 7, message: 'Lead inserted successfully. Event failed.' },
  ])('is a success although a number says it, or an event failed: %o', (record) => {
    expect(takenRecord({ prospects: { prospect: [record] } }, 'm').message).toContain(record.message);
  });
});
