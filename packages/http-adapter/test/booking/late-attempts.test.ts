import type { AtStep } from 'entrata-http-adapter';
import { expect, test } from 'vitest';
import { describeOnOneDatabase } from '../../../entrata-store/test/support/databases.js';
import { type BookingRig, caller, startBookingRig } from './support/booking-rig.js';

/** Holds a process up just before it calls Entrata. */
function heldUp() {
  let goOn = () => {};
  const until = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const atStep: AtStep = async (step) => {
    if (step === 'viewing.sending') await until;
  };
  return { atStep, goOn: () => goOn() };
}

async function requestFrom(rig: BookingRig, url: string, name: string) {
  const [house] = rig.houses;
  const slot = (await rig.slots(house.id))[1];
  const renterId = await rig.addRenter(name);
  const answer = caller(() => url, renterId).post<{ status: string }>('/api/viewings', {
    houseId: house.id,
    rawDate: slot?.rawDate,
    rawTime: slot?.rawTime,
  });
  const viewing = async () => (await rig.store.viewings.listByUser(renterId)).items[0];
  await expect.poll(viewing).toMatchObject({ status: 'sending', attempts: 1 });
  return { answer, viewing };
}

await describeOnOneDatabase('an attempt to send a booking', (database) => {
  test('whose process wakes long after its lease leaves the next one alone', async () => {
    const early = heldUp();
    const next = heldUp();
    const rig = await startBookingRig(await database.open(), { app: { atStep: next.atStep } });
    const late = await rig.addInstance({ atStep: early.atStep });
    const { answer, viewing } = await requestFrom(rig, late.url, 'Woken Late');
    await late.app.stop({ drainMs: 0 });
    // Taken for dead, unknown, proven absent, and sent again.
    await expect
      .poll(async () => {
        rig.clock.advance(2_000);
        return viewing();
      })
      .toMatchObject({ status: 'sending', attempts: 2 });
    early.goOn();
    expect((await answer).body.status).toBe('pending');
    expect(await viewing()).toMatchObject({ status: 'sending', attempts: 2 });
    next.goOn();
    await expect
      .poll(async () => {
        rig.clock.advance(2_000);
        return viewing();
      })
      .toMatchObject({ status: 'confirmed' });
    expect(rig.sandbox.ledger.appointmentsOf({ email: 'woken.late@example.test' })).toHaveLength(1);
    await rig.close();
  });

  test('is left alone by a task that comes while it is under way', async () => {
    const first = heldUp();
    const rig = await startBookingRig(await database.open(), { app: { atStep: first.atStep } });
    const { answer, viewing } = await requestFrom(rig, rig.instance.url, 'Still Sending');
    const viewingId = (await viewing())?.id ?? '';
    await rig.store.tasks.enqueue({ kind: 'viewing.send', payload: { viewingId } });
    const second = await rig.addInstance();
    await second.app.idle();
    expect(await viewing()).toMatchObject({ status: 'sending', attempts: 1 });
    first.goOn();
    expect((await answer).body.status).toBe('confirmed');
    expect(rig.sandbox.ledger.leads).toHaveLength(1);
    await rig.close();
  });
});
