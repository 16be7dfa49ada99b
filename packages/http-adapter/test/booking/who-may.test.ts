import { createSigner } from 'fast-jwt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeOnOneDatabase } from '../../../entrata-store/test/support/databases.js';
import {
  type BookingRig,
  jwtSecret,
  type OfferedSlot,
  startBookingRig,
  tokenOf,
} from './support/booking-rig.js';

await describeOnOneDatabase('who may do what', (database) => {
  let rig: BookingRig;
  let slots: readonly OfferedSlot[];
  let adminId: string;
  let viewingId: string;
  beforeAll(async () => {
    rig = await startBookingRig(await database.open());
    slots = await rig.slots(rig.houses[0].id);
    adminId = (await rig.store.users.insert({ role: 'admin', name: 'Alex Admin' })).id;
    viewingId = (await book(rig.renterId, 0)).body.id;
  });
  afterAll(() => rig?.close());

  const bodyFor = (index: number) => ({
    houseId: rig.houses[0].id,
    rawDate: slots[index]?.rawDate,
    rawTime: slots[index]?.rawTime,
  });
  const book = (userId: string | undefined, index: number) =>
    rig.as(userId).post<{ id: string; code: string }>('/api/viewings', bodyFor(index));
  const leads = () => rig.sandbox.ledger.leads.length;

  test('booking needs a renter: others are refused before Entrata hears of it', async () => {
    const before = leads();
    const nobody = await book(undefined, 1);
    expect([nobody.status, nobody.body.code]).toEqual([401, 'unauthorized']);
    expect(nobody.headers.get('www-authenticate')).toBe('Bearer');
    for (const userId of [rig.clients[0].agentUserId, adminId]) {
      const refused = await book(userId, 1);
      expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
    }
    expect(leads()).toBe(before);
  });

  test.each<[string, () => string]>([
    [
      'expired',
      () => createSigner({ key: jwtSecret, expiresIn: 1, clockTimestamp: 1_000 })({ sub: rig.renterId }),
    ],
    ['forged', () => createSigner({ key: 'not-the-secret', expiresIn: 60_000 })({ sub: rig.renterId })],
    [
      'unsigned (alg none)',
      () =>
        `${[{ alg: 'none' }, { sub: rig.renterId, exp: 9_999_999_999 }]
          .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
          .join('.')}.`,
    ],
    ['cut', () => tokenOf(rig.renterId).slice(0, -4)],
  ])('a token that is %s is nobody, in the header and in the body', async (_, makeToken) => {
    const before = leads();
    const token = makeToken();
    const viaHeader = await rig
      .as(undefined)
      .post('/api/viewings', bodyFor(1), { authorization: `Bearer ${token}` });
    expect(viaHeader.status).toBe(401);
    const viaBody = await rig.as(undefined).post('/api/requestViewing.php', {
      jwt: token,
      houseId: rig.houses[0].id,
      entrataSlotDate: slots[1]?.rawDate,
      entrataSlotTime: slots[1]?.rawTime,
    });
    expect([viaBody.status, viaBody.body.code]).toEqual([401, 'unauthorized']);
    expect(viaBody.body.message).toBe('Authentication is required');
    expect(leads()).toBe(before);
  });

  test('the existing app books with its token in the body field jwt', async () => {
    const renterId = await rig.addRenter('Body Token');
    const answer = await rig.as(undefined).post(
      '/api/requestViewing.php',
      new URLSearchParams({
        jwt: tokenOf(renterId),
        houseId: rig.houses[0].id,
        message: 'Hello',
        request_type: 'ENQUIRY',
        timezone: 'America/Chicago',
        isEntrataHouse: 'true',
        entrataSlotDate: slots[2]?.rawDate ?? '',
        entrataSlotTime: slots[2]?.rawTime ?? '',
      }),
    );
    expect([answer.status, answer.body.message]).toEqual([200, 'Viewing confirmed']);
  });

  describe('a tour is seen', () => {
    test('by its user, and by no other', async () => {
      const stranger = rig.as(await rig.addRenter('Curious Stranger'));
      expect((await rig.as(rig.renterId).get(`/api/viewings/${viewingId}`)).status).toBe(200);
      expect((await stranger.get(`/api/viewings/${viewingId}`)).status).toBe(404);
      expect((await stranger.get('/api/viewings')).body).toEqual({ items: [], next: null });
      const screen = await stranger.get<Record<string, unknown[]>>('/api/viewings.php');
      expect(Object.values(screen.body).flat()).toEqual([]);
    });

    test('by the operator of its house with the visitor, and by no other operator', async () => {
      const path = '/api/operator/viewings';
      const own = await rig.as(rig.clients[0].agentUserId).get<{ items: { id: string }[] }>(path);
      expect(own.body.items.map(({ id }) => id)).toContain(viewingId);
      const other = await rig.as(rig.clients[1].agentUserId).get<{ items: { id: string }[] }>(path);
      expect(other.body.items.map(({ id }) => id)).not.toContain(viewingId);
      const ofHouse = async (agentId: string, houseId: string) => {
        const { body } = await rig.as(agentId).get<{ items: { id: string }[] }>(`${path}?houseId=${houseId}`);
        return body.items.map(({ id }) => id);
      };
      const [first, second] = rig.clients;
      expect(await ofHouse(first.agentUserId, rig.houses[0].id)).toContain(viewingId);
      expect(await ofHouse(first.agentUserId, rig.houses[1].id)).not.toContain(viewingId);
      expect(await ofHouse(second.agentUserId, rig.houses[0].id)).toEqual([]);
      const summary = await rig.as(rig.clients[1].agentUserId).get('/api/operator/summary');
      expect(summary.body).toMatchObject({ viewings: { confirmed: 0 } });
    });

    test.each(['/api/operator/viewings', '/api/operator/summary'])('%s is not for renters', async (path) => {
      expect((await rig.as(rig.renterId).get(path)).status).toBe(403);
      expect((await rig.as(undefined).get(path)).status).toBe(401);
    });

    test('nowhere else: operators have no Tours of their own', async () => {
      expect((await rig.as(rig.clients[0].agentUserId).get('/api/viewings')).status).toBe(403);
    });
  });

  test('the lists page through everything once, newest first', async () => {
    const renterId = await rig.addRenter('Paging Renter');
    for (const index of [20, 21, 22, 23, 24]) await book(renterId, index);
    const seen: string[] = [];
    let after = '';
    for (let page = 0; page < 4; page += 1) {
      const { body } = await rig
        .as(renterId)
        .get<{ items: { id: string; createdAt: string }[]; next: string | null }>(
          `/api/viewings?limit=2${after}`,
        );
      seen.push(...body.items.map(({ id }) => id));
      if (body.next === null) break;
      after = `&after=${encodeURIComponent(body.next)}`;
    }
    expect(new Set(seen).size).toBe(5);
    expect(seen).toHaveLength(5);
    const confirmed = await rig.as(renterId).get<{ items: object[] }>('/api/viewings?status=confirmed');
    expect(confirmed.body.items).toHaveLength(5);
    const cancelled = await rig.as(renterId).get<{ items: object[] }>('/api/viewings?status=cancelled');
    expect(cancelled.body.items).toEqual([]);
  });

  test('a house that was suspended is neither listed, shown nor booked', async () => {
    const [, suspended] = rig.houses;
    const offered = (await rig.slots(suspended.id))[0];
    await rig.store.houses.hide(suspended.clientId, suspended.propertyId);
    const before = leads();
    const listed = await rig.as(undefined).get<{ items: { id: string }[] }>('/api/houses');
    expect(listed.body.items.map(({ id }) => id)).not.toContain(suspended.id);
    expect((await rig.as(undefined).get(`/api/houses/${suspended.id}`)).status).toBe(404);
    const refused = await rig.as(rig.renterId).post('/api/viewings', {
      houseId: suspended.id,
      rawDate: offered?.rawDate,
      rawTime: offered?.rawTime,
    });
    expect([refused.status, refused.body.code]).toEqual([404, 'not_found']);
    expect(leads()).toBe(before);
  });

  test('a listed house says what it is and not whose', async () => {
    const { body } = await rig.as(undefined).get(`/api/houses/${rig.houses[0].id}`);
    expect(body).toMatchObject({
      id: rig.houses[0].id,
      title: rig.houses[0].title,
      rentCents: { min: 120_000 },
    });
    expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['clientId']));
    expect(JSON.stringify(body)).not.toContain(rig.clients[0].operatorId);
  });
});
