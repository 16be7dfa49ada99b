import type { Fault } from 'entrata-sdk/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnOneDatabase } from '../../../entrata-store/test/support/databases.js';
import { type BookingRig, type Caller, type OfferedSlot, startBookingRig } from './support/booking-rig.js';

interface Viewing {
  readonly id: string;
  readonly status: string;
  readonly note: string | null;
  readonly leadId: string | null;
  readonly code?: string;
}

const afterLookUp = 3_000;
const afterAbsence = 130_000;

await describeOnOneDatabase('a booking whose outcome is not known', (database) => {
  let rig: BookingRig;
  let slots: OfferedSlot[];
  beforeAll(async () => {
    rig = await startBookingRig(await database.open(), { app: { booking: { sendDeadlineMs: 700 } } });
    slots = [...(await rig.slots(rig.houses[0].id))];
  });
  afterAll(() => rig?.close());

  /** Books the next free slot as somebody new, with Entrata failing the next lead in one way. */
  async function bookThrough(name: string, fault?: Fault, message = 'Hello') {
    const renterId = await rig.addRenter(name);
    const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.test`;
    const slot = slots.shift();
    if (fault !== undefined) rig.sandbox.fail({ method: 'sendLeads', fault });
    const renter = rig.as(renterId);
    const answer = await renter.post<Viewing>('/api/viewings', {
      houseId: rig.houses[0].id,
      rawDate: slot?.rawDate,
      rawTime: slot?.rawTime,
      message,
    });
    const ledger = () => rig.sandbox.ledger.appointmentsOf({ email }).filter((it) => it.status === 'booked');
    return { renter, renterId, answer, slot, ledger };
  }

  async function read(renter: Caller, id: string): Promise<Viewing> {
    return (await renter.get<Viewing>(`/api/viewings/${id}`)).body;
  }

  async function pass(ms: number): Promise<void> {
    rig.clock.advance(ms);
    await rig.instance.app.idle();
  }

  test('is 202 and unknown when the reply is lost, then confirmed by the lead at Entrata', async () => {
    const { renter, answer, ledger } = await bookThrough('Lost Reply', { kind: 'lose_reply' });
    expect([answer.status, answer.body.status]).toEqual([202, 'unknown']);
    expect(answer.headers.get('location')).toBe(`/api/viewings/${answer.body.id}`);
    await pass(afterLookUp);
    const viewing = await read(renter, answer.body.id);
    expect(viewing.status).toBe('confirmed');
    expect(ledger()).toHaveLength(1);
    expect(viewing.leadId).toBe(ledger()[0]?.leadId);
  });

  test.each<[string, Fault]>([
    ['cut off', { kind: 'cut_body' }],
    ['late', { kind: 'delay', ms: 1_500, afterCommit: true }],
  ])('is resolved the same way when the reply is %s', async (how, fault) => {
    const { renter, answer, ledger } = await bookThrough(`Reply ${how}`, fault);
    expect(answer.body.status).toBe('unknown');
    await pass(afterLookUp);
    expect((await read(renter, answer.body.id)).status).toBe('confirmed');
    expect(ledger()).toHaveLength(1);
  });

  test.each<[string, Fault]>([
    ['the connection was reset before Entrata acted', { kind: 'reset' }],
    ['a page of the network answered', { kind: 'html' }],
  ])('is sent again once its absence is proven: %s', async (how, fault) => {
    const { renter, answer, ledger } = await bookThrough(`Absent ${how.length}`, fault);
    expect(answer.body.status).toBe('unknown');
    await pass(afterLookUp);
    expect((await read(renter, answer.body.id)).status).toBe('unknown');
    expect(ledger()).toHaveLength(0);
    await pass(afterAbsence);
    await pass(afterLookUp * 2);
    expect((await read(renter, answer.body.id)).status).toBe('confirmed');
    expect(ledger()).toHaveLength(1);
  });

  test('takes the late lead for its own, however often it looked before', async () => {
    const { renter, answer, ledger } = await bookThrough('Slow Commit', { kind: 'delay', ms: 2_000 });
    expect(answer.body.status).toBe('unknown');
    await pass(afterLookUp);
    expect(ledger()).toHaveLength(0);
    await expect.poll(() => ledger().length, { timeout: 5_000 }).toBe(1);
    await pass(60_000);
    expect((await read(renter, answer.body.id)).status).toBe('confirmed');
    expect(ledger()).toHaveLength(1);
  });

  test('tells its user and its operator that it is unknown, once, and then confirmed, once', async () => {
    const { answer } = await bookThrough('Told Once', { kind: 'lose_reply' });
    await pass(afterLookUp);
    const told = rig.notifications.filter((it) => 'viewingId' in it && it.viewingId === answer.body.id);
    expect(told.map(({ type }) => type).sort()).toEqual([
      'viewing.confirmed',
      'viewing.requested',
      'viewing.unknown',
    ]);
  });

  test('finds an enquiry, which has no appointment, by its person and its time', async () => {
    const renterId = await rig.addRenter('Enquiring Mind');
    rig.sandbox.fail({ method: 'sendLeads', fault: { kind: 'lose_reply' } });
    const renter = rig.as(renterId);
    const { status, body } = await renter.post<Viewing>('/api/viewings', {
      houseId: rig.houses[0].id,
      message: 'Do you take two cats?',
    });
    expect([status, body.status]).toEqual([202, 'unknown']);
    await pass(afterLookUp);
    expect((await read(renter, body.id)).status).toBe('confirmed');
    expect(rig.sandbox.ledger.leads.filter((it) => it.email === 'enquiring.mind@example.test')).toHaveLength(
      1,
    );
  });

  test('stays unknown where leads cannot be read, and is never sent again blindly', async () => {
    const { renter, answer, ledger } = await bookThrough('No Lookup', { kind: 'reset' });
    const noReads = rig.sandbox.fail({
      method: 'getLeads',
      times: Number.POSITIVE_INFINITY,
      fault: { kind: 'error', code: 311, message: 'No permission' },
    });
    await pass(afterLookUp);
    await pass(afterAbsence);
    await pass(afterAbsence);
    noReads.cancel();
    const viewing = await read(renter, answer.body.id);
    expect([viewing.status, viewing.note]).toEqual(['unknown', 'lookup_unavailable']);
    expect(ledger()).toHaveLength(0);

    const operator = rig.as(rig.clients[0].agentUserId);
    const other = rig.as(rig.clients[1].agentUserId);
    const path = `/api/operator/viewings/${answer.body.id}/settle`;
    expect((await other.post(path, { outcome: 'not_booked' })).status).toBe(404);
    expect((await renter.post(path, { outcome: 'booked' })).status).toBe(403);
    const again = await operator.post<Viewing>(path, { outcome: 'send_again' });
    expect([again.status, again.body.status]).toEqual([200, 'pending']);
    await pass(6_000);
    expect((await read(renter, answer.body.id)).status).toBe('confirmed');
    expect(ledger()).toHaveLength(1);
    expect((await operator.post(path, { outcome: 'booked' })).status).toBe(409);
  });

  test.each([
    ['booked', 'confirmed'],
    ['not_booked', 'rejected'],
  ])('is %s by hand: %s', async (outcome, status) => {
    const { renter, answer, ledger } = await bookThrough(`By Hand ${outcome}`, {
      kind: outcome === 'booked' ? 'lose_reply' : 'reset',
    });
    const leadId = ledger()[0]?.leadId;
    const operator = rig.as(rig.clients[0].agentUserId);
    const settled = await operator.post<Viewing>(`/api/operator/viewings/${answer.body.id}/settle`, {
      outcome,
      ...(leadId === undefined ? {} : { leadId }),
    });
    expect([settled.status, settled.body.status]).toEqual([200, status]);
    expect(await read(renter, answer.body.id)).toMatchObject({ status, leadId: leadId ?? null });
  });

  test('is pending and sent by a task when Entrata refused for its rate limit', async () => {
    const { renter, answer, ledger } = await bookThrough('Rate Limited', {
      kind: 'status',
      status: 429,
      retryAfter: '3',
    });
    expect([answer.status, answer.body.status]).toEqual([202, 'pending']);
    await pass(6_000);
    expect((await read(renter, answer.body.id)).status).toBe('confirmed');
    expect(ledger()).toHaveLength(1);
  });
});
