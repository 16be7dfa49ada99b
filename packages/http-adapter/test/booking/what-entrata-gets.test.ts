import { inventedIlsWire } from 'entrata-sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnOneDatabase } from '../../../entrata-store/test/support/databases.js';
import { type BookingRig, type Caller, type OfferedSlot, startBookingRig } from './support/booking-rig.js';

interface Viewing {
  readonly id: string;
  readonly status: string;
  readonly appointment: string;
  readonly code?: string;
}

const post = (renter: Caller, houseId: string, slot: OfferedSlot | undefined) =>
  renter.post<Viewing>('/api/viewings', { houseId, rawDate: slot?.rawDate, rawTime: slot?.rawTime });

await describeOnOneDatabase('what Entrata gets', (database) => {
  let rig: BookingRig;
  beforeAll(async () => {
    rig = await startBookingRig(await database.open(), {
      // Half an hour after midnight in Chicago, half an hour before it in Denver.
      start: '2026-11-24T06:30:00.000Z',
      app: {
        lead: {
          source: ({ subdomain }) => ({ id: subdomain === 'demo' ? '105949' : '105950' }),
        },
      },
    });
  });
  afterAll(() => rig?.close());

  test('the lead source of the client, and a creation time in Mountain time that is not in the future', async () => {
    for (const [house, leadSourceId] of [
      [rig.houses[0], '105949'],
      [rig.houses[2], '105950'],
    ] as const) {
      const renter = rig.as(await rig.addRenter(`Source ${leadSourceId}`));
      expect((await post(renter, house.id, (await rig.slots(house.id))[0])).status).toBe(201);
      const lead = rig.sandbox.ledger.leads.find(
        ({ email }) => email === `source.${leadSourceId}@example.test`,
      );
      expect(lead).toMatchObject({ leadSourceId });
      expect(lead?.createdDate).toMatch(/^11\/23\/2026T23:\d\d:\d\d$/);
    }
  });

  test('a slot of each zone byte for byte, whatever it is shown as', async () => {
    const [anyClient] = rig.clients;
    expect(anyClient.status).toBe('active');
    for (const house of rig.houses) {
      const renter = rig.as(await rig.addRenter(`Zone ${house.propertyId}`));
      const slot = (await rig.slots(house.id))[4];
      expect((await post(renter, house.id, slot)).status).toBe(201);
      const [appointment] = rig.sandbox.ledger.appointmentsOf({
        email: `zone.${house.propertyId}@example.test`,
      });
      expect(appointment).toMatchObject({
        rawDate: slot?.rawDate,
        rawTime: slot?.rawTime,
        matchesOffer: true,
      });
    }
  });

  test('an appointment that Entrata dropped from the lead is missed, and the operator told once', async () => {
    // This adapter names the slot's fields otherwise than Entrata reads them: the event is dropped silently.
    const { wire, ...rest } = rig.sandboxServer.options;
    const sendLeads = {
      ...inventedIlsWire.sendLeads,
      slotDateField: 'otherDate',
      slotTimeField: 'otherTime',
    };
    const mistaken = await rig.addInstance(
      {},
      { ...rest, wire: { ...wire, ils: { ...inventedIlsWire, sendLeads } } },
    );
    const renterId = await rig.addRenter('Dropped Event');
    const slot = (await rig.slots(rig.houses[0].id))[8];
    const response = await fetch(`${mistaken.url}/api/viewings`, {
      method: 'POST',
      headers: { authorization: rig.as(renterId).authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ houseId: rig.houses[0].id, rawDate: slot?.rawDate, rawTime: slot?.rawTime }),
    });
    expect(response.status).toBe(201);
    const { id } = (await response.json()) as Viewing;
    rig.clock.advance(6_000);
    await mistaken.app.idle();
    await rig.instance.app.idle();
    const { body } = await rig.as(renterId).get<Viewing>(`/api/viewings/${id}`);
    expect(body).toMatchObject({ status: 'confirmed', appointment: 'missing' });
    const told = rig.notifications.filter(({ type }) => type === 'viewing.appointment_missing');
    expect(told).toMatchObject([{ viewingId: id }]);
  });

  test('a slot that somebody took elsewhere is answered 409 and shown no more', async () => {
    const [house] = rig.houses;
    const slot = (await rig.slots(house.id))[10];
    const elsewhere = await rig.addInstance();
    const first = await fetch(`${elsewhere.url}/api/viewings`, {
      method: 'POST',
      headers: {
        authorization: rig.as(await rig.addRenter('Quick Elsewhere')).authorization,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ houseId: house.id, rawDate: slot?.rawDate, rawTime: slot?.rawTime }),
    });
    expect(first.status).toBe(201);
    const renterId = await rig.addRenter('Too Late');
    const late = await post(rig.as(renterId), house.id, slot);
    expect([late.status, late.body.code]).toEqual([409, 'slot_not_offered']);
    expect(await rig.slots(house.id)).not.toContainEqual(slot);
    const mine = await rig.as(renterId).get<{ items: object[] }>('/api/viewings');
    expect(mine.body.items).toMatchObject([{ status: 'rejected', note: 'slot_not_offered' }]);
  });

  test('a booking that Entrata refuses for another reason is 422, and may be tried again', async () => {
    const [house] = rig.houses;
    const slot = (await rig.slots(house.id))[12];
    const renter = rig.as(await rig.addRenter('Refused Person'));
    rig.sandbox.fail({
      method: 'sendLeads',
      fault: { kind: 'error', code: 400, message: 'Phone is required' },
    });
    const refused = await post(renter, house.id, slot);
    expect([refused.status, refused.body.code]).toEqual([422, 'lead_rejected']);
    expect((await post(renter, house.id, slot)).status).toBe(201);
  });
});

await describeOnOneDatabase('a person who is known to Entrata', (database) => {
  let rig: BookingRig;
  beforeAll(async () => {
    rig = await startBookingRig(await database.open(), { app: { lead: { existing: 'update' } } });
  });
  afterAll(() => rig?.close());

  test('gets a second tour on the lead that is there, when that is asked for', async () => {
    const [house] = rig.houses;
    const slots = await rig.slots(house.id);
    const renter = rig.as(await rig.addRenter('Known Person'));
    const first = await post(renter, house.id, slots[0]);
    const second = await post(renter, house.id, slots[6]);
    expect([first.status, second.status]).toEqual([201, 201]);
    const leads = rig.sandbox.ledger.leads.filter(({ email }) => email === 'known.person@example.test');
    expect(leads).toHaveLength(1);
    const appointments = rig.sandbox.ledger.appointmentsOf({ email: 'known.person@example.test' });
    expect(appointments.map(({ rawTime }) => rawTime)).toEqual([slots[0]?.rawTime, slots[6]?.rawTime]);
  });
});
