import { afterEach, beforeEach, expect, test } from 'vitest';
import { gateway, gatewayHeaders, openForOthers } from './third-party-call.js';

// Bodies and headers as published clients of the real Entrata send them, over real sockets, without our SDK.
let others: Awaited<ReturnType<typeof openForOthers>>;

beforeEach(async () => {
  others = await openForOthers();
});
afterEach(() => others.close());

test('a WordPress plugin on the gateway: properties without a version, r2 slots, a lead with the clock digits', async () => {
  const { sandbox, send } = others;
  const auth = { type: 'apikey' };
  const properties = await send(`${gateway}/properties`, gatewayHeaders, {
    auth,
    requestId: '15',
    method: { name: 'getProperties', params: { propertyIds: '700003' } },
  });
  expect(properties.response.result?.PhysicalProperty?.Property?.[0]?.PropertyID).toBe(700003);
  const tours = await send(`${gateway}/properties`, gatewayHeaders, {
    auth,
    requestId: '15',
    method: {
      name: 'getCalendarAvailability',
      version: 'r2',
      params: { propertyId: 700003, fromDate: '11/24/2026', toDate: '12/23/2026', tourType: 'AGENT_GUIDED' },
    },
  });
  const [day] = tours.response.result?.availableTours?.availableTour ?? [];
  expect([day?.tourDate, day?.tourTime?.[0]]).toEqual(['2026-11-24', '10:00 MST - 10:30 MST']);
  const [timeFrom, timeTo] = String(day?.tourTime?.[0])
    .replace(/ [A-Z]{3,4}/g, '')
    .split(' - ')
    .map((time) => `${time}:00`);
  const booked = await send(`${gateway}/leads`, gatewayHeaders, {
    auth,
    requestId: '15',
    method: {
      name: 'sendLeads',
      params: {
        propertyId: 700003,
        doNotSendConfirmationEmail: '0',
        isWaitList: '0',
        prospects: {
          prospect: {
            leadSource: { originatingLeadSourceId: '105949' },
            createdDate: '11/23/2026T10:59:05',
            customers: {
              customer: {
                name: { firstName: 'Ada', lastName: 'Test' },
                phone: { personalPhoneNumber: '555-010-0100' },
                email: 'ada@example.test',
              },
            },
            customerPreferences: { desiredMoveInDate: '12/01/2026', comment: 'hello' },
            events: {
              event: [
                {
                  type: 'Appointment',
                  eventTypeId: '17',
                  subtypeId: '454',
                  date: '11/23/2026T10:59:05',
                  appointmentDate: '11/24/2026',
                  timeFrom,
                  timeTo,
                  eventReasons: 'Tour',
                  comments: 'n/a',
                },
              ],
            },
          },
        },
      },
    },
  });
  const record = booked.response.result?.prospects?.prospect?.[0];
  expect([booked.status, booked.response.code, record?.status]).toEqual([200, 200, 'Success']);
  expect(sandbox.ledger.appointments).toMatchObject([
    {
      rawTime: '10:00:00 - 10:30:00',
      carriedAs: 'clock',
      matchesOffer: true,
      subtypeId: '454',
      reason: 'Tour',
    },
  ]);
  const found = await send(`${gateway}/leads`, gatewayHeaders, {
    auth,
    requestId: '15',
    method: {
      name: 'getLeads',
      version: 'r1',
      params: { propertyId: 700003, email: 'ada@example.test', excludeAmenities: '1' },
    },
  });
  expect(found.response.result?.prospects?.prospect?.[0]?.applicationId).toBe(record?.applicationId);
});

test('that plugin, for a person who already has a lead: getLeads, then the same tree by updateLeads r2', async () => {
  // It reads the nested layout, and takes any other for a person without a lead.
  const { sandbox, send, close } = await openForOthers({ quirks: { leadContainer: 'nested' } });
  const auth = { type: 'apikey' };
  const customers = { customer: { name: { firstName: 'Ada', lastName: 'Test' }, email: 'ada@example.test' } };
  const prospect = {
    leadSource: { originatingLeadSourceId: '105949' },
    createdDate: '11/23/2026T10:59:05',
    customers,
    customerPreferences: { desiredMoveInDate: null, comment: 'customer Preferences Comment' },
  };
  await send(`${gateway}/leads`, gatewayHeaders, {
    auth,
    method: { name: 'sendLeads', params: { propertyId: 700003, prospects: { prospect } } },
  });
  const found = await send(`${gateway}/leads`, gatewayHeaders, {
    auth,
    requestId: '15',
    method: {
      name: 'getLeads',
      params: {
        propertyId: '700003',
        email: 'ada@example.test',
        excludeAmenities: '1',
        doNotSendConfirmationEmail: '0',
      },
    },
  });
  const applicationId = Number(found.response.result?.prospects?.[0]?.prospect?.[0]?.applicationId);
  const event = {
    type: 'Appointment',
    eventTypeId: '17',
    typeId: '17',
    title: 'Appointment',
    subtypeId: '454',
    date: '11/23/2026T10:59:05',
    appointmentDate: '11/24/2026',
    timeFrom: '10:00:00',
    timeTo: '10:30:00',
    eventReasons: 'Tour',
    comments: 'n/a',
  };
  const updated = await send(`${gateway}/leads`, gatewayHeaders, {
    auth,
    method: {
      name: 'updateLeads',
      version: 'r2',
      params: {
        propertyId: 700003,
        prospects: { prospect: { ...prospect, applicationId, events: { event: [event] } } },
      },
    },
  });
  expect(updated.response.result?.prospects?.[0]?.status).toBe('Success');
  expect(sandbox.ledger.leads).toHaveLength(1);
  expect(sandbox.ledger.appointments).toMatchObject([
    { leadId: String(applicationId), start: '10:00', matchesOffer: true },
  ]);
  await close();
});

test('that plugin, early build: the event array straight under events loses the tour and keeps the lead', async () => {
  const { sandbox, send } = others;
  const booked = await send(`${gateway}/leads`, gatewayHeaders, {
    auth: { type: 'apikey' },
    requestId: '15',
    method: {
      name: 'sendLeads',
      version: 'r1',
      params: {
        propertyId: 700003,
        prospects: {
          prospect: {
            leadSource: { originatingLeadSourceId: '105949' },
            createdDate: '11/23/2026T10:59:05',
            customers: {
              customer: { name: { firstName: 'Ada', lastName: 'Test' }, email: 'ada@example.test' },
            },
            events: [
              {
                type: 'Appointment',
                appointmentDate: '11/24/2026',
                timeFrom: '10:00:00',
                timeTo: '10:30:00',
              },
            ],
          },
        },
      },
    },
  });
  expect(booked.response.result?.prospects?.prospect?.[0]?.status).toBe('Success');
  expect([sandbox.ledger.leads.length, sandbox.ledger.appointments.length]).toEqual([1, 0]);
});
