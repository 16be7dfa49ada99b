import type { Notification } from 'entrata-http-adapter';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnOneDatabase } from '../../../entrata-store/test/support/databases.js';
import { type BookingRig, type Caller, type OfferedSlot, startBookingRig } from './support/booking-rig.js';

interface Viewing {
  readonly id: string;
  readonly status: string;
  readonly note: string | null;
  readonly code?: string;
}

await describeOnOneDatabase('a booking is carried on', (database) => {
  let rig: BookingRig;
  let slots: OfferedSlot[];
  beforeAll(async () => {
    rig = await startBookingRig(await database.open(), { app: { booking: { maxAttempts: 3 } } });
    slots = [...(await rig.slots(rig.houses[0].id))];
  });
  afterAll(() => rig?.close());

  const book = (renter: Caller, slot: OfferedSlot | undefined) =>
    renter.post<Viewing>('/api/viewings', {
      houseId: rig.houses[0].id,
      rawDate: slot?.rawDate,
      rawTime: slot?.rawTime,
    });
  const read = async (renter: Caller, id: string) => (await renter.get<Viewing>(`/api/viewings/${id}`)).body;
  const pass = async (ms: number, instance = rig.instance) => {
    rig.clock.advance(ms);
    await instance.app.idle();
  };

  test('when it was refused for the rate limit, until a bound; then it has failed and the slot is free', async () => {
    const renter = rig.as(await rig.addRenter('Never Through'));
    const slot = slots.shift();
    const limited = rig.sandbox.fail({
      method: 'sendLeads',
      times: Number.POSITIVE_INFINITY,
      fault: { kind: 'status', status: 429, retryAfter: '1' },
    });
    const first = await book(renter, slot);
    expect([first.status, first.body.status, first.body.note]).toEqual([202, 'pending', 'not_sent']);
    await pass(6_000);
    expect((await read(renter, first.body.id)).status).toBe('pending');
    await pass(11_000);
    expect(await read(renter, first.body.id)).toMatchObject({ status: 'failed', note: 'not_sent' });
    expect(limited.hits).toBe(3);
    limited.cancel();
    const told = rig.notifications.filter((it) => 'viewingId' in it && it.viewingId === first.body.id);
    expect(told.map(({ type }) => type).sort()).toEqual(['viewing.failed', 'viewing.requested']);
    const again = await book(renter, slot);
    expect([again.status, again.body.status]).toEqual([201, 'confirmed']);
  });

  test('by the sweeper, when no task carries it any more', async () => {
    const renterId = await rig.addRenter('Lost Task');
    const slot = slots.shift();
    const { viewing } = await rig.store.viewings.open({
      userId: renterId,
      houseId: rig.houses[0].id,
      tourType: 'AGENT_GUIDED',
      slot: { rawDate: slot?.rawDate ?? '', rawTime: slot?.rawTime ?? '' },
    });
    rig.clock.advance(61_000);
    const second = await rig.addInstance();
    await expect
      .poll(async () => (await rig.store.viewings.find(viewing.id))?.status, { timeout: 10_000 })
      .toBe('confirmed');
    await second.stop();
    expect(rig.sandbox.ledger.appointmentsOf({ email: 'lost.task@example.test' })).toHaveLength(1);
  });

  test('not once its time has come: a tour in the past is not booked', async () => {
    const renterId = await rig.addRenter('Past Tour');
    const { viewing } = await rig.store.viewings.open({
      userId: renterId,
      houseId: rig.houses[0].id,
      slot: {
        rawDate: '2026-11-20',
        rawTime: '10:00 CST - 10:30 CST',
        startsAt: '2026-11-20T16:00:00.000Z',
        endsAt: '2026-11-20T16:30:00.000Z',
      },
    });
    rig.clock.advance(61_000);
    const second = await rig.addInstance();
    await expect
      .poll(async () => (await rig.store.viewings.find(viewing.id))?.note, { timeout: 10_000 })
      .toBe('slot_passed');
    await second.stop();
    expect(rig.sandbox.ledger.leads.filter(({ email }) => email === 'past.tour@example.test')).toEqual([]);
  });

  test('and when its house is hidden meanwhile, it fails and nothing is sent', async () => {
    const renterId = await rig.addRenter('Hidden House');
    const [, sister] = rig.houses;
    const [slot] = await rig.slots(sister.id);
    const { viewing } = await rig.store.viewings.open({
      userId: renterId,
      houseId: sister.id,
      slot: { rawDate: slot?.rawDate ?? '', rawTime: slot?.rawTime ?? '' },
    });
    await rig.store.houses.hide(sister.clientId, sister.propertyId);
    rig.clock.advance(61_000);
    const second = await rig.addInstance();
    await expect
      .poll(async () => (await rig.store.viewings.find(viewing.id))?.note, { timeout: 10_000 })
      .toBe('house_unavailable');
    await second.stop();
    expect(rig.sandbox.ledger.leads.filter(({ email }) => email === 'hidden.house@example.test')).toEqual([]);
  });

  test('and a notification whose handler throws is delivered again with the same id', async () => {
    const seen: Notification[] = [];
    let failures = 2;
    const picky = await rig.addInstance({
      onNotification: async (notification) => {
        if (notification.type !== 'viewing.confirmed') return;
        seen.push(notification);
        if (failures > 0) {
          failures -= 1;
          throw new Error('the push service is down');
        }
      },
    });
    await rig.instance.app.stop();
    const renterId = await rig.addRenter('Told Again');
    const slot = slots.shift();
    const response = await fetch(`${picky.url}/api/viewings`, {
      method: 'POST',
      headers: { authorization: rig.as(renterId).authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ houseId: rig.houses[0].id, rawDate: slot?.rawDate, rawTime: slot?.rawTime }),
    });
    expect(response.status).toBe(201);
    for (let round = 0; round < 5 && seen.length < 3; round += 1) await pass(120_000, picky);
    expect(seen).toHaveLength(3);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(1);
    rig.instance.app.start();
  });
});
