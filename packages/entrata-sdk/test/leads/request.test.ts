import {
  apiKey,
  createEntrata,
  type EntrataClient,
  type HttpTransport,
  parseTourTime,
  type SlotEncoding,
  type TourType,
} from 'entrata-sdk';
import { describe, expect, it } from 'vitest';

const slot = parseTourTime({ date: '2026-12-01', time: '10:00 MST - 10:30 MST' }).raw;
const person = { firstName: 'Ada', lastName: 'Example', email: 'ada@example.test', phone: '555-010-0100' };

/** What the gateway is asked, at 08:15:05 Mountain time, when `call` is made. */
async function sentBy(
  call: (client: EntrataClient) => Promise<unknown>,
  slotEncoding: SlotEncoding = 'clock',
) {
  let body = '';
  const http: HttpTransport = {
    async send(request) {
      body = request.body;
      const result = { prospects: { prospect: [{ applicationId: '7', status: 'Success' }] } };
      return { status: 200, headers: {}, body: JSON.stringify({ response: { code: 200, result } }) };
    },
    close: async () => {},
  };
  const clock = { now: () => Date.parse('2026-11-23T15:15:05Z') };
  const entrata = createEntrata({ http, clock, wire: { slotEncoding } });
  await call(entrata.client({ subdomain: 'demo', auth: apiKey('k') }));
  return JSON.parse(body).method;
}

describe('the tree of sendLeads', () => {
  it('is that of Entrata’s own sample', async () => {
    const sent = await sentBy((client) =>
      client.sendLead({
        propertyId: '700001',
        slot,
        person,
        leadSource: { id: '105949', additionalIds: ['1', '2'] },
        comment: 'hello',
        moveInDate: '2027-01-31',
      }),
    );
    expect(sent).toEqual({
      name: 'sendLeads',
      version: 'r1',
      params: {
        propertyId: '700001',
        doNotSendConfirmationEmail: '0',
        isWaitList: '0',
        prospects: {
          prospect: [
            {
              leadSource: { originatingLeadSourceId: '105949', additionalLeadSourceIds: '1,2' },
              createdDate: '11/23/2026T08:14:05',
              customers: {
                customer: [
                  {
                    name: { firstName: 'Ada', lastName: 'Example' },
                    phone: { personalPhoneNumber: '555-010-0100' },
                    email: 'ada@example.test',
                  },
                ],
              },
              customerPreferences: { desiredMoveInDate: '01/31/2027', comment: 'hello' },
              events: {
                event: [
                  {
                    type: 'Appointment',
                    eventTypeId: '17',
                    typeId: '17',
                    subtypeId: '454',
                    date: '11/23/2026T08:14:05',
                    appointmentDate: '12/01/2026',
                    timeFrom: '10:00:00',
                    timeTo: '10:30:00',
                    eventReasons: 'Tour',
                    comments: 'hello',
                  },
                ],
              },
            },
          ],
        },
      },
    });
  });

  it('leaves out what the caller leaves out', async () => {
    const { email } = person;
    const { params } = await sentBy((client) =>
      client.sendLead({ propertyId: '7', person: { firstName: 'Ada', lastName: '', email } }),
    );
    expect(params.prospects.prospect).toEqual([
      {
        createdDate: '11/23/2026T08:14:05',
        customers: { customer: [{ name: { firstName: 'Ada', lastName: '' }, email }] },
      },
    ]);
  });

  it.each<[TourType, string]>([
    ['AGENT_GUIDED', '454'],
    ['VIRTUAL_GUIDED', '525'],
    ['SELF_GUIDED', '560'],
  ])('names a tour of type %s as subtype %s of an appointment', async (tourType, subtypeId) => {
    const { params } = await sentBy((client) => client.sendLead({ propertyId: '7', person, slot, tourType }));
    expect(params.prospects.prospect[0].events.event[0]).toMatchObject({ typeId: '17', subtypeId });
  });

  it.each<[string, SlotEncoding, object]>([
    ['as one text', 'text', { appointmentDate: slot.date, appointmentTime: slot.time }],
    ['in halves', 'halves', { appointmentDate: slot.date, timeFrom: '10:00 MST', timeTo: '10:30 MST' }],
    ['as clock digits', 'clock', { appointmentDate: '12/01/2026', timeFrom: '10:00:00', timeTo: '10:30:00' }],
    [
      'as a function says',
      ({ date, time }) => ({ when: `${date}|${time}` }),
      { when: `${slot.date}|${slot.time}` },
    ],
  ])('carries the slot %s', async (_, encoding, fields) => {
    const send = (client: EntrataClient) => client.sendLead({ propertyId: '7', person, slot });
    const { params } = await sentBy(send, encoding);
    expect(params.prospects.prospect[0].events.event[0]).toMatchObject(fields);
  });
});

describe('the tree of updateLeads', () => {
  const changeOf = async (change: Parameters<EntrataClient['updateLead']>[0]['change']) => {
    const sent = await sentBy((client) => client.updateLead({ propertyId: '7', leadId: '18', change }));
    expect(sent).toMatchObject({ name: 'updateLeads', version: 'r2', params: { propertyId: '7' } });
    const [prospect] = sent.params.prospects.prospect;
    expect(prospect.applicationId).toBe('18');
    return prospect.events.event[0];
  };

  it('books one more appointment, or moves the one it names', async () => {
    const appointment = {
      typeId: '17',
      subtypeId: '454',
      appointmentDate: '12/01/2026',
      timeFrom: '10:00:00',
    };
    const booked = await changeOf({ kind: 'book', slot });
    expect(booked).toMatchObject({ ...appointment, comments: 'Tour' });
    expect(booked).not.toHaveProperty('eventId');
    expect(await changeOf({ kind: 'reschedule', eventId: '30', slot, comment: 'later' })).toMatchObject({
      ...appointment,
      eventId: '30',
      comments: 'later',
    });
  });

  it('cancels by giving the appointment a result', async () => {
    expect(await changeOf({ kind: 'cancel', eventId: '30', eventResultId: '602' })).toEqual({
      type: 'Appointment',
      typeId: '17',
      eventId: '30',
      eventResultId: '602',
      date: '11/23/2026T08:14:05',
      comments: 'Tour',
    });
  });
});
