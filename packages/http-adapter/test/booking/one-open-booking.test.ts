import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnEachDatabase, type OpenDatabase } from '../../../entrata-store/test/support/databases.js';
import { type BookingRig, caller, type OfferedSlot, startBookingRig } from './support/booking-rig.js';
import { type AdapterChild, startChild } from './support/start-child.js';

interface Viewing {
  readonly id: string;
  readonly status: string;
  readonly code?: string;
}

await describeOnEachDatabase('one open booking per user, house and slot', (database) => {
  let rig: BookingRig;
  let slots: OfferedSlot[];
  let opened: OpenDatabase;
  beforeAll(async () => {
    opened = await database.open();
    rig = await startBookingRig(opened, { start: new Date().toISOString() });
    slots = [...(await rig.slots(rig.houses[0].id))];
  });
  afterAll(() => rig?.close());

  const bodyOf = (slot: OfferedSlot | undefined) => ({
    houseId: rig.houses[0].id,
    rawDate: slot?.rawDate,
    rawTime: slot?.rawTime,
  });
  const ledgerOf = (email: string) => rig.sandbox.ledger.appointmentsOf({ email });

  test('20 parallel taps with different keys make one booking', async () => {
    const renter = rig.as(await rig.addRenter('Twenty Taps'));
    const body = bodyOf(slots.shift());
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        renter.post<Viewing>('/api/viewings', body, { 'idempotency-key': `tap-${i}` }),
      ),
    );
    expect(new Set(answers.map(({ body: { id } }) => id)).size).toBe(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.every(({ status }) => status === 201 || status === 202 || status === 200)).toBe(true);
    expect(ledgerOf('twenty.taps@example.test')).toHaveLength(1);
  });

  test('20 parallel taps at two processes make one booking', async () => {
    const children: AdapterChild[] = [];
    try {
      for (let i = 0; i < 2; i += 1) {
        children.push(
          await startChild({
            address: opened.address,
            sandbox: rig.sandboxServer.options,
            limits: {},
            taskLeaseMs: 30_000,
          }),
        );
      }
      const renterId = await rig.addRenter('Two Processes');
      const body = bodyOf(slots.shift());
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          caller(() => children[i % 2]?.url ?? '', renterId).post<Viewing>('/api/viewings', body, {
            'idempotency-key': `tap-${i}`,
          }),
        ),
      );
      expect(new Set(answers.map(({ body: { id } }) => id)).size).toBe(1);
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(ledgerOf('two.processes@example.test')).toHaveLength(1);
    } finally {
      await Promise.all(children.map((child) => child.kill()));
    }
  });

  test('an idempotency key replays the answer, also after the slot is gone', async () => {
    const renter = rig.as(await rig.addRenter('Key Replay'));
    const slot = slots.shift();
    const headers = { 'idempotency-key': 'the-key' };
    const first = await renter.post<Viewing>('/api/viewings', bodyOf(slot), headers);
    const again = await renter.post<Viewing>('/api/viewings', bodyOf(slot), headers);
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    const otherSlot = await renter.post<Viewing>('/api/viewings', bodyOf(slots[0]), headers);
    expect([otherSlot.status, otherSlot.body.code]).toEqual([422, 'idempotency_key_reused']);
    const otherText = await renter.post<Viewing>(
      '/api/viewings',
      { ...bodyOf(slot), message: 'And a parking space?' },
      headers,
    );
    expect([otherText.status, otherText.body.code]).toEqual([422, 'idempotency_key_reused']);
    expect(ledgerOf('key.replay@example.test')).toHaveLength(1);
  });

  test('an idempotency key replays the answer while Entrata is down; what is new is 503 and sent nowhere', async () => {
    const name = 'Replay Offline';
    const renter = rig.as(await rig.addRenter(name));
    const headers = { 'idempotency-key': 'offline' };
    const slot = slots.shift();
    const first = await renter.post<Viewing>('/api/viewings', bodyOf(slot), headers);
    const down = rig.sandbox.fail({
      method: 'getTourAvailability',
      times: Number.POSITIVE_INFINITY,
      fault: { kind: 'reset' },
    });
    const again = await renter.post<Viewing>('/api/viewings', bodyOf(slot), headers);
    const other = await renter.post<Viewing>('/api/viewings', bodyOf(slots[0]));
    down.cancel();
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect([other.status, other.body.code]).toEqual([503, 'unavailable']);
    expect(other.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(ledgerOf('replay.offline@example.test')).toHaveLength(1);
  });

  test('a slot that became free after this process asked is looked for anew', async () => {
    const body = bodyOf(slots.shift());
    const elsewhere = await rig.addInstance({ lead: { cancelResultId: '602' } });
    const first = caller(() => elsewhere.url, await rig.addRenter('Gives Back'));
    const booked = await first.post<Viewing>('/api/viewings', body);
    expect(booked.status).toBe(201);
    rig.clock.advance(61_000);
    // This process now knows the slot as taken.
    await rig.slots(rig.houses[0].id);
    expect((await first.post(`/api/viewings/${booked.body.id}/cancel`, {})).status).toBe(200);
    rig.clock.advance(2_000);
    const second = await rig.as(await rig.addRenter('Gets It')).post('/api/viewings', body);
    expect(second.status).toBe(201);
  });

  test('the same key of another user is another booking', async () => {
    const headers = { 'idempotency-key': 'shared-key' };
    for (const name of ['First Sharer', 'Second Sharer']) {
      const renter = rig.as(await rig.addRenter(name));
      expect((await renter.post('/api/viewings', bodyOf(slots.shift()), headers)).status).toBe(201);
    }
  });

  test('a second tap without a key is the first booking, told by 200', async () => {
    const renter = rig.as(await rig.addRenter('Second Tap'));
    const body = bodyOf(slots.shift());
    const first = await renter.post<Viewing>('/api/viewings', body);
    const second = await renter.post<Viewing>('/api/viewings', body);
    expect([second.status, second.body.id]).toEqual([200, first.body.id]);
    expect(ledgerOf('second.tap@example.test')).toHaveLength(1);
  });

  test('of two people after the last place in a slot, one gets it and one is told that it is gone', async () => {
    const body = bodyOf(slots.shift());
    const renters = await Promise.all(['Fast Person', 'Slow Person'].map((name) => rig.addRenter(name)));
    const answers = await Promise.all(
      renters.map((renterId) => rig.as(renterId).post<Viewing>('/api/viewings', body)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('slot_not_offered');
  });

  test('an enquiry is sent once, and another message is another enquiry', async () => {
    const renter = rig.as(await rig.addRenter('Asks Twice'));
    const ask = (message: string) =>
      renter.post<Viewing>('/api/viewings', { houseId: rig.houses[0].id, message });
    expect((await ask('Is there a garden?')).status).toBe(201);
    expect((await ask('Is there a garden?')).status).toBe(200);
    expect((await ask('And a balcony?')).status).toBe(201);
    const sent = rig.sandbox.ledger.leads.filter(({ email }) => email === 'asks.twice@example.test');
    expect(sent.map(({ comment }) => comment.split('\n')[0])).toEqual([
      'Is there a garden?',
      'And a balcony?',
    ]);
  });
});
