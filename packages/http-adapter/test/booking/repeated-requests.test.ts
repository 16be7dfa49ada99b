import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnOneDatabase } from '../../../entrata-store/test/support/databases.js';
import { type BookingRig, type OfferedSlot, startBookingRig } from './support/booking-rig.js';

interface Viewing {
  readonly id: string;
  readonly status: string;
  readonly note: string | null;
  readonly code?: string;
  readonly message?: string;
}

const textsOf = (slot: OfferedSlot | undefined) => ({ rawDate: slot?.rawDate, rawTime: slot?.rawTime });

await describeOnOneDatabase('a request that is repeated under its idempotency key', (database) => {
  let rig: BookingRig;
  let slots: OfferedSlot[];
  beforeAll(async () => {
    rig = await startBookingRig(await database.open(), { app: { lead: { cancelResultId: '602' } } });
    slots = [...(await rig.slots(rig.houses[0].id))];
  });
  afterAll(() => rig?.close());

  async function bookAs(name: string) {
    const renterId = await rig.addRenter(name);
    const renter = rig.as(renterId);
    const slot = slots.shift();
    const ask = (key: string) =>
      renter.post<Viewing>(
        '/api/viewings',
        { houseId: rig.houses[0].id, ...textsOf(slot) },
        { 'idempotency-key': key },
      );
    const first = await ask('book');
    expect(first.status).toBe(201);
    const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.test`;
    return {
      renterId,
      renter,
      slot,
      id: first.body.id,
      again: () => ask('book'),
      cancel: (id = first.body.id) => renter.post<Viewing>(`/api/viewings/${id}/cancel`, {}),
      move: (to: OfferedSlot | undefined, key: string, id = first.body.id) =>
        renter.post<Viewing>(`/api/viewings/${id}/reschedule`, textsOf(to), { 'idempotency-key': key }),
      booked: () =>
        rig.sandbox.ledger.appointmentsOf({ email }).filter(({ status }) => status === 'booked').length,
    };
  }

  test('is the same booking, as it is by now, after it was cancelled', async () => {
    const { renter, slot, id, again, cancel, booked } = await bookAs('Cancels Between');
    expect((await cancel()).status).toBe(200);
    const repeated = await again();
    expect([repeated.status, repeated.body.id, repeated.body.status]).toEqual([200, id, 'cancelled']);
    expect(booked()).toBe(0);
    // Without the key it is a new booking, and the key still names the old one.
    const body = { houseId: rig.houses[0].id, ...textsOf(slot) };
    const anew = await renter.post<Viewing>('/api/viewings', body);
    expect(anew.status).toBe(201);
    expect(anew.body.id).not.toBe(id);
    expect((await again()).body.id).toBe(id);
    expect(booked()).toBe(1);
  });

  test('is the same at the existing app’s path', async () => {
    const renter = rig.as(await rig.addRenter('App Repeats'));
    const slot = slots.shift();
    const form = {
      houseId: rig.houses[0].id,
      entrataSlotDate: slot?.rawDate,
      entrataSlotTime: slot?.rawTime,
    };
    const ask = () =>
      renter.post<Viewing & { viewingId: string }>('/api/requestViewing.php', form, {
        'idempotency-key': 'app',
      });
    const first = await ask();
    expect(first.status).toBe(200);
    await renter.post(`/api/viewings/${first.body.viewingId}/cancel`, {});
    const repeated = await ask();
    expect([repeated.status, repeated.body.viewingId]).toEqual([200, first.body.viewingId]);
  });

  test('is the same booking although its user has no address and no number any more', async () => {
    const { renterId, id, again } = await bookAs('Loses Contact');
    await rig.changeUser(renterId, { email: null, phone: null });
    const repeated = await again();
    expect([repeated.status, repeated.body.id]).toEqual([201, id]);
  });

  test('is the same change of time after the tour has moved on, or is cancelled', async () => {
    const { id, again, cancel, move, booked } = await bookAs('Moves On');
    const [second, third] = [slots.shift(), slots.shift()];
    const moved = await move(second, 'first-move');
    expect(moved.status).toBe(201);
    const onward = await move(third, 'second-move', moved.body.id);
    expect(onward.status).toBe(201);
    for (let turn = 0; turn < 2; turn += 1) {
      const repeated = await move(second, 'first-move');
      expect([repeated.status, repeated.body.id, repeated.body.note]).toEqual([
        200,
        moved.body.id,
        'rescheduled',
      ]);
      await cancel(onward.body.id);
    }
    const last = await move(third, 'second-move', moved.body.id);
    expect([last.status, last.body.id, last.body.status]).toEqual([200, onward.body.id, 'cancelled']);
    expect((await again()).body.id).toBe(id);
    expect(booked()).toBe(0);
    // The same times under another key are another request: the tour that they are asked of is no more.
    const other = await move(second, 'another');
    expect([other.status, other.body.code]).toEqual([409, 'state_conflict']);
    const reused = await move(third, 'first-move');
    expect([reused.status, reused.body.code]).toEqual([422, 'idempotency_key_reused']);
  });

  test('is the same refusal after the tour that could not move was cancelled', async () => {
    const { cancel, move } = await bookAs('Could Not Move');
    rig.sandbox.fail({ method: 'updateLeads', fault: { kind: 'error', code: 400, message: 'No' } });
    const to = slots.shift();
    const refused = await move(to, 'refused-move');
    expect([refused.status, refused.body.code]).toEqual([422, 'lead_rejected']);
    await cancel();
    const repeated = await move(to, 'refused-move');
    expect([repeated.status, repeated.body.code]).toEqual([422, 'lead_rejected']);
  });
});
