import { afterEach, beforeEach, expect, test } from 'vitest';
import { basic, bodyBasic, openForOthers } from './third-party-call.js';

// Bodies and headers as published clients of the real Entrata send them, over real sockets, without our SDK.
let others: Awaited<ReturnType<typeof openForOthers>>;

beforeEach(async () => {
  others = await openForOthers();
});
afterEach(() => others.close());

test("Entrata's own sample of sendLeads on the legacy host, with every kind of event", async () => {
  const { sandbox, send } = others;
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
  const { sandbox, send } = others;
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
  const { sandbox, send } = others;
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
test('a legacy client with its credentials in the body, empty params in a list, and a slash at the end', async () => {
  const { send } = others;
  const { status, response } = await send(
    '/demo/api/properties/',
    { 'content-type': 'application/json; charset=utf-8' },
    { auth: bodyBasic, requsetId: '15', method: { name: 'getProperties', version: 'r1', params: [{}] } },
  );
  expect([status, response.code, 'requestId' in response]).toEqual([200, 200, false]);
  expect(response.result?.PhysicalProperty?.Property).toHaveLength(3);
});
