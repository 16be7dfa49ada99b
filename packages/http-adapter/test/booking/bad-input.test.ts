import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnOneDatabase } from '../../../entrata-store/test/support/databases.js';
import { type BookingRig, type OfferedSlot, startBookingRig } from './support/booking-rig.js';

interface Problem {
  readonly code: string;
  readonly field?: string;
}

await describeOnOneDatabase('bad input', (database) => {
  let rig: BookingRig;
  let slot: OfferedSlot;
  let otherSlot: OfferedSlot;
  beforeAll(async () => {
    rig = await startBookingRig(await database.open());
    [slot] = (await rig.slots(rig.houses[0].id)) as [OfferedSlot];
    [otherSlot] = (await rig.slots(rig.houses[2].id)) as [OfferedSlot];
  });
  afterAll(() => rig?.close());

  type Change = (good: Record<string, unknown>) => Record<string, unknown>;
  const without =
    (field: string): Change =>
    ({ [field]: _, ...rest }) =>
      rest;
  const having =
    (field: string, value: unknown): Change =>
    (good) => ({ ...good, [field]: value });

  const cases: [string, Change, number, string, string?][] = [
    ['no house', without('houseId'), 400, 'invalid_request', 'houseId'],
    ['a house that is a list', having('houseId', ['1']), 400, 'invalid_request', 'houseId'],
    ['a house that is an object', having('houseId', { id: 1 }), 400, 'invalid_request', 'houseId'],
    ['a house id that is too long', having('houseId', 'x'.repeat(65)), 400, 'invalid_request', 'houseId'],
    ['a house id with a quote', having('houseId', "1' or '1'='1"), 400, 'invalid_request', 'houseId'],
    [
      'a house that is not there',
      having('houseId', '00000000-0000-4000-8000-000000000000'),
      404,
      'not_found',
    ],
    ['a time without its date', without('rawDate'), 400, 'invalid_request', 'rawTime'],
    ['a date without its time', without('rawTime'), 400, 'invalid_request', 'rawTime'],
    ['neither time nor message', (good) => ({ houseId: good.houseId }), 400, 'invalid_request', 'message'],
    ['a date that is a number', having('rawDate', 20261124), 400, 'invalid_request', 'rawDate'],
    ['a date that is too long', having('rawDate', '2'.repeat(65)), 400, 'invalid_request', 'rawDate'],
    ['a time that is an object', having('rawTime', { at: 10 }), 400, 'invalid_request', 'rawTime'],
    ['a message that is a list', having('message', ['Hello']), 400, 'invalid_request', 'message'],
    ['a tour type that is a number', having('tourType', 1), 400, 'invalid_request', 'tourType'],
    ['a house that is null', having('houseId', null), 400, 'invalid_request', 'houseId'],
    ['a house that is a fraction', having('houseId', 1.5), 400, 'invalid_request', 'houseId'],
    ['an empty time', having('rawTime', ''), 400, 'invalid_request', 'rawTime'],
    ['a time that is too long', having('rawTime', '1'.repeat(129)), 400, 'invalid_request', 'rawTime'],
    ['a time with a NUL', having('rawTime', '10:00\0'), 400, 'invalid_request', 'rawTime'],
    ['half a character in the message', having('message', 'a\ud800'), 400, 'invalid_request', 'message'],
    ['a message that is too long', having('message', 'm'.repeat(2001)), 400, 'invalid_request', 'message'],
    ['an empty message', having('message', ''), 400, 'invalid_request', 'message'],
    ['an unknown tour type', having('tourType', 'HELICOPTER'), 400, 'invalid_request', 'tourType'],
    [
      'a time changed by one byte',
      (good) => ({ ...good, rawTime: String(good.rawTime).replace(' - ', ' -  ') }),
      409,
      'slot_not_offered',
    ],
    [
      'the same time in small letters',
      (good) => ({ ...good, rawTime: String(good.rawTime).toLowerCase() }),
      409,
      'slot_not_offered',
    ],
    [
      'a time of another property',
      (good) => ({ ...good, rawDate: otherSlot.rawDate, rawTime: otherSlot.rawTime }),
      409,
      'slot_not_offered',
    ],
    ['a date that never comes', having('rawDate', '2026-13-45'), 409, 'slot_not_offered'],
    ['a date that has passed', having('rawDate', '2026-10-01'), 409, 'slot_not_offered'],
  ];

  test.each(cases)(
    '%s: the right status and code, and nothing reaches Entrata',
    async (_, change, status, code, field) => {
      const good = {
        houseId: rig.houses[0].id,
        rawDate: slot.rawDate,
        rawTime: slot.rawTime,
        message: 'Hello',
      };
      const answer = await rig.as(rig.renterId).post<Problem>('/api/viewings', change(good));
      expect([answer.status, answer.body.code, answer.body.field]).toEqual([status, code, field]);
      expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect(answer.body).toMatchObject({ requestId: answer.headers.get('x-request-id') });
      expect(rig.sandbox.ledger.leads).toEqual([]);
      expect((await rig.store.viewings.listByUser(rig.renterId)).items).toEqual([]);
    },
  );

  test.each<[string, string, string, number, string]>([
    ['no JSON', '{"houseId":', 'application/json', 400, 'invalid_request'],
    ['a JSON list', '[]', 'application/json', 400, 'invalid_request'],
    ['another media type', 'houseId=1', 'text/plain', 415, 'unsupported_media_type'],
    ['too much', `{"message":"${'m'.repeat(70_000)}"}`, 'application/json', 413, 'payload_too_large'],
    [
      'a field sent twice',
      'houseId=1&houseId=2',
      'application/x-www-form-urlencoded',
      400,
      'invalid_request',
    ],
  ])('a body with %s', async (_, body, contentType, status, code) => {
    const response = await fetch(`${rig.instance.url}/api/viewings`, {
      method: 'POST',
      headers: { 'content-type': contentType, authorization: rig.as(rig.renterId).authorization },
      body,
    });
    expect([response.status, ((await response.json()) as Problem).code]).toEqual([status, code]);
    expect(rig.sandbox.ledger.leads).toEqual([]);
  });

  test.each(['', 'with space', 'k'.repeat(129), 'tab\tinside'])(
    'the idempotency key %j is refused',
    async (key) => {
      const headers = { 'idempotency-key': key };
      const body = { houseId: rig.houses[0].id, rawDate: slot.rawDate, rawTime: slot.rawTime };
      const answer = await rig.as(rig.renterId).post<Problem>('/api/viewings', body, headers);
      expect([answer.status, answer.body.field]).toEqual([400, 'idempotency-key']);
      expect(rig.sandbox.ledger.leads).toEqual([]);
    },
  );

  test('the existing app reads the same refusals as a message', async () => {
    const form = (fields: Record<string, string>) =>
      rig.as(rig.renterId).post('/api/requestViewing.php', new URLSearchParams(fields));
    const house = rig.houses[0].id;
    const noHouse = await form({ message: 'Hello' });
    expect([noHouse.status, noHouse.body]).toMatchObject([
      400,
      { message: expect.any(String), field: 'houseId' },
    ]);
    const half = await form({ houseId: house, entrataSlotDate: slot.rawDate });
    expect([half.status, half.body.field]).toEqual([400, 'entrataSlotTime']);
    const gone = await form({ houseId: house, entrataSlotDate: slot.rawDate, entrataSlotTime: '25:00 XYZ' });
    expect([gone.status, gone.body]).toMatchObject([409, { message: 'The tour time is no longer offered' }]);
    const wrongType = await form({ houseId: house, request_type: 'ORDER' });
    expect([wrongType.status, wrongType.body.field]).toEqual([400, 'request_type']);
  });

  const someId = '00000000-0000-4000-8000-000000000000';
  test.each<[string, string, string, unknown, number, string, string?]>([
    ['no time to move to', 'renter', `/api/viewings/${someId}/reschedule`, {}, 404, 'not_found'],
    ['an id that is none', 'renter', '/api/viewings/a%20b/cancel', {}, 404, 'not_found'],
    ['a half-decoded id', 'renter', '/api/viewings/%E0%A4%A/cancel', {}, 404, 'not_found'],
    ['no outcome', 'operator', `/api/operator/viewings/${someId}/settle`, {}, 404, 'not_found'],
  ])('a change with %s is refused', async (_, who, path, body, status, code, field) => {
    const userId = who === 'renter' ? rig.renterId : rig.clients[0].agentUserId;
    const answer = await rig.as(userId).post<Problem>(path, body);
    expect([answer.status, answer.body.code, answer.body.field]).toEqual([status, code, field]);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['reschedule', {}, 'rawDate'],
    ['reschedule', { rawDate: '2026-11-25' }, 'rawTime'],
    ['reschedule', { rawDate: 20261125, rawTime: '10:00' }, 'rawDate'],
    ['reschedule', { rawDate: '2026-11-25', rawTime: 't'.repeat(129) }, 'rawTime'],
    ['settle', {}, 'outcome'],
    ['settle', { outcome: 'perhaps' }, 'outcome'],
    ['settle', { outcome: 'booked', leadId: 'seventeen' }, 'leadId'],
    ['settle', { outcome: 'booked', leadId: '1'.repeat(19) }, 'leadId'],
    ['settle', { outcome: 'not_booked', leadId: '17' }, 'leadId'],
  ])('%s with %j names the field, and the viewing stays as it is', async (change, body, field) => {
    const renterId = await rig.addRenter(`Unchanged ${change}`);
    const { viewing } = await rig.store.viewings.open({
      userId: renterId,
      houseId: rig.houses[0].id,
      message: JSON.stringify(body),
    });
    // The row's state is not asked before the input is: any will do.
    const [userId, path] =
      change === 'settle'
        ? [rig.clients[0].agentUserId, `/api/operator/viewings/${viewing.id}/settle`]
        : [renterId, `/api/viewings/${viewing.id}/reschedule`];
    const answer = await rig.as(userId).post<Problem>(path, body);
    expect([answer.status, answer.body.code, answer.body.field]).toEqual([400, 'invalid_request', field]);
    expect(await rig.store.viewings.find(viewing.id)).toMatchObject({ status: 'pending' });
  });

  test.each([
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=', 'limit'],
    ['limit=%207', 'limit'],
    ['limit=0x10', 'limit'],
    ['limit=1e1', 'limit'],
    ['limit=-1', 'limit'],
    ['limit=1.5', 'limit'],
    ['limit=9007199254740993', 'limit'],
    ['after=', 'after'],
    ['after=nonsense', 'after'],
    [`after=${'a'.repeat(513)}`, 'after'],
    ['status=lost', 'status'],
    ['status=pending&status=unknown', 'status'],
  ])('a list asked for with %s names the field', async (query, field) => {
    const lists = [
      [rig.renterId, '/api/viewings'],
      [rig.clients[0].agentUserId, '/api/operator/viewings'],
      ...(field === 'status' ? [] : ([[undefined, '/api/houses']] as const)),
    ] as const;
    for (const [userId, path] of lists) {
      const answer = await rig.as(userId).get<Problem>(`${path}?${query}`);
      expect([answer.status, answer.body.code, answer.body.field]).toEqual([400, 'invalid_request', field]);
    }
  });

  test.each<[string, Record<string, string>, string]>([
    ['a house id that is too long', { houseId: 'x'.repeat(65) }, 'houseId'],
    ['a message that is too long', { message: 'm'.repeat(2001) }, 'message'],
    ['a message with a NUL', { message: 'a\0' }, 'message'],
    ['a date that is too long', { entrataSlotDate: '2'.repeat(65) }, 'entrataSlotDate'],
    ['a time that is too long', { entrataSlotTime: '1'.repeat(129) }, 'entrataSlotTime'],
    ['an unknown tour type', { tourType: 'HELICOPTER' }, 'tourType'],
  ])('a form with %s is a message that names the field', async (_, wrong, field) => {
    const good = {
      houseId: rig.houses[0].id,
      message: 'Hello',
      entrataSlotDate: slot.rawDate,
      entrataSlotTime: slot.rawTime,
    };
    const answer = await rig
      .as(rig.renterId)
      .post<Problem>('/api/requestViewing.php', new URLSearchParams({ ...good, ...wrong }));
    expect([answer.status, answer.body.code, answer.body.field]).toEqual([400, 'invalid_request', field]);
    expect(rig.sandbox.ledger.leads).toEqual([]);
  });

  test('a person without e-mail and phone cannot book, and is told why', async () => {
    const renterId = await rig.addRenter('No Contact', { email: undefined as never });
    const body = { houseId: rig.houses[0].id, rawDate: slot.rawDate, rawTime: slot.rawTime };
    const answer = await rig.as(renterId).post<Problem>('/api/viewings', body);
    expect([answer.status, answer.body.code]).toEqual([422, 'contact_missing']);
  });

  test.each(['GET', 'PUT', 'DELETE'])('%s is not a way to book', async (method) => {
    const response = await fetch(`${rig.instance.url}/api/requestViewing.php`, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });
});
