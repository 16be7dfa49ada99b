import { inventedIlsWire } from 'entrata-sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  describeOnEachDatabase,
  describeOnOneDatabase,
} from '../../../entrata-store/test/support/databases.js';
import { testOnOne } from '../../../entrata-store/test/support/level.js';
import { type BookingRig, caller, type OfferedSlot, startBookingRig } from './support/booking-rig.js';

interface Viewing {
  readonly id: string;
  readonly status: string;
  readonly note: string | null;
  readonly leadId: string | null;
  readonly rawTime: string;
  readonly appointment: string;
  readonly code?: string;
}

await describeOnEachDatabase('changing a tour', (database) => {
  const testOnce = testOnOne(database.name);
  let rig: BookingRig;
  let slots: OfferedSlot[];
  beforeAll(async () => {
    rig = await startBookingRig(await database.open(), { app: { lead: { cancelResultId: '602' } } });
    slots = [...(await rig.slots(rig.houses[0].id))];
  });
  afterAll(() => rig?.close());

  const textsOf = (slot: OfferedSlot | undefined) => ({ rawDate: slot?.rawDate, rawTime: slot?.rawTime });

  async function bookAs(name: string) {
    const renterId = await rig.addRenter(name);
    const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.test`;
    const slot = slots.shift();
    const renter = rig.as(renterId);
    const book = () => renter.post<Viewing>('/api/viewings', { houseId: rig.houses[0].id, ...textsOf(slot) });
    const { body } = await book();
    expect(body.status).toBe('confirmed');
    const ledger = () => rig.sandbox.ledger.appointmentsOf({ email });
    const read = async (id = body.id) => (await renter.get<Viewing>(`/api/viewings/${id}`)).body;
    return { renterId, renter, viewing: body, slot, book, ledger, read };
  }

  test('a cancellation reaches Entrata, and the slot can be booked again by the same user', async () => {
    const { renter, viewing, book, ledger } = await bookAs('Casey Cancel');
    const cancelled = await renter.post<Viewing>(`/api/viewings/${viewing.id}/cancel`, {});
    expect([cancelled.status, cancelled.body.status]).toEqual([200, 'cancelled']);
    expect(ledger().map(({ status }) => status)).toEqual(['cancelled']);
    const again = await renter.post<Viewing>(`/api/viewings/${viewing.id}/cancel`, {});
    expect([again.status, again.body.status]).toEqual([200, 'cancelled']);
    const rebooked = await book();
    expect([rebooked.status, rebooked.body.status]).toEqual([201, 'confirmed']);
    expect(rebooked.body.id).not.toBe(viewing.id);
    expect(ledger().map(({ status }) => status)).toEqual(['cancelled', 'booked']);
  });

  testOnce('a cancellation that Entrata cannot hear is kept, and carried there by a task', async () => {
    const { renter, viewing, ledger, read } = await bookAs('Late Cancel');
    rig.sandbox.fail({ method: 'updateLeads', fault: { kind: 'reset' } });
    const asked = await renter.post<Viewing>(`/api/viewings/${viewing.id}/cancel`, {});
    expect([asked.status, asked.body.status, asked.body.note]).toEqual([
      202,
      'confirmed',
      'cancel_requested',
    ]);
    rig.clock.advance(6_000);
    await rig.instance.app.idle();
    expect((await read()).status).toBe('cancelled');
    expect(ledger().map(({ status }) => status)).toEqual(['cancelled']);
  });

  testOnce(
    'a cancellation that Entrata puts off for its rate limit is kept and carried there too',
    async () => {
      const { renter, viewing, ledger } = await bookAs('Limited Cancel');
      rig.sandbox.fail({ method: 'updateLeads', fault: { kind: 'status', status: 429, retryAfter: '2' } });
      const asked = await renter.post<Viewing>(`/api/viewings/${viewing.id}/cancel`, {});
      expect([asked.status, asked.body.note]).toEqual([202, 'cancel_requested']);
      rig.clock.advance(6_000);
      await rig.instance.app.idle();
      expect(ledger().map(({ status }) => status)).toEqual(['cancelled']);
    },
  );

  testOnce.each([
    ['refuses', 400],
    ['does not permit', 311],
  ])('a cancellation that Entrata %s leaves the tour as it is and says so', async (how, code) => {
    const { renter, viewing, ledger, read } = await bookAs(`Cancel ${how}`);
    rig.sandbox.fail({ method: 'updateLeads', fault: { kind: 'error', code, message: 'Not now' } });
    const asked = await renter.post<Viewing>(`/api/viewings/${viewing.id}/cancel`, {});
    expect([asked.status, asked.body.code]).toEqual([409, 'change_not_supported']);
    expect(await read()).toMatchObject({ status: 'confirmed', note: 'cancel_refused' });
    expect(ledger().map(({ status }) => status)).toEqual(['booked']);
    await rig.instance.app.idle();
    const told = rig.notifications.filter(({ type }) => type === 'viewing.cancel_refused');
    expect(told).toContainEqual(expect.objectContaining({ viewingId: viewing.id }));
  });

  testOnce('a tour moves to another time with the same lead, and its old slot is free', async () => {
    const { renter, viewing, slot, ledger, read } = await bookAs('Remy Schedule');
    const next = slots.shift();
    const moved = await renter.post<Viewing>(`/api/viewings/${viewing.id}/reschedule`, textsOf(next));
    expect([moved.status, moved.body.status, moved.body.leadId]).toEqual([201, 'confirmed', viewing.leadId]);
    expect(await read()).toMatchObject({ status: 'cancelled', note: 'rescheduled' });
    expect(ledger()).toMatchObject([{ status: 'booked', rawTime: next?.rawTime, matchesOffer: true }]);
    expect((await rig.slots(rig.houses[0].id)).map(({ rawDate, rawTime }) => rawDate + rawTime)).toContain(
      `${slot?.rawDate}${slot?.rawTime}`,
    );
    const again = await renter.post<Viewing>(`/api/viewings/${viewing.id}/reschedule`, textsOf(next));
    expect([again.status, again.body.id]).toEqual([201, moved.body.id]);
    rig.clock.advance(6_000);
    await rig.instance.app.idle();
    expect((await read(moved.body.id)).appointment).toBe('verified');
    const cancelled = await renter.post<Viewing>(`/api/viewings/${moved.body.id}/cancel`, {});
    expect(cancelled.body.status).toBe('cancelled');
    expect(ledger()).toMatchObject([{ status: 'cancelled' }]);
  });

  testOnce('a change of time whose reply is lost is looked up, and only one appointment stands', async () => {
    const { renter, viewing, ledger, read } = await bookAs('Lost Move');
    rig.sandbox.fail({ method: 'updateLeads', fault: { kind: 'lose_reply' } });
    const next = slots.shift();
    const moved = await renter.post<Viewing>(`/api/viewings/${viewing.id}/reschedule`, textsOf(next));
    expect([moved.status, moved.body.status]).toEqual([202, 'unknown']);
    expect((await read()).status).toBe('confirmed');
    rig.clock.advance(3_000);
    await rig.instance.app.idle();
    expect(await read(moved.body.id)).toMatchObject({ status: 'confirmed', leadId: viewing.leadId });
    expect(await read()).toMatchObject({ status: 'cancelled', note: 'rescheduled' });
    expect(ledger()).toMatchObject([{ status: 'booked', rawTime: next?.rawTime }]);
  });

  testOnce('while the outcome of a change is unknown, another one is refused', async () => {
    const { renter, viewing, ledger, read } = await bookAs('Moves Twice');
    const path = `/api/viewings/${viewing.id}/reschedule`;
    rig.sandbox.fail({ method: 'updateLeads', fault: { kind: 'lose_reply' } });
    const next = slots.shift();
    const first = await renter.post<Viewing>(path, textsOf(next));
    expect([first.status, first.body.status]).toEqual([202, 'unknown']);
    const other = await renter.post<Viewing>(path, textsOf(slots.shift()));
    expect([other.status, other.body.code]).toEqual([409, 'change_under_way']);
    const same = await renter.post<Viewing>(path, textsOf(next));
    expect([same.status, same.body.id]).toEqual([202, first.body.id]);
    rig.clock.advance(3_000);
    await rig.instance.app.idle();
    expect((await read(first.body.id)).status).toBe('confirmed');
    expect(ledger()).toMatchObject([{ status: 'booked', rawTime: next?.rawTime }]);
  });

  test('of changes to several times at once one is made, and one appointment stands', async () => {
    const { renterId, viewing, ledger } = await bookAs('Moves At Once');
    const elsewhere = await rig.addInstance();
    const targets = [slots.shift(), slots.shift(), slots.shift(), slots.shift()];
    const answers = await Promise.all(
      targets.map((slot, index) =>
        caller(() => (index % 2 ? elsewhere : rig.instance).url, renterId).post<Viewing>(
          `/api/viewings/${viewing.id}/reschedule`,
          textsOf(slot),
        ),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    const made = answers.find(({ status }) => status === 201);
    expect(ledger()).toMatchObject([{ status: 'booked', rawTime: made?.body.rawTime }]);
    await elsewhere.stop();
  });

  testOnce('a change to a time that is not offered leaves the tour as it is', async () => {
    const { renter, viewing, slot, read } = await bookAs('No Move');
    const moved = await renter.post<Viewing>(`/api/viewings/${viewing.id}/reschedule`, {
      rawDate: slot?.rawDate,
      rawTime: '03:00 CST - 03:30 CST',
    });
    expect([moved.status, moved.body.code]).toEqual([409, 'slot_not_offered']);
    expect((await read()).status).toBe('confirmed');
  });

  testOnce('nobody changes the tour of another', async () => {
    const { viewing, read } = await bookAs('Own Tour');
    const other = rig.as(await rig.addRenter('Somebody Else'));
    const next = textsOf(slots[0]);
    expect((await other.post(`/api/viewings/${viewing.id}/cancel`, {})).status).toBe(404);
    expect((await other.post(`/api/viewings/${viewing.id}/reschedule`, next)).status).toBe(404);
    expect((await read()).status).toBe('confirmed');
  });

  testOnce('where the event results are not known, a tour cannot be cancelled here and stands', async () => {
    const { renter, viewing, ledger } = await bookAs('No Result');
    const { getLeadPickLists, ...ils } = inventedIlsWire;
    const { wire, ...rest } = rig.sandboxServer.options;
    const bare = await rig.addInstance({ lead: {} }, { ...rest, wire: { ...wire, ils } });
    const answer = await fetch(`${bare.url}/api/viewings/${viewing.id}/cancel`, {
      method: 'POST',
      headers: { authorization: renter.authorization },
    });
    expect(answer.status).toBe(409);
    expect(ledger().map(({ status }) => status)).toEqual(['booked']);
  });
});

await describeOnOneDatabase('a profile with pick lists', (database) => {
  test('says which event result cancels, so that nobody has to configure it', async () => {
    const rig = await startBookingRig(await database.open());
    const renter = rig.as(await rig.addRenter('Listed Result'));
    const [slot] = await rig.slots(rig.houses[0].id);
    const { body } = await renter.post<Viewing>('/api/viewings', {
      houseId: rig.houses[0].id,
      rawDate: slot?.rawDate,
      rawTime: slot?.rawTime,
    });
    const cancelled = await renter.post<Viewing>(`/api/viewings/${body.id}/cancel`, {});
    expect([cancelled.status, cancelled.body.status]).toEqual([200, 'cancelled']);
    expect(rig.sandbox.ledger.appointments.map(({ status }) => status)).toEqual(['cancelled']);
    await rig.close();
  });
});
