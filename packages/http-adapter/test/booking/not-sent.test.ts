import { expect, test } from 'vitest';
import { describeOnOneDatabase } from '../../../entrata-store/test/support/databases.js';
import { startBookingRig } from './support/booking-rig.js';

interface Viewing {
  readonly id: string;
  readonly status: string;
}

await describeOnOneDatabase('a booking while nobody listens at Entrata', (database) => {
  test('is 202 and pending, and sent once Entrata is back', async () => {
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
});
