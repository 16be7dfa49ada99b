import type { Step } from 'entrata-http-adapter';
import type { Fault } from 'entrata-sdk/testing';
import type { ViewingRecord } from 'entrata-store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnEachDatabase, type OpenDatabase } from '../../../entrata-store/test/support/databases.js';
import { isLongRun, standsForAll } from '../../../entrata-store/test/support/level.js';
import { type BookingRig, caller, type OfferedSlot, startBookingRig } from './support/booking-rig.js';
import { type AdapterChild, startChild } from './support/start-child.js';

const limits = {
  sendDeadlineMs: 1_000,
  sendLeaseMs: 1_200,
  retryDelayMs: 50,
  lookUpDelayMs: 50,
  absenceAfterMs: 1_500,
  verifyDelayMs: 50,
};

/** Each instant between two commits or calls of a booking, and what makes the flow pass it. */
const bookingSteps: [Step, Fault?][] = [
  ['viewing.opened'],
  ['viewing.sending'],
  ['lead.sent'],
  ['viewing.transitioned'],
  ['viewing.found', { kind: 'lose_reply' }],
];
const cancelSteps: Step[] = ['viewing.cancel_requested', 'lead.cancelled', 'viewing.transitioned'];

/** What is tried on the servers in the short run. */
const onServers: readonly Step[] = ['lead.sent', 'lead.cancelled'];

await describeOnEachDatabase('SIGKILL in the middle of a booking', (database) => {
  const isTried = (step: Step) => standsForAll(database.name) || onServers.includes(step);
  let rig: BookingRig;
  let opened: OpenDatabase;
  let slots: OfferedSlot[];
  beforeAll(async () => {
    opened = await database.open();
    // Only the children work; the rig's own adapter would resume what they leave behind.
    rig = await startBookingRig(opened, { start: new Date().toISOString(), withoutWorkers: true });
    slots = [...(await rig.slots(rig.houses[0].id))];
    await startNext();
  });
  afterAll(async () => {
    await child?.kill();
    await rig?.close();
  });

  let child: AdapterChild;
  const startNext = async () => {
    const sandbox = rig.sandboxServer.options;
    child = await startChild({ address: opened.address, sandbox, limits, taskLeaseMs: 600 });
  };

  async function onlyViewing(userId: string): Promise<ViewingRecord> {
    const { items } = await rig.store.viewings.listByUser(userId);
    expect(items).toHaveLength(1);
    const [viewing] = items;
    if (viewing === undefined) throw new Error('the viewing is gone');
    return viewing;
  }

  /** The renter posts to an adapter that dies at the step; another is started in its place. */
  async function postAndDie(dieAt: Step, renterId: string, path: string, body: unknown): Promise<void> {
    await child.doom(dieAt);
    await caller(() => child.url, renterId)
      .post(path, body)
      .catch(() => undefined);
    expect(await child.ended).toBe('SIGKILL');
    await startNext();
  }

  test.each(bookingSteps.filter(([step]) => isTried(step)))(
    'at %s, a restart leaves it in the ledger exactly once',
    async (step, fault) => {
      const name = `Crash ${step.replace('.', ' ')}`;
      const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.test`;
      const renterId = await rig.addRenter(name);
      const slot = slots.shift();
      if (fault !== undefined) rig.sandbox.fail({ method: 'sendLeads', fault });
      await postAndDie(step, renterId, '/api/viewings', {
        houseId: rig.houses[0].id,
        rawDate: slot?.rawDate,
        rawTime: slot?.rawTime,
      });
      await expect
        .poll(async () => (await onlyViewing(renterId)).appointment, { interval: 50 })
        .toBe('verified');
      const viewing = await onlyViewing(renterId);
      const ledger = rig.sandbox.ledger.appointmentsOf({ email });
      expect(ledger).toHaveLength(1);
      expect(viewing).toMatchObject({ status: 'confirmed', leadId: ledger[0]?.leadId });
      expect(ledger[0]).toMatchObject({ rawDate: slot?.rawDate, rawTime: slot?.rawTime, matchesOffer: true });
    },
  );

  test.each(cancelSteps.filter(isTried))(
    'at %s of a cancellation, a restart leaves it cancelled in both places',
    async (step) => {
      const name = `Crash Cancel ${step.replace('.', ' ')}`;
      const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.test`;
      const renterId = await rig.addRenter(name);
      const slot = slots.shift();
      const booked = await rig.as(renterId).post<{ id: string }>('/api/viewings', {
        houseId: rig.houses[0].id,
        rawDate: slot?.rawDate,
        rawTime: slot?.rawTime,
      });
      expect(booked.status).toBe(201);
      await postAndDie(step, renterId, `/api/viewings/${booked.body.id}/cancel`, {});
      await expect.poll(async () => (await onlyViewing(renterId)).status, { interval: 50 }).toBe('cancelled');
      expect(rig.sandbox.ledger.appointmentsOf({ email }).map(({ status }) => status)).toEqual(['cancelled']);
    },
  );

  test.each(
    (
      [
        ['viewing.cancel_requested', 'dead'],
        ['lead.cancelled', 'gone'],
        ['viewing.cancel_requested', 'gone'],
        ['lead.cancelled', 'dead'],
      ] as const
    ).slice(0, isLongRun ? 4 : standsForAll(database.name) ? 2 : 0),
  )('at %s of a cancellation whose task is %s after that, the sweep resumes it', async (step, what) => {
    const renterId = await rig.addRenter(`Swept ${step.replace('.', ' ')} ${what}`);
    const slot = slots.shift();
    const booked = await rig.as(renterId).post<{ id: string }>('/api/viewings', {
      houseId: rig.houses[0].id,
      rawDate: slot?.rawDate,
      rawTime: slot?.rawTime,
    });
    expect(booked.status).toBe(201);
    await child.doom(step);
    await caller(() => child.url, renterId)
      .post(`/api/viewings/${booked.body.id}/cancel`, {})
      .catch(() => undefined);
    expect(await child.ended).toBe('SIGKILL');
    const tasks = opened.connect({ poolSize: 1 })('entrata_tasks').where('kind', 'viewing.cancel');
    if (what === 'gone') await tasks.delete();
    else await tasks.update({ status: 'dead', open_key: null });
    // An adapter on the rig's clock, which a test may put forward, takes over.
    const { app } = await rig.addInstance({ lead: { cancelResultId: '602' } });
    rig.clock.advance(120_000);
    app.start();
    const isSwept = async () =>
      (await rig.store.tasks.list({ kind: 'viewing.cancel', status: 'waiting' })).items.length;
    await expect.poll(isSwept, { interval: 50 }).toBe(1);
    rig.clock.advance(660_000);
    await app.idle();
    await app.stop();
    const { leadId } = await onlyViewing(renterId);
    expect(await onlyViewing(renterId)).toMatchObject({ status: 'cancelled', cancelRequestedAt: undefined });
    const { appointments } = rig.sandbox.ledger;
    expect(appointments.filter((it) => it.leadId === leadId)).toMatchObject([{ status: 'cancelled' }]);
    await startNext();
  });

  test('at lead.sent of a change of time, a restart leaves one appointment and one standing tour', async () => {
    const renterId = await rig.addRenter('Crash Move');
    const email = 'crash.move@example.test';
    const textsOf = (slot: OfferedSlot | undefined) => ({ rawDate: slot?.rawDate, rawTime: slot?.rawTime });
    const booked = await rig.as(renterId).post<{ id: string }>('/api/viewings', {
      houseId: rig.houses[0].id,
      ...textsOf(slots.shift()),
    });
    expect(booked.status).toBe(201);
    const next = textsOf(slots.shift());
    await postAndDie('lead.sent', renterId, `/api/viewings/${booked.body.id}/reschedule`, next);
    await expect
      .poll(async () => (await rig.store.viewings.find(booked.body.id))?.note, { interval: 50 })
      .toBe('rescheduled');
    const { items } = await rig.store.viewings.listByUser(renterId, { status: ['confirmed'] });
    expect(items).toMatchObject([{ replaces: booked.body.id, ...next }]);
    expect(rig.sandbox.ledger.appointmentsOf({ email })).toMatchObject([
      { status: 'booked', leadId: items[0]?.leadId, ...next },
    ]);
  });
});
