import { expect, test } from 'vitest';
import { describeOnOneDatabase } from '../../../entrata-store/test/support/databases.js';
import { caller, startBookingRig } from './support/booking-rig.js';

interface Viewing {
  readonly id: string;
  readonly status: string;
}

await describeOnOneDatabase('a booking that cannot be sent yet', (database) => {
  test('because nobody listens at Entrata, is 202 and pending, and sent once it is back', async () => {
    const rig = await startBookingRig(await database.open());
    const [house] = rig.houses;
    const slot = (await rig.slots(house.id))[1];
    const renter = rig.as(await rig.addRenter('Refused Connection'));
    const port = Number(new URL(rig.sandboxServer.url).port);
    await rig.sandboxServer.close();
    const answer = await renter.post<Viewing>('/api/viewings', {
      houseId: house.id,
      rawDate: slot?.rawDate,
      rawTime: slot?.rawTime,
    });
    expect([answer.status, answer.body.status]).toEqual([202, 'pending']);
    expect(rig.sandbox.ledger.leads).toEqual([]);

    const back = await rig.sandbox.listen({ port });
    rig.clock.advance(6_000);
    await rig.instance.app.idle();
    const { body } = await renter.get<Viewing>(`/api/viewings/${answer.body.id}`);
    expect(body.status).toBe('confirmed');
    expect(rig.sandbox.ledger.appointments).toHaveLength(1);
    await back.close();
    await rig.close();
  });

  test('is not begun by a process that was held up so long that its lease ends first', async () => {
    const rig = await startBookingRig(await database.open(), { withoutWorkers: true });
    const [house] = rig.houses;
    const slot = (await rig.slots(house.id))[1];
    let heldUpMs = 18_000 - 10_000 + 1;
    const late = await rig.addInstance({
      atStep(step) {
        if (step !== 'viewing.sending') return;
        rig.clock.setBy(heldUpMs);
        heldUpMs = 0;
      },
    });
    const renter = caller(() => late.url, await rig.addRenter('Held Up'));
    const answer = await renter.post<Viewing>('/api/viewings', {
      houseId: house.id,
      rawDate: slot?.rawDate,
      rawTime: slot?.rawTime,
    });
    expect([answer.status, answer.body.status]).toEqual([202, 'pending']);
    const sent = () => rig.sandbox.journal.filter(({ method }) => method === 'sendLeads').length;
    expect(sent()).toBe(0);
    rig.clock.advance(6_000);
    late.app.start();
    await late.app.idle();
    expect((await renter.get<Viewing>(`/api/viewings/${answer.body.id}`)).body.status).toBe('confirmed');
    expect(sent()).toBe(1);
    await rig.close();
  });
});
