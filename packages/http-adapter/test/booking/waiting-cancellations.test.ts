import { migrate } from 'entrata-store/knex';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeOnEachDatabase } from '../../../entrata-store/test/support/databases.js';
import { createPart, runOf } from '../support/app-part.js';
import { type BookingRig, type Caller, type RigOptions, startBookingRig } from './support/booking-rig.js';

interface Viewing {
  readonly id: string;
  readonly status: string;
  readonly note: string | null;
  readonly code?: string;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

async function open(database: Parameters<typeof startBookingRig>[0], options: RigOptions = {}) {
  const rig = await startBookingRig(database, { ...options, app: { lead: { cancelResultId: '602' } } });
  const [house] = rig.houses;
  const [client] = rig.clients;
  const knex = database.connect({ poolSize: 1 });
  const slots = [...(await rig.slots(house.id))];

  async function bookAs(name: string, from: 'soonest' | 'latest' = 'latest') {
    const renter = rig.as(await rig.addRenter(name));
    const slot = from === 'soonest' ? slots.shift() : slots.pop();
    const texts = { rawDate: slot?.rawDate, rawTime: slot?.rawTime };
    const { body } = await renter.post<Viewing>('/api/viewings', { houseId: house.id, ...texts });
    const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.test`;
    const ledger = () => rig.sandbox.ledger.appointmentsOf({ email }).map(({ status }) => status);
    return { renter, viewing: body, ledger };
  }

  return {
    rig,
    knex,
    bookAs,
    cancel: (renter: Caller, id: string) => renter.post<Viewing>(`/api/viewings/${id}/cancel`, {}),
    read: async (renter: Caller, id: string) => (await renter.get<Viewing>(`/api/viewings/${id}`)).body,
    refuseToken: () => rig.sandbox.revokeTokens(client.subdomain),
    /** The client opens the app at Entrata once more: a webhook with a fresh code. */
    async authoriseAnew() {
      const { subdomain } = client;
      const webhook = { requestType: 'ACTIVATION', subdomain, propertyId: house.propertyId };
      const answer = await rig.sandbox.sendWebhook(`${rig.instance.url}/webhooks/entrata`, webhook);
      expect(answer.status).toBe(200);
      await rig.instance.app.idle();
      expect((await rig.store.clients.find(client.id))?.status).toBe('active');
    },
    async pass(ms: number) {
      rig.clock.advance(ms);
      await rig.instance.app.idle();
    },
    /** A sweep, and what it set going. */
    async sweep() {
      await partOf(rig).sweep();
      rig.clock.advance(11 * minuteMs);
      await rig.instance.app.idle();
    },
    toldRefused: (viewing: Viewing) =>
      rig.notifications.filter(
        (it) => it.type === 'viewing.cancel_refused' && 'viewingId' in it && it.viewingId === viewing.id,
      ),
    cancelTasks: async () => (await rig.store.tasks.list({ kind: 'viewing.cancel' }, { limit: 500 })).items,
    close: () => rig.close(),
  };
}

const partOf = (rig: BookingRig) =>
  createPart(rig.instance, { lead: { cancelResultId: '602' }, now: () => new Date(rig.clock.now()) });

/** The last attempt that a cancellation's task has. */
const lastRun = (viewingId: string) => runOf('viewing.cancel', { viewingId }, 300);

await describeOnEachDatabase('a cancellation that was asked for', (database) => {
  describe('while the token is refused', () => {
    let stage: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      stage = await open(await database.open());
    });
    afterAll(() => stage?.close());

    test('is kept, tried without end and carried as soon as the client authorises anew', async () => {
      const { rig, bookAs, cancel, read, pass } = stage;
      const { renter, viewing, ledger } = await bookAs('Waits Long');
      stage.refuseToken();
      const asked = await cancel(renter, viewing.id);
      expect([asked.status, asked.body.status, asked.body.note]).toEqual([
        202,
        'confirmed',
        'cancel_requested',
      ]);
      await partOf(rig).tasks['viewing.cancel']?.(lastRun(viewing.id));
      for (let day = 0; day < 3; day += 1) {
        await pass(dayMs);
        await stage.sweep();
      }
      expect(await read(renter, viewing.id)).toMatchObject({ status: 'confirmed', note: 'cancel_requested' });
      expect(stage.toldRefused(viewing)).toEqual([]);
      expect((await stage.cancelTasks()).filter(({ status }) => status === 'dead')).toEqual([]);
      await stage.authoriseAnew();
      expect((await read(renter, viewing.id)).status).toBe('cancelled');
      expect(ledger()).toEqual(['cancelled']);
      expect((await rig.store.viewings.find(viewing.id))?.cancelRequestedAt).toBeUndefined();
    });

    test('and a booking of the client whose outcome is not known are both taken up then', async () => {
      const { rig, bookAs, read, pass } = stage;
      rig.sandbox.fail({ method: 'sendLeads', times: 1, fault: { kind: 'lose_reply' } });
      const { renter, viewing } = await bookAs('Unknown Waits');
      expect(viewing.status).toBe('unknown');
      stage.refuseToken();
      // Looked up under the refused token, and then in an hour once more.
      await pass(3_000);
      const [task] = (await rig.store.tasks.list({ kind: 'viewing.reconcile', status: 'waiting' })).items;
      expect(task).toBeDefined();
      await stage
        .knex('entrata_tasks')
        .where('id', task?.id)
        .update({ run_at: rig.clock.now() + 3_600_000 });
      await stage.authoriseAnew();
      expect((await read(renter, viewing.id)).status).toBe('confirmed');
    });

    test('is refused, and the operator told, once the tour has begun', async () => {
      const { bookAs, cancel, read } = stage;
      const { renter, viewing, ledger } = await bookAs('Begins First', 'latest');
      stage.refuseToken();
      expect((await cancel(renter, viewing.id)).status).toBe(202);
      await stage.pass(90 * dayMs);
      await stage.sweep();
      expect(await read(renter, viewing.id)).toMatchObject({ status: 'confirmed', note: 'cancel_refused' });
      expect(stage.toldRefused(viewing)).toHaveLength(1);
      expect(ledger()).toEqual(['booked']);
      await stage.authoriseAnew();
      expect(ledger()).toEqual(['booked']);
    });
  });

  describe('and whose task is no more', () => {
    let stage: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      stage = await open(await database.open());
    });
    afterAll(() => stage?.close());

    async function requested(name: string) {
      const booked = await stage.bookAs(name);
      stage.rig.sandbox.fail({ method: 'updateLeads', fault: { kind: 'reset' } });
      const asked = await stage.cancel(booked.renter, booked.viewing.id);
      expect([asked.status, asked.body.note]).toEqual([202, 'cancel_requested']);
      return booked;
    }
    const tasks = () => stage.knex('entrata_tasks').where('kind', 'viewing.cancel');

    test.each([
      ['gone', () => tasks().delete()],
      ['dead', () => tasks().update({ status: 'dead', open_key: null })],
    ])('is taken up by the sweep: %s', async (what, end) => {
      const { renter, viewing, ledger } = await requested(`Task Is ${what}`);
      await end();
      await stage.pass(2 * minuteMs);
      expect((await stage.read(renter, viewing.id)).note).toBe('cancel_requested');
      await stage.sweep();
      expect((await stage.read(renter, viewing.id)).status).toBe('cancelled');
      expect(ledger()).toEqual(['cancelled']);
    });

    test('is taken up although 500 others wait before it', async () => {
      const { rig, knex } = stage;
      const { viewing } = await requested('Behind Others');
      await tasks().delete();
      const at = Date.parse('2026-01-01T00:00:00.000Z');
      const others = Array.from({ length: 500 }, (_, index) => ({
        id: `other-${index}`,
        user_id: rig.renterId,
        house_id: rig.houses[2].id,
        status: 'confirmed',
        appointment: 'verified',
        attempts: 1,
        cancel_requested_at: at,
        created_at: at,
        updated_at: at,
      }));
      await knex.batchInsert('viewings', others, 50);
      rig.clock.advance(2 * minuteMs);
      const { sweep } = partOf(rig);
      await sweep();
      await sweep();
      expect(await tasks().where('open_key', `viewing.cancel:${viewing.id}`)).toHaveLength(1);
      await knex('viewings').where('house_id', rig.houses[2].id).delete();
    });

    test('is not pulled forward by the sweep while a task waits to try again', async () => {
      const { rig } = stage;
      const { viewing } = await requested('Waits Its Turn');
      const runAt = rig.clock.now() + 5 * minuteMs;
      const own = () => tasks().where('open_key', `viewing.cancel:${viewing.id}`);
      await own().update({ run_at: runAt });
      rig.clock.advance(2 * minuteMs);
      await partOf(rig).sweep();
      expect((await own()).map((task) => Number(task.run_at))).toEqual([runAt]);
    });

    test('of a client that was revoked is refused in the end', async () => {
      const { rig, bookAs, cancel, read } = stage;
      const { renter, viewing } = await bookAs('Revoked Client');
      await rig.store.clients.revoke(rig.clients[0].id);
      const asked = await cancel(renter, viewing.id);
      expect([asked.status, asked.body.code]).toEqual([503, 'reauthorization_required']);
      await expect(partOf(rig).tasks['viewing.cancel']?.(lastRun(viewing.id))).rejects.toThrow();
      expect(await read(renter, viewing.id)).toMatchObject({ status: 'confirmed', note: 'cancel_refused' });
      await rig.instance.app.idle();
      expect(stage.toldRefused(viewing)).toHaveLength(1);
    });
  });

  describe('in a mapped table without a column for it', () => {
    let stage: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      const opened = await database.open();
      await migrate(opened.connect({ poolSize: 1 }));
      const columns = { cancelRequestedAt: null, sentEmail: null, sentPhone: null, requestId: null };
      stage = await open(opened, { tables: { viewings: { name: 'viewings', columns } } });
    });
    afterAll(() => stage?.close());

    test('is carried by its task, by the note alone', async () => {
      const { rig, bookAs, cancel, read, pass } = stage;
      const { renter, viewing, ledger } = await bookAs('By Note');
      rig.sandbox.fail({ method: 'updateLeads', fault: { kind: 'reset' } });
      expect((await cancel(renter, viewing.id)).body.note).toBe('cancel_requested');
      await pass(6_000);
      expect((await read(renter, viewing.id)).status).toBe('cancelled');
      expect(ledger()).toEqual(['cancelled']);
    });

    test('is refused at once while the outcome is not known: nothing could keep it', async () => {
      const { rig, bookAs, cancel, read, pass } = stage;
      rig.sandbox.fail({ method: 'sendLeads', fault: { kind: 'lose_reply' } });
      const { renter, viewing } = await bookAs('Nothing Kept');
      const asked = await cancel(renter, viewing.id);
      expect([asked.status, asked.body.code]).toEqual([409, 'state_conflict']);
      await pass(6_000);
      expect((await read(renter, viewing.id)).status).toBe('confirmed');
    });

    test('is refused with its last attempt while the token is: only the task remembers it', async () => {
      const { rig, bookAs, cancel, read } = stage;
      const { renter, viewing } = await bookAs('No Column');
      stage.refuseToken();
      const asked = await cancel(renter, viewing.id);
      expect([asked.status, asked.body.code]).toEqual([503, 'reauthorization_required']);
      await expect(partOf(rig).tasks['viewing.cancel']?.(lastRun(viewing.id))).rejects.toThrow();
      expect(await read(renter, viewing.id)).toMatchObject({ status: 'confirmed', note: 'cancel_refused' });
    });
  });
});
