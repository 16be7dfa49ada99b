import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnOneDatabase } from '../../../entrata-store/test/support/databases.js';
import { type BookingRig, type OfferedSlot, startBookingRig } from './support/booking-rig.js';

interface Problem {
  readonly code: string;
}

await describeOnOneDatabase('a token that Entrata refuses', (database) => {
  let rig: BookingRig;
  let slots: readonly OfferedSlot[];
  let renters: readonly string[];
  beforeAll(async () => {
    rig = await startBookingRig(await database.open());
  });
  afterAll(() => rig?.close());

  const bodyOf = (slot: OfferedSlot | undefined) => ({
    houseId: rig.houses[0].id,
    rawDate: slot?.rawDate,
    rawTime: slot?.rawTime,
  });

  test('stops the client’s calls once, tells the operator once, and says 503', async () => {
    const [house, sister, other] = rig.houses;
    slots = await rig.slots(house.id);
    renters = await Promise.all(Array.from({ length: 8 }, (_, i) => rig.addRenter(`Waiting ${i}`)));
    rig.sandbox.revokeTokens(rig.clients[0].subdomain);
    const book = (renterId: string, index: number) =>
      rig.as(renterId).post<Problem>('/api/viewings', bodyOf(slots[index]), { 'idempotency-key': 'tap' });
    const answers = await Promise.all(renters.map((renterId, i) => book(renterId, i)));
    for (const { status, body, headers } of answers) {
      expect([status, body.code]).toEqual([503, 'reauthorization_required']);
      expect(headers.get('retry-after')).toMatch(/^\d+$/);
    }

    const asked = rig.sandbox.journal.length;
    expect(await book(renters[0] ?? '', 20)).toMatchObject({ status: 503 });
    const times = await rig.as(undefined).get<Problem>(`/api/tour-times?houseId=${sister.id}`);
    expect([times.status, times.body.code]).toEqual([503, 'reauthorization_required']);
    expect(rig.sandbox.journal).toHaveLength(asked);

    await rig.instance.app.idle();
    const told = rig.notifications.filter(({ type }) => type === 'client.reauthorization_required');
    expect(told).toMatchObject([{ clientId: rig.clients[0].id }]);
    expect((await rig.store.clients.find(rig.clients[0].id))?.status).toBe('needs_reauthorization');
    expect((await rig.slots(other.id)).length).toBeGreaterThan(0);
  });

  test('is healed by a new one, and a renter who was turned away books with the same key', async () => {
    const client = await rig.store.clients.find(rig.clients[0].id);
    await rig.store.clients.replaceToken(rig.clients[0].id, client?.tokenVersion ?? 0, {
      accessToken: { reveal: () => rig.sandbox.issueToken(rig.clients[0].subdomain) },
      expiresAt: undefined,
    });
    rig.clock.advance(61_000);
    const answer = await rig
      .as(renters[0])
      .post('/api/viewings', bodyOf(slots[0]), { 'idempotency-key': 'tap' });
    expect(answer.status).toBe(201);
  });
});
