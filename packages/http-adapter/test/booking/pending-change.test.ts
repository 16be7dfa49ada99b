import type { Fault } from 'entrata-sdk/testing';
import type { ViewingRecord } from 'entrata-store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeOnOneDatabase } from '../../../entrata-store/test/support/databases.js';
import { createPart, runOf } from '../support/app-part.js';
import { type BookingRig, type Caller, type OfferedSlot, startBookingRig } from './support/booking-rig.js';

interface Viewing {
  readonly id: string;
  readonly status: string;
  readonly note: string | null;
  readonly pendingChange: string | null;
  readonly code?: string;
}

const afterLookUp = 3_000;
const afterAbsence = 130_000;
const lost = { kind: 'lose_reply' } as const;
const neverArrived = { kind: 'reset' } as const;
const noReads = { kind: 'error', code: 311, message: 'No permission' } as const;
const textsOf = (slot: OfferedSlot | undefined) => ({ rawDate: slot?.rawDate, rawTime: slot?.rawTime });

await describeOnOneDatabase('while a change of a tour is under way', (database) => {
  let rig: BookingRig;
  let slots: OfferedSlot[];
  let operator: Caller;
  beforeAll(async () => {
    rig = await startBookingRig(await database.open(), { app: { lead: { cancelResultId: '602' } } });
    slots = [...(await rig.slots(rig.houses[0].id))];
    operator = rig.as(rig.clients[0].agentUserId);
  });
  afterAll(() => rig?.close());

  async function bookAs(name: string, fault?: Fault, slot: OfferedSlot | undefined = slots.shift()) {
    const renter = rig.as(await rig.addRenter(name));
    if (fault !== undefined) rig.sandbox.fail({ method: 'sendLeads', fault });
    const book = () => renter.post<Viewing>('/api/viewings', { houseId: rig.houses[0].id, ...textsOf(slot) });
    const { body: viewing } = await book();
    expect(viewing.status).toBe(fault === undefined ? 'confirmed' : 'unknown');
    const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.test`;
    const at = (id: string) => `/api/viewings/${id}`;
    return {
      viewing,
      book,
      read: async (id = viewing.id) => (await renter.get<Viewing>(at(id))).body,
      listed: async (id = viewing.id) => {
        const pages = [
          await renter.get<{ items: Viewing[] }>('/api/viewings'),
          await operator.get<{ items: Viewing[] }>('/api/operator/viewings?limit=200'),
        ];
        return pages.map(({ body }) => body.items.find((item) => item.id === id)?.pendingChange);
      },
      cancel: (id = viewing.id) => renter.post<Viewing>(`${at(id)}/cancel`, {}),
      move: (to: OfferedSlot | undefined, id = viewing.id) =>
        renter.post<Viewing>(`${at(id)}/reschedule`, textsOf(to)),
      settle: (finding: object) =>
        operator.post<Viewing>(`/api/operator/viewings/${viewing.id}/settle`, finding),
      ledger: () => rig.sandbox.ledger.appointmentsOf({ email }).map(({ status }) => status),
    };
  }

  async function pass(ms: number) {
    rig.clock.advance(ms);
    await rig.instance.app.idle();
  }

  test('of its time, renter and operator see it, and the old tour waits', async () => {
    const { viewing, read, listed, cancel, move, ledger } = await bookAs('Sees Move');
    expect(await listed()).toEqual([null, null]);
    rig.sandbox.fail({ method: 'updateLeads', fault: lost });
    const moved = await move(slots.shift());
    expect(moved.body).toMatchObject({ status: 'unknown', pendingChange: null });
    expect(await read()).toMatchObject({ status: 'confirmed', pendingChange: 'reschedule' });
    expect(await listed()).toEqual(['reschedule', 'reschedule']);
    for (const refused of [await cancel(), await move(slots[0])]) {
      expect([refused.status, refused.body.code]).toEqual([409, 'change_under_way']);
    }
    await pass(afterLookUp);
    expect(await read(moved.body.id)).toMatchObject({ status: 'confirmed', pendingChange: null });
    expect(await read()).toMatchObject({ status: 'cancelled', note: 'rescheduled', pendingChange: null });
    // The tour goes on as the other one: to call it cancelled would be a lie.
    const late = await cancel(viewing.id);
    expect([late.status, late.body.code]).toEqual([409, 'state_conflict']);
    expect(ledger()).toEqual(['booked']);
  });

  test('that cancels it, renter and operator see it, and the tour cannot move', async () => {
    const { read, listed, cancel, move, ledger } = await bookAs('Sees Cancel');
    rig.sandbox.fail({ method: 'updateLeads', fault: neverArrived });
    expect((await cancel()).body).toMatchObject({ note: 'cancel_requested', pendingChange: 'cancel' });
    expect(await listed()).toEqual(['cancel', 'cancel']);
    const refused = await move(slots[0]);
    expect([refused.status, refused.body.code]).toEqual([409, 'change_under_way']);
    await pass(6_000);
    expect(await read()).toMatchObject({ status: 'cancelled', pendingChange: null });
    expect(ledger()).toEqual(['cancelled']);
  });

  describe('an unknown booking takes the request to cancel', () => {
    test('and is cancelled at Entrata once it is found', async () => {
      const { read, listed, cancel, ledger, book } = await bookAs('Found Then', lost);
      const asked = await cancel();
      expect([asked.status, asked.body.status, asked.body.pendingChange]).toEqual([202, 'unknown', 'cancel']);
      expect(await listed()).toEqual(['cancel', 'cancel']);
      expect((await cancel()).status).toBe(202);
      await pass(afterLookUp);
      expect(await read()).toMatchObject({ status: 'cancelled', note: 'cancelled_by_user' });
      expect(ledger()).toEqual(['cancelled']);
      expect((await book()).status).toBe(201);
    });

    test('and stays confirmed, with its cancellation under way, while Entrata cannot be told', async () => {
      const { viewing, read, cancel, ledger } = await bookAs('Told Later', lost);
      await cancel();
      rig.sandbox.fail({ method: 'updateLeads', times: Number.POSITIVE_INFINITY, fault: neverArrived });
      await pass(afterLookUp);
      const cancelling = { status: 'confirmed', note: 'cancel_requested', pendingChange: 'cancel' };
      expect(await read()).toMatchObject(cancelling);
      const before = new Date(rig.clock.now() + 1_000).toISOString();
      const { items } = await rig.store.viewings.listCancelRequested({ before });
      expect(items.map(({ id }) => id)).toContain(viewing.id);
      rig.sandbox.clearFaults();
      await pass(600_000);
      expect((await read()).status).toBe('cancelled');
      expect(ledger()).toEqual(['cancelled']);
    });

    test('and is closed, not sent again, once it is proven absent', async () => {
      const { viewing, read, cancel, ledger } = await bookAs('Never There', neverArrived);
      await cancel();
      // As often as it is asked: each of them must not put the proof off.
      for (let times = 0; times < 3; times += 1) {
        await pass(afterAbsence / 2);
        await cancel();
      }
      expect(await read()).toMatchObject({ status: 'cancelled', note: 'cancelled_by_user' });
      await pass(600_000);
      expect(ledger()).toEqual([]);
      const told = rig.notifications.filter((it) => 'viewingId' in it && it.viewingId === viewing.id);
      expect(told.map(({ type }) => type)).toContain('viewing.cancelled');
    });

    test('although a look-up that began before it proves it absent', async () => {
      const { viewing, read, cancel, ledger } = await bookAs('Asked Meanwhile', neverArrived);
      const stale = await rig.store.viewings.find(viewing.id);
      rig.clock.advance(afterAbsence);
      const resolve = partWith(rig, stale).tasks['viewing.reconcile'];
      // The look-up has read the row; the request comes before it writes.
      await cancel();
      await resolve?.(runOf('viewing.reconcile', { viewingId: viewing.id }));
      expect(await read()).toMatchObject({ status: 'unknown', pendingChange: 'cancel' });
      await pass(afterLookUp);
      await pass(afterAbsence);
      expect((await read()).status).toBe('cancelled');
      expect(ledger()).toEqual([]);
    });

    test('when it is a change of time: the tour that it would have moved stands as it was', async () => {
      const { read, cancel, move, ledger } = await bookAs('Stays Put');
      rig.sandbox.fail({ method: 'updateLeads', fault: neverArrived });
      const moved = await move(slots.shift());
      expect((await cancel(moved.body.id)).status).toBe(202);
      await pass(afterLookUp);
      await pass(afterAbsence);
      await pass(afterAbsence);
      expect((await read(moved.body.id)).status).toBe('cancelled');
      expect(await read()).toMatchObject({ status: 'confirmed', pendingChange: null });
      expect(ledger()).toEqual(['booked']);
      expect((await cancel()).body.status).toBe('cancelled');
    });

    test('when it is an enquiry, which is closed once it is found', async () => {
      const renter = rig.as(await rig.addRenter('Asks No More'));
      rig.sandbox.fail({ method: 'sendLeads', fault: lost });
      const asked = { houseId: rig.houses[0].id, message: 'Cats?' };
      const { body } = await renter.post<Viewing>('/api/viewings', asked);
      expect((await renter.post(`/api/viewings/${body.id}/cancel`, {})).status).toBe(202);
      await pass(afterLookUp);
      expect((await renter.get<Viewing>(`/api/viewings/${body.id}`)).body.status).toBe('cancelled');
    });

    test('but for one that has begun', async () => {
      const { viewing, cancel } = await bookAs('Began Already', lost);
      const { startsAt } = (await rig.store.viewings.find(viewing.id)) ?? {};
      const behindMs = Date.parse(startsAt ?? '') - rig.clock.now() + 1;
      rig.clock.setBy(behindMs);
      const refused = await cancel();
      rig.clock.setBy(-behindMs);
      expect([refused.status, refused.body.code]).toEqual([409, 'state_conflict']);
      await pass(afterLookUp);
    });
  });

  describe('an unknown booking that is to be cancelled and cannot be looked up', () => {
    async function unreadable(name: string) {
      const booked = await bookAs(name, lost);
      await booked.cancel();
      const reads = rig.sandbox.fail({
        method: 'getLeads',
        times: Number.POSITIVE_INFINITY,
        fault: noReads,
      });
      await pass(afterLookUp);
      expect(await booked.read()).toMatchObject({ note: 'lookup_unavailable', pendingChange: 'cancel' });
      return { ...booked, reads };
    }

    test('is cancelled at Entrata when a person found it there', async () => {
      const { settle, reads, read, ledger } = await unreadable('Person Found');
      reads.cancel();
      expect((await settle({ outcome: 'booked' })).body).toMatchObject({
        status: 'confirmed',
        pendingChange: 'cancel',
      });
      await rig.instance.app.idle();
      expect((await read()).status).toBe('cancelled');
      expect(ledger()).toEqual(['cancelled']);
    });

    test('stands when a person found it there and Entrata does not show it', async () => {
      const renter = rig.as(await rig.addRenter('Shown To Nobody'));
      const asked = { houseId: rig.houses[0].id, message: 'Any balcony?' };
      expect((await renter.post('/api/viewings', asked)).status).toBe(201);
      rig.sandbox.fail({ method: 'sendLeads', fault: neverArrived });
      const body = { houseId: rig.houses[0].id, ...textsOf(slots.shift()) };
      const { id } = (await renter.post<Viewing>('/api/viewings', body)).body;
      await renter.post(`/api/viewings/${id}/cancel`, {});
      await operator.post(`/api/operator/viewings/${id}/settle`, { outcome: 'booked' });
      await rig.instance.app.idle();
      const { status, note } = (await renter.get<Viewing>(`/api/viewings/${id}`)).body;
      expect([status, note]).toEqual(['confirmed', 'cancel_refused']);
    });

    test('is closed when a person did not find it there, and is not sent again even so', async () => {
      const { settle, reads, ledger } = await unreadable('Person Missed');
      for (const evenIfBookedTwice of [false, true]) {
        const refused = await settle({ outcome: 'send_again', evenIfBookedTwice });
        expect([refused.status, refused.body.code]).toEqual([409, 'change_under_way']);
      }
      const closed = await settle({ outcome: 'not_booked' });
      expect(closed.body).toMatchObject({ status: 'cancelled', note: 'cancelled_by_user' });
      reads.cancel();
      expect(ledger()).toEqual(['booked']);
    });
  });

  test('one that a person sends again although it may be there is cancelled there, not here alone', async () => {
    const { settle, read, cancel, ledger } = await bookAs('Sent Regardless', lost);
    const reads = rig.sandbox.fail({ method: 'getLeads', times: Number.POSITIVE_INFINITY, fault: noReads });
    const limited = { kind: 'status', status: 429, retryAfter: '1' } as const;
    const sends = rig.sandbox.fail({
      method: 'sendLeads',
      times: Number.POSITIVE_INFINITY,
      fault: limited,
    });
    expect((await settle({ outcome: 'send_again', evenIfBookedTwice: true })).body.status).toBe('pending');
    expect((await cancel()).body).toMatchObject({ status: 'unknown', pendingChange: 'cancel' });
    reads.cancel();
    sends.cancel();
    await pass(afterLookUp);
    expect((await read()).status).toBe('cancelled');
    expect(ledger()).toEqual(['cancelled']);
  });
});

/** The app's half by itself, which sees a viewing as it was. */
function partWith(rig: BookingRig, stale: ViewingRecord | undefined) {
  const { store } = rig.instance;
  const viewings = { ...store.viewings, find: async () => stale };
  return createPart(rig.instance, { store: { ...store, viewings }, now: () => new Date(rig.clock.now()) });
}
