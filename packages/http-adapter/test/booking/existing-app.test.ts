import { createSigner } from 'fast-jwt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeOnOneDatabase } from '../../../entrata-store/test/support/databases.js';
import { type BookingRig, jwtSecret, startBookingRig } from './support/booking-rig.js';

interface Times {
  readonly message: string;
  readonly tourTimes: Record<string, { readonly rawDate: string; readonly rawTime: string }[]>;
}

interface Item {
  readonly id: string;
  readonly title: string;
  readonly status: string;
}

/** As the app's log-in makes them: the user in `data.id`, an issuer, no end. */
const tokenOf = (userId: string) =>
  createSigner({ key: jwtSecret, algorithm: 'HS256' })({ iss: 'example', data: { id: userId } });

await describeOnOneDatabase('the existing app', (database) => {
  let rig: BookingRig;
  beforeAll(async () => {
    rig = await startBookingRig(await database.open(), { isExistingApp: true });
  });
  afterAll(() => rig?.close());

  async function send<T>(path: string, init: RequestInit): Promise<{ status: number; body: T }> {
    const response = await fetch(`${rig.instance.url}/api/${path}`, init);
    return { status: response.status, body: (await response.json()) as T };
  }

  /** The same fields as the app may send them. */
  const encodings: [string, (fields: Record<string, string>) => URLSearchParams | FormData][] = [
    ['a urlencoded form', (fields) => new URLSearchParams(fields)],
    [
      'FormData',
      (fields) => {
        const form = new FormData();
        for (const [name, value] of Object.entries(fields)) form.append(name, value);
        return form;
      },
    ],
  ];

  describe('asks for tour times', () => {
    test.each(['propertyId', 'houseId'])('by GET with %s: a map of raw date to times', async (name) => {
      const { status, body } = await send<Times>(
        `getEntrataTourTimes.php?${name}=${rig.houses[0].id}&month=12-2026&tourType=AGENT_GUIDED`,
        {},
      );
      expect([status, body.message]).toEqual([200, 'OK']);
      const days = Object.entries(body.tourTimes);
      expect(days.length).toBeGreaterThan(10);
      for (const [date, times] of days) {
        expect(date.startsWith('2026-12-')).toBe(true);
        expect(times.every(({ rawDate }) => rawDate === date)).toBe(true);
      }
    });

    test.each(encodings)('by POST with %s, in which empty fields count as absent', async (_, encode) => {
      const { status, body } = await send<Times>('getEntrataTourTimes.php', {
        method: 'POST',
        body: encode({ jwt: tokenOf(rig.renterId), propertyId: rig.houses[0].id, month: '', tourType: '' }),
      });
      expect([status, body.message]).toEqual([200, 'OK']);
    });
  });

  test.each(encodings)(
    'books with %s, token in header and body, and the platform’s own fields',
    async (how, encode) => {
      const [house] = rig.houses;
      const renterId = await rig.addRenter(`Form ${how}`);
      const slot = (await rig.slots(house.id))[0];
      const token = tokenOf(renterId);
      const { status, body } = await send<Record<string, string>>('requestViewing.php', {
        method: 'POST',
        headers: { authorization: token },
        body: encode({
          jwt: token,
          houseId: house.id,
          message: '',
          houseAddress: '1 Example Street',
          city: 'Chicago',
          slot: JSON.stringify({ id: 5, date: '2026-11-30', start_time: '10:00' }),
          request_type: '',
          timezone: 'America/Chicago',
          isEntrataHouse: 'true',
          entrataSlotDate: slot?.rawDate ?? '',
          entrataSlotTime: slot?.rawTime ?? '',
        }),
      });
      expect([status, body.message]).toEqual([200, 'Viewing confirmed']);
      const { items } = await rig.store.viewings.listByUser(renterId);
      expect(items).toMatchObject([{ id: body.viewingId, rawTime: slot?.rawTime, message: undefined }]);
    },
  );

  test.each([
    ['ENQUIRY', 'Enquiry'],
    ['INFORMATION', 'Request for information'],
  ])('sends an %s without a time as a lead', async (request_type, text) => {
    const renterId = await rig.addRenter(`Without Time ${request_type}`);
    const { status } = await send('requestViewing.php', {
      method: 'POST',
      headers: { authorization: `Bearer ${tokenOf(renterId)}` },
      body: new URLSearchParams({ houseId: rig.houses[0].id, request_type }),
    });
    expect(status).toBe(200);
    const lead = rig.sandbox.ledger.leads.find(({ email }) =>
      email?.startsWith(`without.time.${request_type.toLowerCase()}`),
    );
    expect(lead?.comment.split('\n')[0]).toBe(text);
  });

  test('reads its Tours screen in groups, by status and by the house’s title', async () => {
    const renterId = await rig.addRenter('Grouped Renter');
    const [house, sister] = rig.houses;
    const idOf: Record<string, string> = {};
    const add = async (group: string, houseId: string, startsAt?: string) => {
      const rawTime = `${group} - 10:30 CST`;
      const slot = startsAt === undefined ? {} : { slot: { rawDate: '2026-11-24', rawTime, startsAt } };
      const { viewing } = await rig.store.viewings.open({
        userId: renterId,
        houseId,
        message: group,
        ...slot,
      });
      idOf[group] = viewing.id;
    };
    await add('cancelled', house.id, '2026-11-25T16:00:00.000Z');
    await rig.store.viewings.transition(idOf.cancelled ?? '', ['pending'], { status: 'cancelled' });
    await add('none', house.id);
    await add('thisWeek', sister.id, '2026-11-26T16:00:00.000Z');
    await rig.store.viewings.transition(idOf.thisWeek ?? '', ['pending'], {
      status: 'confirmed',
      leadId: '77',
    });
    // In Chicago, this is the last evening of November.
    await add('thisMonth', house.id, '2026-12-01T04:00:00.000Z');
    await add('past', house.id, '2026-11-22T16:00:00.000Z');
    await add('other', house.id, '2026-12-20T16:00:00.000Z');

    const read = async (query: string) => {
      const headers = { authorization: tokenOf(renterId) };
      const { status, body } = await send<Record<string, Item[]>>(`viewings.php?${query}`, { headers });
      expect(status).toBe(200);
      return body;
    };
    const groups = await read('search=&status=');
    expect(Object.fromEntries(Object.entries(groups).map(([name, [item]]) => [name, item?.id]))).toEqual(
      idOf,
    );
    expect(groups.thisWeek).toEqual([
      {
        id: idOf.thisWeek,
        status: 'ACCEPTED',
        house_id: sister.id,
        title: sister.title,
        address: [sister.street, sister.city, sister.state].join(', '),
        images: ['https://images.example.test/1.jpg'],
        agent_id: sister.agentUserId,
        rating: null,
        crm_name: 'entrata',
        external_id: '77',
        date: '2026-11-24',
        time: 'thisWeek - 10:30 CST',
        starts_at: '2026-11-26T16:00:00.000Z',
        message: 'thisWeek',
        created_at: expect.any(String),
      },
    ]);
    const namesIn = async (query: string) =>
      Object.entries(await read(query))
        .filter(([, items]) => items.length > 0)
        .map(([name]) => name);
    expect(await namesIn('status=ALL')).toHaveLength(6);
    expect(await namesIn('status=ACCEPTED')).toEqual(['thisWeek']);
    expect(await namesIn('status=CANCELLED')).toEqual(['cancelled']);
    expect(await namesIn('status=PENDING')).toEqual(['none', 'thisMonth', 'past', 'other']);
    expect(await namesIn(`search=${encodeURIComponent(sister.title.toUpperCase())}`)).toEqual(['thisWeek']);
  });

  test('is told 401 with a message for a token that is not one, and nothing is sent', async () => {
    const before = rig.sandbox.ledger.leads.length;
    for (const headers of [
      {},
      { authorization: 'nonsense' },
      { authorization: `Bearer ${tokenOf('nobody')}` },
    ]) {
      const { status, body } = await send<Record<string, string>>('requestViewing.php', {
        method: 'POST',
        headers,
        body: new URLSearchParams({ houseId: rig.houses[0].id, message: 'Hello' }),
      });
      expect([status, body.message]).toEqual([401, 'Authentication is required']);
    }
    expect(rig.sandbox.ledger.leads).toHaveLength(before);
  });
});
