import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnOneDatabase } from '../../../entrata-store/test/support/databases.js';
import { type BookingRig, type OfferedSlot, startBookingRig } from './support/booking-rig.js';

interface Viewing {
  readonly id: string;
  readonly status: string;
  readonly note: string | null;
  readonly leadId: string | null;
  readonly code?: string;
  readonly title?: string;
}

const forever = Number.POSITIVE_INFINITY;
const noReads = { kind: 'error', code: 311, message: 'No permission' } as const;
const down = { kind: 'status', status: 500 } as const;

await describeOnOneDatabase('an unknown booking that is to be sent again manually', (database) => {
  let rig: BookingRig;
  let slots: OfferedSlot[];
  beforeAll(async () => {
    rig = await startBookingRig(await database.open());
    slots = [...(await rig.slots(rig.houses[0].id))];
  });
  afterAll(() => rig?.close());

  async function unknown(name: string, kind: 'lose_reply' | 'reset', on = rig) {
    const renter = on.as(await on.addRenter(name));
    const slot = slots.shift();
    on.sandbox.fail({ method: 'sendLeads', fault: { kind } });
    const { body } = await renter.post<Viewing>('/api/viewings', {
      houseId: on.houses[0].id,
      rawDate: slot?.rawDate,
      rawTime: slot?.rawTime,
    });
    expect(body.status).toBe('unknown');
    const operator = on.as(on.clients[0].agentUserId);
    const path = `/api/operator/viewings/${body.id}/settle`;
    const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.test`;
    return {
      again: (more: object = {}) => operator.post<Viewing>(path, { outcome: 'send_again', ...more }),
      resolve: (finding: object) => operator.post<Viewing>(path, finding),
      read: async () => (await renter.get<Viewing>(`/api/viewings/${body.id}`)).body,
      booked: () => on.sandbox.ledger.appointmentsOf({ email }).length,
      sent: () => on.sandbox.journal.filter(({ method }) => method === 'sendLeads').length,
    };
  }

  const pass = async (ms: number) => {
    rig.clock.advance(ms);
    await rig.instance.app.idle();
  };

  test('is confirmed and not sent when Entrata has it', async () => {
    const { again, read, booked, sent } = await unknown('Has It', 'lose_reply');
    const before = sent();
    const answer = await again();
    expect([answer.status, answer.body.status]).toEqual([200, 'confirmed']);
    await pass(6_000);
    expect(await read()).toMatchObject({ status: 'confirmed', leadId: expect.any(String) });
    expect([booked(), sent()]).toEqual([1, before]);
  });

  test('is sent when its absence is proven', async () => {
    // No look-up runs meanwhile: the operator is there before the task.
    const idle = await startBookingRig(await database.open(), { withoutWorkers: true });
    try {
      const { again, read, booked } = await unknown('Has It Not', 'reset', idle);
      idle.clock.advance(130_000);
      expect((await again()).body.status).toBe('pending');
      idle.clock.advance(6_000);
      idle.instance.app.start();
      await idle.instance.app.idle();
      expect((await read()).status).toBe('confirmed');
      expect(booked()).toBe(1);
    } finally {
      await idle.close();
    }
  });

  test('is asked about while its lead may still be on its way', async () => {
    const { again, read, sent } = await unknown('On Its Way', 'reset');
    const before = sent();
    const answer = await again();
    expect([answer.status, answer.body.code]).toEqual([409, 'may_book_twice']);
    expect([(await read()).status, sent()]).toEqual(['unknown', before]);
  });

  test('is asked about where leads cannot be read, and sent when the person insists', async () => {
    const { again, read, booked } = await unknown('Insists', 'reset');
    const blind = rig.sandbox.fail({ method: 'getLeads', times: forever, fault: noReads });
    await pass(130_000);
    const asked = await again();
    expect([asked.status, asked.body.code, asked.body.title]).toEqual([
      409,
      'may_book_twice',
      expect.stringContaining('twice'),
    ]);
    expect((await read()).status).toBe('unknown');
    expect((await again({ evenIfBookedTwice: false })).body.code).toBe('may_book_twice');
    const insisted = await again({ evenIfBookedTwice: true });
    expect([insisted.status, insisted.body.status]).toEqual([200, 'pending']);
    await pass(6_000);
    blind.cancel();
    expect((await read()).status).toBe('confirmed');
    expect(booked()).toBe(1);
  });

  test('is not told that somebody was faster when its own first lead holds the slot', async () => {
    const { again, read, booked, sent } = await unknown('Own Lead', 'lose_reply');
    const blind = rig.sandbox.fail({ method: 'getLeads', times: forever, fault: down });
    const before = sent();
    expect((await again({ evenIfBookedTwice: true })).status).toBe(200);
    await pass(6_000);
    expect([(await read()).status, booked(), sent()]).toEqual(['unknown', 1, before + 1]);
    blind.cancel();
    await pass(700_000);
    expect((await read()).status).toBe('confirmed');
    expect(booked()).toBe(1);
  });

  test('is left as it is, and answered 503, while Entrata is down', async () => {
    const { again, read, sent } = await unknown('Entrata Down', 'lose_reply');
    const out = rig.sandbox.fail({ method: 'getLeads', times: forever, fault: down });
    const [viewing, before] = [await read(), sent()];
    const answer = await again();
    expect([answer.status, answer.body.code]).toEqual([503, 'unavailable']);
    expect(answer.headers.get('retry-after')).not.toBeNull();
    expect([await read(), sent()]).toEqual([viewing, before]);
    out.cancel();
    expect((await again()).body.status).toBe('confirmed');
  });

  test.each([
    { outcome: 'send_again', evenIfBookedTwice: 'yes' },
    { outcome: 'send_again', evenIfBookedTwice: 1 },
    { outcome: 'booked', evenIfBookedTwice: true },
  ])('is a request that makes sense, or 400: %o', async (finding) => {
    const { resolve, read } = await unknown(`Nonsense ${JSON.stringify(finding).length}`, 'lose_reply');
    expect((await resolve(finding)).status).toBe(400);
    expect((await read()).status).toBe('unknown');
  });
});
