import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnEachDatabase } from '../../../entrata-store/test/support/databases.js';
import { type BookingRig, startBookingRig } from './support/booking-rig.js';

await describeOnEachDatabase('booking a tour', (database) => {
  let rig: BookingRig;
  beforeAll(async () => {
    rig = await startBookingRig(await database.open());
  });
  afterAll(() => rig?.close());

  test('shows tour times raw and in America/Chicago, by time', async () => {
    const [, , phoenix] = rig.houses;
    const { status, body } = await rig.as(undefined).get(`/api/tour-times?houseId=${phoenix.id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      houseId: phoenix.id,
      timeZone: 'America/Chicago',
      supported: true,
      stale: false,
    });
    const slots = await rig.slots(phoenix.id);
    expect(slots.length).toBeGreaterThan(100);
    expect(slots[0]?.rawTime).toMatch(/^\d\d:\d\d MST - \d\d:\d\d MST$/);
    expect(slots[0]?.label).toMatch(/^\d\d:\d\d CST - \d\d:\d\d CST$/);
    const starts = slots.map(({ startsAt }) => startsAt);
    expect(starts).toEqual([...starts].sort());
  });

  test('books with the raw texts byte for byte and confirms with the lead id', async () => {
    const [house] = rig.houses;
    const renterId = await rig.addRenter('Ada Visitor');
    const slot = (await rig.slots(house.id))[3];
    const renter = rig.as(renterId);
    const { status, body } = await renter.post<{ id: string; status: string; leadId: string }>(
      '/api/viewings',
      {
        houseId: house.id,
        rawDate: slot?.rawDate,
        rawTime: slot?.rawTime,
        message: 'Looking forward to it',
      },
    );
    expect([status, body.status]).toEqual([201, 'confirmed']);
    const appointments = rig.sandbox.ledger.appointmentsOf({ email: 'ada.visitor@example.test' });
    expect(appointments).toHaveLength(1);
    expect(appointments[0]).toMatchObject({
      rawDate: slot?.rawDate,
      rawTime: slot?.rawTime,
      matchesOffer: true,
      leadId: body.leadId,
      propertyId: house.propertyId,
    });

    const tours = await renter.get<{ items: { id: string; house: { title: string } }[] }>('/api/viewings');
    expect(tours.body.items).toMatchObject([
      { id: body.id, status: 'confirmed', house: { title: house.title } },
    ]);
    const agent = rig.as(rig.clients[0].agentUserId);
    const dashboard = await agent.get<{ items: object[] }>('/api/operator/viewings');
    expect(dashboard.body.items).toMatchObject([
      { id: body.id, visitor: { name: 'Ada Visitor', email: 'ada.visitor@example.test' } },
    ]);
    const summary = await agent.get('/api/operator/summary');
    expect(summary.body).toMatchObject({ viewings: { confirmed: 1, pending: 0 } });
  });

  test('notifies of the request and of the confirmation, and finds the appointment at Entrata', async () => {
    const [house] = rig.houses;
    const renterId = await rig.addRenter('Bea Visitor');
    const slot = (await rig.slots(house.id))[5];
    const booked = await rig.as(renterId).post<{ id: string }>('/api/viewings', {
      houseId: house.id,
      rawDate: slot?.rawDate,
      rawTime: slot?.rawTime,
    });
    rig.clock.advance(6_000);
    await rig.instance.app.idle();
    const told = rig.notifications.filter((it) => 'viewingId' in it && it.viewingId === booked.body.id);
    expect(told.map(({ type }) => type).sort()).toEqual(['viewing.confirmed', 'viewing.requested']);
    const after = await rig.as(renterId).get(`/api/viewings/${booked.body.id}`);
    expect(after.body).toMatchObject({ status: 'confirmed', appointment: 'verified' });
  });

  test('serves the existing app: form in, message out, groups on the Tours screen', async () => {
    const [, house] = rig.houses;
    const renterId = await rig.addRenter('Cleo Visitor');
    const app = rig.as(renterId);
    const times = await app.post<{ tourTimes: Record<string, { rawTime: string }[]> }>(
      '/api/getEntrataTourTimes.php',
      new URLSearchParams({ propertyId: house.id }),
    );
    const [rawDate, offered] = Object.entries(times.body.tourTimes)[0] ?? [];
    const booked = await app.post(
      '/api/requestViewing.php',
      new URLSearchParams({
        houseId: house.id,
        message: '',
        isEntrataHouse: 'true',
        entrataSlotDate: rawDate ?? '',
        entrataSlotTime: offered?.[0]?.rawTime ?? '',
      }),
    );
    expect([booked.status, booked.body.message]).toEqual([200, 'Viewing confirmed']);
    const screen = await app.get<Record<string, { title: string; status: string }[]>>('/api/viewings.php');
    expect(Object.keys(screen.body)).toEqual(['cancelled', 'none', 'thisWeek', 'thisMonth', 'past', 'other']);
    expect(screen.body.thisWeek).toMatchObject([
      { title: house.title, status: 'ACCEPTED', crm_name: 'entrata' },
    ]);
  });

  test('refuses a slot that is not offered, and sends nothing', async () => {
    const [house] = rig.houses;
    const before = rig.sandbox.ledger.leads.length;
    const slot = (await rig.slots(house.id))[7];
    const { status, body } = await rig.as(rig.renterId).post('/api/viewings', {
      houseId: house.id,
      rawDate: slot?.rawDate,
      rawTime: `${slot?.rawTime} `,
    });
    expect([status, body.code]).toEqual([409, 'slot_not_offered']);
    expect(rig.sandbox.ledger.leads).toHaveLength(before);
  });
});
