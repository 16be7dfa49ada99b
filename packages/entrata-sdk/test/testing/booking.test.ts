import { expect, test } from 'vitest';
import { FakeEntrata } from '../../src/testing/index.js';
import { fixedClock } from './fixed-clock.js';
import { ils } from './post.js';

const demo = 'https://demo.entrata.com';

function open() {
  const clock = fixedClock('2026-11-23T18:00:00Z');
  const sandbox = new FakeEntrata({ clock });
  const token = sandbox.issueToken('demo');
  const call = async (method: string, params: unknown) =>
    (await ils((request) => sandbox.handle(request), demo, token, method, params)).json.response;
  return { sandbox, call, clock };
}

function lead(event: object | undefined, customer: object = {}, propertyId: string | number = '700003') {
  return {
    propertyId,
    doNotSendConfirmationEmail: '0',
    prospects: {
      prospect: [
        {
          leadSource: { originatingLeadSourceId: '105949' },
          createdDate: '11/23/2026T10:59:00',
          customers: {
            customer: [
              {
                name: { firstName: 'Ada', lastName: 'Test' },
                phone: { personalPhoneNumber: '555-010-0100' },
                email: 'ada@example.test',
                ...customer,
              },
            ],
          },
          ...(event ? { events: { event: [{ type: 'Appointment', comments: 'n/a', ...event }] } } : {}),
        },
      ],
    },
  };
}

const slot = { tourDate: '2026-11-24', tourTime: '10:00 MST - 10:30 MST' };

test('books the slot, byte for byte as offered, and offers it no longer', async () => {
  const { sandbox, call } = open();
  const booked = await call('sendLeads', lead(slot));
  expect(booked).toMatchObject({
    code: 200,
    result: {
      prospects: { prospect: [{ node: '1', status: 'Success', message: 'Lead inserted successfully.' }] },
    },
  });
  const record = booked.result?.prospects?.prospect?.[0];
  expect(sandbox.ledger.leads).toMatchObject([{ leadId: record?.applicationId, email: 'ada@example.test' }]);
  expect(sandbox.ledger.appointments).toMatchObject([
    {
      leadId: record?.applicationId,
      propertyId: '700003',
      rawDate: '2026-11-24',
      rawTime: '10:00 MST - 10:30 MST',
      carriedAs: 'text',
      matchesOffer: true,
      date: '2026-11-24',
      start: '10:00',
      end: '10:30',
      status: 'booked',
    },
  ]);
  const range = { propertyId: 700003, fromDate: '11/24/2026', toDate: '11/24/2026' };
  const left = (await call('getTourAvailability', range)).result?.availableTours?.availableTour?.[0]
    ?.tourTime;
  expect(left).toHaveLength(11);
  expect(left).not.toContain('10:00 MST - 10:30 MST');
});

test('refuses a slot that is taken, per record under code 300, and keeps neither lead nor appointment', async () => {
  const { sandbox, call } = open();
  await call('sendLeads', lead(slot));
  const second = await call('sendLeads', lead(slot, { email: 'bo@example.test' }));
  expect(second).toMatchObject({
    code: 300,
    result: {
      prospects: { prospect: [{ status: 'Failed', message: expect.stringMatching(/no longer available/) }] },
    },
  });
  expect([sandbox.ledger.leads.length, sandbox.ledger.appointments.length]).toEqual([1, 1]);
});

test.each([
  ['a label is changed', { tourDate: '2026-11-24', tourTime: '10:00 MDT - 10:30 MDT' }],
  ['the time is converted', { tourDate: '2026-11-24', tourTime: '11:00 CST - 11:30 CST' }],
  ['spaces are trimmed', { tourDate: '2026-11-24', tourTime: '10:00 MST-10:30 MST' }],
  ['the date is rewritten', { tourDate: '11/24/2026', tourTime: '10:00 MST - 10:30 MST' }],
  ['the day is closed', { tourDate: '2026-11-29', tourTime: '10:00 MST - 10:30 MST' }],
])('refuses a slot that is not the one it offered when %s', async (_, changed) => {
  const { sandbox, call } = open();
  const refused = await call('sendLeads', lead(changed));
  expect(refused.result?.prospects?.prospect?.[0]).toMatchObject({
    status: 'Failed',
    message: expect.stringContaining('byte for byte'),
  });
  expect([sandbox.ledger.leads, sandbox.ledger.appointments]).toEqual([[], []]);
});

test('refuses a slot that has begun since it was offered', async () => {
  const { sandbox, call, clock } = open();
  clock.set('2026-11-24T17:00:00Z');
  const refused = await call('sendLeads', lead(slot));
  expect(refused.result?.prospects?.prospect?.[0]?.message).toMatch(/no longer available/);
  clock.set('2026-11-24T16:59:59Z');
  expect((await call('sendLeads', lead(slot))).code).toBe(200);
  expect(sandbox.ledger.appointments).toHaveLength(1);
});

test.each([
  ['halves', { appointmentDate: '11/24/2026', timeFrom: '10:00 MST', timeTo: '10:30 MST' }, true],
  ['halves', { appointmentDate: '11/24/2026', timeFrom: '10:00 MDT', timeTo: '10:30 MDT' }, false],
  ['clock', { appointmentDate: '11/24/2026', timeFrom: '10:00:00', timeTo: '10:30:00' }, true],
  ['clock', { appointmentDate: '11/24/2026', timeFrom: '10:00AM', timeTo: '10:30am' }, true],
  ['clock', { appointmentDate: '11/24/2026', timeFrom: '17:00:00', timeTo: '17:30:00' }, false],
])('reads a slot carried as %s: %o', async (carriedAs, event, matchesOffer) => {
  const { sandbox, call } = open();
  await call('sendLeads', lead(event));
  const rawTime = `${event.timeFrom} - ${event.timeTo}`;
  expect(sandbox.ledger.appointments).toMatchObject([{ carriedAs, matchesOffer, rawTime }]);
});

test('an event that is not under events.event is dropped silently, and the lead is kept', async () => {
  const { sandbox, call } = open();
  const params = lead(undefined);
  const [prospect] = params.prospects.prospect;
  const malformed = {
    ...params,
    prospects: { prospect: { ...prospect, events: [{ type: 'Appointment', ...slot }] } },
  };
  expect((await call('sendLeads', malformed)).code).toBe(200);
  expect([sandbox.ledger.leads.length, sandbox.ledger.appointments.length]).toEqual([1, 0]);
});

test('refuses a lead without a property, a name, or a way to reach the person', async () => {
  const { sandbox, call } = open();
  expect((await call('sendLeads', { ...lead(slot), propertyId: '' })).error?.message).toMatch(/Property Id/);
  const messageOf = async (customer: object) =>
    (await call('sendLeads', lead(slot, customer))).result?.prospects?.prospect?.[0]?.message;
  expect(await messageOf({ email: '', phone: {} })).toMatch(/Email or phone/);
  expect(await messageOf({ name: {} })).toMatch(/name/);
  expect(sandbox.ledger.leads).toHaveLength(0);
});

test('finds the lead again by e-mail, with its appointment only when event types are asked for', async () => {
  const { sandbox, call } = open();
  await call('sendLeads', lead(slot));
  const [booked] = sandbox.ledger.appointments;
  const found = await call('getLeads', {
    propertyId: '700003',
    email: 'ADA@example.test',
    eventTypeIds: '17',
  });
  expect(found.result?.prospects?.prospect).toMatchObject([
    {
      applicationId: booked?.leadId,
      createdOn: '11/23/2026 11:00:00 MST',
      events: {
        event: [
          {
            eventId: booked?.eventId,
            typeId: '17',
            appointmentDate: '2026-11-24',
            timeFrom: '10:00:00',
            ...slot,
          },
        ],
      },
    },
  ]);
  const bare = await call('getLeads', { propertyId: '700003', email: 'ada@example.test' });
  expect(bare.result?.prospects?.prospect?.[0]).not.toHaveProperty('events');
  const events = await call('getLeadEvents', { propertyId: '700003', applicationId: booked?.leadId });
  expect(events.result?.prospects?.prospect?.[0]?.events?.event).toMatchObject([
    { eventId: booked?.eventId },
  ]);
  const none = await call('getLeads', { propertyId: '700003', email: 'nobody@example.test' });
  expect(none).toEqual({ requestId: '15', code: 200, result: { prospects: [] } });
});
