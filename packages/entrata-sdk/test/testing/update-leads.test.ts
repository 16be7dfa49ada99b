import { beforeEach, expect, test } from 'vitest';
import { post } from './post.js';
import { elevenOClock, leadParams, openGateway, tenOClock } from './standard-call.js';

let { sandbox, call } = openGateway();
let leadId = '';
let eventId = '';

beforeEach(async () => {
  ({ sandbox, call } = openGateway());
  await call('leads/sendLeads', leadParams(tenOClock));
  leadId = sandbox.ledger.leads[0]?.leadId ?? '';
  eventId = sandbox.ledger.appointments[0]?.eventId ?? '';
});

async function offered(): Promise<string> {
  const params = { propertyId: '700003', fromDate: '11/24/2026', toDate: '11/24/2026' };
  const { json } = await call('properties/getCalendarAvailability r2', params);
  return JSON.stringify(json.response.result);
}

const base = () => ({ propertyId: '700003', applicationId: leadId, typeId: '17', comments: 'changed' });

test('r2 with an eventId and a slot reschedules: the old slot is free again, the ledger remembers it', async () => {
  const event = { type: 'Appointment', typeId: '17', eventId, comments: 'moved', ...elevenOClock };
  const { json } = await call('leads/updateLeads r2', {
    propertyId: '700003',
    prospects: { prospect: { applicationId: leadId, events: { event: [event] } } },
  });
  expect(json.response).toEqual({
    requestId: '15',
    code: 200,
    result: { prospects: [{ node: '1', status: 'Success', message: 'Lead updated successfully.' }] },
  });
  expect(sandbox.ledger.appointments).toMatchObject([
    {
      eventId,
      status: 'booked',
      start: '11:00',
      earlierSlots: [{ rawDate: '11/24/2026', rawTime: '10:00:00 - 10:30:00' }],
    },
  ]);
  expect(await offered()).toContain('10:00 MST');
  expect(await offered()).not.toContain('11:00 MST - 11:30');
});

test('an event result found in the pick list cancels: the slot is free again', async () => {
  const lists = await call('leads/getLeadPickLists r2', { propertyId: '700003' });
  const results = lists.json.response.result?.eventResults?.eventResult ?? [];
  const cancelled = results.map((item) => item['@attributes']).find((item) => item?.name === 'Cancelled');
  const { json } = await call('leads/updateLeads r2', { ...base(), eventId, eventResultId: cancelled?.id });
  expect(json.response.code).toBe(200);
  expect(sandbox.ledger.appointments).toMatchObject([
    { eventId, status: 'cancelled', eventResultId: cancelled?.id },
  ]);
  expect(await offered()).toContain('10:00 MST - 10:30');
  const again = await call(
    'leads/sendLeads',
    leadParams(tenOClock, { customer: { email: 'bo@example.test' } }),
  );
  expect(again.json.response.code).toBe(200);
  const events = await call('leads/getLeadEvents', { propertyId: '700003', applicationId: leadId });
  const [event] = events.json.response.result?.prospects?.prospect?.[0]?.events?.event ?? [];
  expect(event?.eventResultId).toBe(Number(cancelled?.id));
});

test('r1 answers in capitals, and a result without an eventId is about the latest appointment', async () => {
  const { json } = await call('leads/updateLeads r1', { ...base(), eventResultId: '602' });
  expect(json.response.result?.Prospects?.Prospect).toEqual([
    {
      '@attributes': {
        node: '1',
        reference_id: leadId,
        applicant_id: sandbox.ledger.leads[0]?.applicantId,
        status: 'Success',
        message: 'Lead updated successfully.',
      },
    },
  ]);
  expect(sandbox.ledger.appointments[0]?.status).toBe('cancelled');
});

test('an update without an eventId adds an appointment to the lead that is there', async () => {
  await call('leads/updateLeads r2', {
    ...base(),
    events: { event: { type: 'Appointment', ...elevenOClock } },
  });
  expect(sandbox.ledger.leads).toHaveLength(1);
  expect(sandbox.ledger.appointments.map((found) => [found.leadId, found.start])).toEqual([
    [leadId, '10:00'],
    [leadId, '11:00'],
  ]);
});

test.each([
  ['no lead', { applicationId: '' }, /applicationId is required/],
  ['a lead that is not there', { applicationId: '1' }, /applicationId is not valid/],
  ['an event that is not there', { eventId: '1', eventResultId: '602' }, /eventId is not valid/],
  ['a result that is not there', { eventResultId: '999' }, /eventResultId is not valid/],
  ['no comment', { comments: '', eventResultId: '602' }, /comments is required/],
  ['no type', { typeId: '', eventResultId: '602' }, /typeId is required/],
])('refuses %s, per record under code 300', async (_, change, message) => {
  const { json } = await call('leads/updateLeads r2', { ...base(), ...change });
  expect(json.response).toMatchObject({
    code: 300,
    result: { prospects: [{ status: 'Failed', message: expect.stringMatching(message) }] },
  });
  expect(sandbox.ledger.appointments).toMatchObject([{ status: 'booked', start: '10:00' }]);
});

test('refuses to move onto a slot that is taken, and lets one stay where it is', async () => {
  await call('leads/sendLeads', leadParams(elevenOClock, { customer: { email: 'bo@example.test' } }));
  const move = async (slot: object) =>
    (await call('leads/updateLeads r2', { ...base(), eventId, ...slot })).json.response.code;
  expect(await move(elevenOClock)).toBe(300);
  expect(await move(tenOClock)).toBe(200);
  expect(sandbox.ledger.doubleBooked()).toEqual([]);
});

test('over ILS an appointment is rescheduled by the slot text of the profile', async () => {
  const token = sandbox.issueToken('demo');
  const slot = { tourDate: '2026-11-25', tourTime: '14:00 MST - 14:30 MST' };
  const body = {
    auth: { type: 'oauth' },
    method: { name: 'updateLeads', version: 'r2', params: { ...base(), eventId, ...slot } },
  };
  const url = 'https://demo.entrata.com/api/ils/internetlisting';
  const headers = { authorization: `Bearer ${token}` };
  const { json } = await post((request) => sandbox.handle(request), url, body, headers);
  expect(json.response.result?.prospects?.[0]?.status).toBe('Success');
  expect(sandbox.ledger.appointments).toMatchObject([
    { rawDate: slot.tourDate, rawTime: slot.tourTime, carriedAs: 'text', matchesOffer: true },
  ]);
});
