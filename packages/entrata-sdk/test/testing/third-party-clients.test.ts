import { request } from 'undici';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FakeEntrata, type SandboxServer } from '../../src/testing/index.js';
import { fixedClock } from './fixed-clock.js';
import type { WireNode } from './post.js';

// Bodies and headers as published clients of the real Entrata send them, over real sockets, without our SDK.
let sandbox: FakeEntrata;
let server: SandboxServer;

beforeEach(async () => {
  sandbox = new FakeEntrata({ clock: fixedClock('2026-11-23T18:00:00Z') });
  server = await sandbox.listen();
});
afterEach(() => server.close());

async function send(path: string, headers: Record<string, string>, body: unknown) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const reply = await request(`${server.url}${path}`, { method: 'POST', headers, body: text });
  return {
    status: reply.statusCode,
    response: ((await reply.body.json()) as { response: WireNode }).response,
  };
}

const gateway = '/ext/orgs/demo/v1';
const gatewayHeaders = { 'X-Api-Key': 'demo-sandbox-key', 'Content-Type': 'application/json' };
const basic = `Basic ${Buffer.from('demo-api:demo-sandbox-password').toString('base64')}`;

test('a WordPress plugin on the gateway: properties without a version, r2 slots, a lead with the clock digits', async () => {
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
  const auth = { type: 'apikey' };
  const customers = { customer: { name: { firstName: 'Ada', lastName: 'Test' }, email: 'ada@example.test' } };
  const prospect = {
    leadSource: { originatingLeadSourceId: '105949' },
    createdDate: '11/23/2026T10:59:05',
    customers,
  };
  await send(`${gateway}/leads`, gatewayHeaders, {
    auth,
    method: { name: 'sendLeads', params: { propertyId: 700003, prospects: { prospect } } },
  });
  const found = await send(`${gateway}/leads`, gatewayHeaders, {
    auth,
    method: {
      name: 'getLeads',
      version: 'r1',
      params: { propertyId: 700003, email: 'ada@example.test', excludeAmenities: '1' },
    },
  });
  const applicationId = found.response.result?.prospects?.prospect?.[0]?.applicationId;
  const event = {
    type: 'Appointment',
    typeId: '17',
    title: 'Tour',
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
    { leadId: applicationId, start: '10:00', matchesOffer: true },
  ]);
});

test('that plugin, early build: the event array straight under events loses the tour and keeps the lead', async () => {
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

test("Entrata's own sample of sendLeads on the legacy host, with every kind of event", async () => {
  const headers = { Authorization: basic, 'Content-Type': 'APPLICATION/JSON; CHARSET=UTF-8' };
  const date = '11/23/2026T10:14:05';
  const { status, response } = await send('/demo/api/leads', headers, {
    auth: { type: 'basic' },
    requestId: 15,
    method: {
      name: 'sendLeads',
      version: 'r1',
      params: {
        propertyId: '700003',
        doNotSendConfirmationEmail: '0',
        isWaitList: '0',
        prospects: {
          prospect: [
            {
              leadSource: { originatingLeadSourceId: '105949', additionalLeadSourceIds: '105950,105951' },
              createdDate: date,
              leasingAgentId: '1',
              customers: {
                customer: [
                  {
                    name: { firstName: 'Bo', lastName: 'Sample', namePrefix: 'Mr.', middleName: 'Q' },
                    customerRelationshipTypeId: '1',
                    address: { addressLine1: '1 Main St', city: 'Denver', state: 'CO', postalCode: '80202' },
                    phone: { personalPhoneNumber: '555-010-0101', cellPhoneNumber: '555-010-0102' },
                    email: 'bo@example.test',
                    marketingPreferences: {
                      email: { optInLeadCommunication: '1' },
                      optInphone: '0',
                      optInMail: '0',
                    },
                  },
                ],
              },
              customerPreferences: {
                desiredMoveInDate: '12/15/2026',
                desiredRent: { min: '1000', max: '2000' },
                desiredNumBedrooms: '2',
                numberOfOccupants: '2',
                comment: 'A comment',
              },
              events: {
                event: [
                  {
                    callData: {
                      callFrom: '5550100101',
                      ringThrough: '5550100102',
                      callStatus: 'ok',
                      duration: '60',
                    },
                    date,
                  },
                  {
                    type: 'Appointment',
                    date,
                    appointmentDate: '11/24/2026',
                    timeFrom: '11:00am',
                    timeTo: '11:30am',
                    eventReasons: 'Tour of the property',
                    comments: 'Appointment comments',
                  },
                  { type: 'EmailFromProspect', date, comments: 'Is parking included?' },
                  { type: 'Note', date, comments: 'Prefers the top floor' },
                  { type: 'IncomingText', date, comments: 'On my way' },
                ],
              },
            },
          ],
        },
      },
    },
  });
  expect([status, response.code, response.requestId]).toEqual([200, 200, '15']);
  expect(sandbox.ledger.leads).toMatchObject([
    { firstName: 'Bo', phone: '555-010-0101', comment: 'A comment' },
  ]);
  expect(sandbox.ledger.appointments).toMatchObject([
    { rawDate: '11/24/2026', rawTime: '11:00am - 11:30am', start: '11:00', end: '11:30', matchesOffer: true },
  ]);
});

test('an Apex client on the legacy host: 12-hour clock without a space', async () => {
  const headers = { authorization: basic, 'content-type': 'application/json' };
  const { response } = await send('/demo/api/v1/leads', headers, {
    auth: { type: 'basic' },
    requestId: '15',
    method: {
      name: 'sendLeads',
      version: 'r1',
      params: {
        propertyId: '700003',
        doNotSendConfirmationEmail: '0',
        isWaitList: '0',
        prospects: {
          prospect: [
            {
              leadSource: { originatingLeadSourceId: '105949', additionalLeadSourceIds: '' },
              createdDate: '11/23/2026T09:14:05',
              customers: {
                customer: [{ name: { firstName: 'Cy', lastName: 'Test' }, email: 'cy@example.test' }],
              },
              events: {
                event: [
                  {
                    type: 'Appointment',
                    date: '11/23/2026T09:14:05',
                    appointmentDate: '11/25/2026',
                    timeFrom: '01:30PM',
                    timeTo: '02:00PM',
                  },
                ],
              },
            },
          ],
        },
      },
    },
  });
  expect(response.result?.prospects?.prospect?.[0]?.message).toBe('Lead inserted successfully.');
  expect(sandbox.ledger.appointments).toMatchObject([{ start: '13:30', end: '14:00', matchesOffer: true }]);
});

test('a self-guided tour platform: a query that names the method, r1 windows read as fixed MST, one stamp to book', async () => {
  const headers = { Authorization: basic, 'Content-Type': 'application/json' };
  const calendar = await send('/demo/api/v1/properties?method=getCalendarAvailability', headers, {
    auth: { type: 'basic' },
    requestId: 15,
    method: {
      name: 'getCalendarAvailability',
      version: 'r1',
      params: {
        propertyId: 700001,
        fromDate: '11/24/2026',
        toDate: '11/30/2026',
        calendarEventCategoryIds: '3',
      },
    },
  });
  const [window] =
    calendar.response.result?.propertyCalendarAvailability?.availableHours?.availableHour ?? [];
  // The property is in Chicago, open from 10:00; r1 speaks Mountain time.
  expect(window).toEqual({ date: '11/24/2026', startTime: '09:00:00MST', endTime: '15:00:00MST' });
  const [month, day, year] = String(window?.date).split('/');
  const asFixedMst = `${year}-${month}-${day}T${String(window?.startTime).replace(/[A-Z]/g, '')}-07:00`;
  expect(new Date(asFixedMst).toISOString()).toBe('2026-11-24T16:00:00.000Z');
  const booked = await send('/demo/api/v1/leads?method=sendLeads', headers, {
    auth: { type: 'basic' },
    requestId: 15,
    method: {
      name: 'sendLeads',
      version: 'r1',
      params: {
        propertyId: 700001,
        doNotSendConfirmationEmail: '1',
        isWaitList: '0',
        prospects: {
          prospect: {
            leadSource: { originatingLeadSourceId: 105949 },
            createdDate: '11/23/2026T10:58:05',
            customers: {
              customer: {
                name: { firstName: 'Di', lastName: 'Test' },
                phone: { cellPhoneNumber: '5550100103' },
                email: 'di@example.test',
                marketingPreferences: { email: { optInLeadCommunication: '1' }, optInphone: '1' },
              },
            },
            events: {
              event: [
                {
                  type: 'SelfGuidedTour',
                  date: '11/24/2026T09:00:00',
                  comments: 'Self guided',
                  eventReasonId: 1,
                },
                { type: 'Online Guest Card', typeId: 10, date: '11/23/2026T10:58:05', comments: 'Web' },
              ],
            },
          },
        },
      },
    },
  });
  expect(booked.response.result?.prospects?.prospect?.[0]?.status).toBe('Success');
  // Dates of events are Mountain time: nine o'clock there is ten in Chicago.
  expect(sandbox.ledger.appointments).toMatchObject([
    { date: '2026-11-24', start: '10:00', matchesOffer: true },
  ]);
});

test('the envelope of the specification: an array', async () => {
  const { response } = await send(`${gateway}/properties`, gatewayHeaders, [
    {
      auth: { type: 'apikey' },
      requestId: '15',
      method: { name: 'getFloorPlans', version: 'r1', params: { propertyId: '700001' } },
    },
  ]);
  expect(response.result?.FloorPlans?.FloorPlan).toHaveLength(3);
});

test('a legacy client with its credentials in the body, empty params in a list, and a slash at the end', async () => {
  const auth = { type: 'basic', username: 'demo-api', password: 'demo-sandbox-password' };
  const { status, response } = await send(
    '/demo/api/properties/',
    { 'content-type': 'application/json; charset=utf-8' },
    { auth, requsetId: '15', method: { name: 'getProperties', version: 'r1', params: [{}] } },
  );
  expect([status, response.code, 'requestId' in response]).toEqual([200, 200, false]);
  expect(response.result?.PhysicalProperty?.Property).toHaveLength(3);
});

test('an internet listing service: token at the company host, params as an empty list', async () => {
  const { response } = await send(
    '/demo/api/oauth',
    { 'content-type': 'application/json' },
    {
      auth: {
        type: 'oauth',
        code: sandbox.issueCode('demo'),
        grant_type: 'authorization_code',
        client_id: 'demo.sandbox',
        client_secret: 'sandbox-secret',
      },
      method: { name: 'getAccessToken', params: [] },
    },
  );
  const token = String(response.result?.access_token);
  const info = await send(
    '/demo/api/ils/internetlisting',
    { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    { auth: { type: 'oauth' }, method: { name: 'getClientInfo', params: [] } },
  );
  expect(info.response.result?.cid).toBe(4101);
});
