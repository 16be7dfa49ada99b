import { bearer, type IlsWire, inventedIlsWire } from 'entrata-sdk';
import type { Quirks } from 'entrata-sdk/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  describeOnEachDatabase,
  describeOnOneDatabase,
} from '../../../entrata-store/test/support/databases.js';
import { createPart, runOf } from '../support/app-part.js';
import { type LogLine, recordingLogger } from '../support/recording-logger.js';
import {
  type BookingRig,
  type Caller,
  type OfferedSlot,
  type RigOptions,
  startBookingRig,
} from './support/booking-rig.js';

const lead = { cancelResultId: '602' };

interface Viewing {
  readonly id: string;
  readonly status: string;
  readonly note: string | null;
  readonly leadId: string | null;
  readonly appointment: string;
  readonly code?: string;
}

const textsOf = (slot: OfferedSlot | undefined) => ({ rawDate: slot?.rawDate, rawTime: slot?.rawTime });

async function open(database: Parameters<typeof startBookingRig>[0], options: RigOptions = {}) {
  const rig = await startBookingRig(database, {
    ...options,
    app: { lead: { cancelResultId: '602' }, ...options.app },
  });
  const [house] = rig.houses;
  const slots = [...(await rig.slots(house.id))];
  return {
    rig,
    slots,
    async bookAs(name: string) {
      const renter = rig.as(await rig.addRenter(name));
      const slot = slots.shift();
      const book = (at = slot) =>
        renter.post<Viewing>('/api/viewings', { houseId: house.id, ...textsOf(at) });
      const { body: viewing } = await book();
      expect(viewing.status).toBe('confirmed');
      const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.test`;
      const ledger = () => rig.sandbox.ledger.appointmentsOf({ email }).map(({ status }) => status);
      return { renter, slot, book, viewing, email, ledger };
    },
    cancel: (renter: Caller, id: string) => renter.post<Viewing>(`/api/viewings/${id}/cancel`, {}),
    move: (renter: Caller, id: string, slot: OfferedSlot | undefined) =>
      renter.post<Viewing>(`/api/viewings/${id}/reschedule`, textsOf(slot)),
    read: async (renter: Caller, id: string) => (await renter.get<Viewing>(`/api/viewings/${id}`)).body,
    async pass(ms: number) {
      rig.clock.advance(ms);
      await rig.instance.app.idle();
    },
  };
}

/** The property itself gives an appointment a result, in its own system. */
async function giveResult(rig: BookingRig, email: string, eventResultId: string) {
  const { clients, houses, sandbox, instance } = rig;
  const { subdomain } = clients[0];
  const appointment = sandbox.ledger.appointmentsOf({ email }).find(({ status }) => status === 'booked');
  if (appointment === undefined) throw new Error('nothing is booked');
  const { eventId, leadId } = appointment;
  await instance.entrata.client({ subdomain, auth: bearer(sandbox.issueToken(subdomain)) }).updateLead({
    propertyId: houses[0].propertyId,
    leadId,
    change: { kind: 'cancel', eventId, eventResultId, comment: 'By the office' },
  });
}

await describeOnOneDatabase('a cancelled appointment', (database) => {
  let stage: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    stage = await open(await database.open());
  });
  afterAll(() => stage?.rig.close());

  test('does not stand for the one that was booked anew: that one is cancelled when it is asked for', async () => {
    const reusing = await open(await database.open(), {
      app: { lead: { cancelResultId: '602', existing: 'update' } },
    });
    const { renter, book, viewing, ledger } = await reusing.bookAs('Books Anew');
    expect((await reusing.cancel(renter, viewing.id)).body.status).toBe('cancelled');
    const anew = await book();
    expect([anew.status, anew.body.status]).toEqual([201, 'confirmed']);
    expect(ledger()).toEqual(['cancelled', 'booked']);
    const cancelled = await reusing.cancel(renter, anew.body.id);
    expect([cancelled.status, cancelled.body.status]).toEqual([200, 'cancelled']);
    expect(ledger()).toEqual(['cancelled', 'cancelled']);
    await reusing.rig.close();
  });

  test('is not made of a tour whose change of time is under way: that ends first', async () => {
    const { rig, slots, bookAs, cancel, move, read, pass } = stage;
    const { renter, viewing, ledger } = await bookAs('Cancels Move');
    rig.sandbox.fail({ method: 'updateLeads', fault: { kind: 'lose_reply' } });
    const moved = await move(renter, viewing.id, slots.shift());
    expect(moved.body.status).toBe('unknown');
    const refused = await cancel(renter, viewing.id);
    expect([refused.status, refused.body.code]).toEqual([409, 'change_under_way']);
    expect(await read(renter, viewing.id)).toMatchObject({ status: 'confirmed', note: null });
    await pass(3_000);
    expect((await read(renter, moved.body.id)).status).toBe('confirmed');
    expect(ledger()).toEqual(['booked']);
    expect((await cancel(renter, moved.body.id)).body.status).toBe('cancelled');
    expect(ledger()).toEqual(['cancelled']);
  });

  test('is not moved while Entrata still has to hear of its cancellation', async () => {
    const { rig, slots, bookAs, cancel, move, pass } = stage;
    const { renter, viewing, ledger } = await bookAs('Moves Cancelled');
    rig.sandbox.fail({ method: 'updateLeads', fault: { kind: 'reset' } });
    expect((await cancel(renter, viewing.id)).body.note).toBe('cancel_requested');
    const refused = await move(renter, viewing.id, slots[0]);
    expect([refused.status, refused.body.code]).toEqual([409, 'change_under_way']);
    await pass(6_000);
    expect(ledger()).toEqual(['cancelled']);
  });

  test('is missing, not verified, when the property cancels within seconds', async () => {
    const { rig, bookAs, read, pass } = stage;
    const { renter, viewing, email } = await bookAs('Office Cancels');
    await giveResult(rig, email, '602');
    await pass(6_000);
    expect(await read(renter, viewing.id)).toMatchObject({ status: 'confirmed', appointment: 'missing' });
    const told = rig.notifications.filter(({ type }) => type === 'viewing.appointment_missing');
    expect(told).toContainEqual(expect.objectContaining({ viewingId: viewing.id }));
  });

  test('is missing, too, when Entrata took the lead and its event failed', async () => {
    const dropping = await open(await database.open(), { sandbox: { quirks: { failedEvents: true } } });
    const { renter, viewing, ledger } = await dropping.bookAs('Event Failed');
    expect(ledger()).toEqual([]);
    await dropping.pass(6_000);
    expect((await dropping.read(renter, viewing.id)).appointment).toBe('missing');
    await dropping.rig.close();
  });

  test('is told from one that has another result, and that one is verified', async () => {
    const { rig, bookAs, read, pass } = stage;
    const { renter, viewing, email } = await bookAs('Came By');
    await giveResult(rig, email, '601');
    await pass(6_000);
    expect((await read(renter, viewing.id)).appointment).toBe('verified');
  });

  test('of an unknown booking is not booked again, nor shown as confirmed', async () => {
    const { rig, slots, pass, read } = stage;
    const renter = rig.as(await rig.addRenter('Ended There'));
    rig.sandbox.fail({ method: 'sendLeads', fault: { kind: 'lose_reply' } });
    const { body } = await renter.post<Viewing>('/api/viewings', {
      houseId: rig.houses[0].id,
      ...textsOf(slots.shift()),
    });
    await giveResult(rig, 'ended.there@example.test', '602');
    await pass(3_000);
    await pass(130_000);
    expect(await read(renter, body.id)).toMatchObject({ status: 'unknown', note: 'lookup_ambiguous' });
    expect(rig.sandbox.ledger.appointmentsOf({ email: 'ended.there@example.test' })).toHaveLength(1);
  });

  test('is not claimed while Entrata’s answer about it proves nothing', async () => {
    const { rig, bookAs, cancel, read, pass } = stage;
    const { renter, viewing, ledger } = await bookAs('Empty Answer');
    const body = '{"response":{"code":200,"result":null}}';
    const fault = { kind: 'status', status: 200, body } as const;
    rig.sandbox.fail({ method: 'getLeads', times: 3, fault });
    const asked = await cancel(renter, viewing.id);
    expect([asked.status, asked.body.note]).toEqual([202, 'cancel_requested']);
    expect(ledger()).toEqual(['booked']);
    await pass(6_000);
    expect((await read(renter, viewing.id)).status).toBe('cancelled');
    expect(ledger()).toEqual(['cancelled']);
  });

  test('is not taken for done where Entrata does not even list the lead that it gave', async () => {
    const { rig, bookAs, cancel } = stage;
    const { renter, viewing, ledger } = await bookAs('Not Listed');
    const knex = rig.database.connect({ poolSize: 1 });
    // Of another name there, and under a lead that Entrata does not show.
    await knex('viewings')
      .where('id', viewing.id)
      .update({ lead_id: '18999999', sent_email: 'not.listed.yet@example.test', sent_phone: null });
    await rig.changeUser((await rig.store.viewings.find(viewing.id))?.userId ?? '', {
      email: 'not.listed.yet@example.test',
      phone: null,
    });
    const answer = await cancel(renter, viewing.id);
    expect([answer.status, answer.body.status]).toEqual([202, 'confirmed']);
    expect(ledger()).toEqual(['booked']);
  });

  test('that never reaches Entrata is refused in the end, and the operator told', async () => {
    const { rig, bookAs, cancel, read } = stage;
    const { renter, viewing, ledger } = await bookAs('Never Heard');
    rig.sandbox.fail({ method: 'updateLeads', times: 2, fault: { kind: 'reset' } });
    expect((await cancel(renter, viewing.id)).body.note).toBe('cancel_requested');
    const task = createPart(rig.instance, { lead }).tasks['viewing.cancel'];
    const run = runOf('viewing.cancel', { viewingId: viewing.id }, 300);
    await expect(task?.(run)).rejects.toThrow();
    expect(await read(renter, viewing.id)).toMatchObject({ status: 'confirmed', note: 'cancel_refused' });
    expect(ledger()).toEqual(['booked']);
    await rig.instance.app.idle();
    const told = () =>
      rig.notifications.filter(
        (each) =>
          each.type === 'viewing.cancel_refused' && 'viewingId' in each && each.viewingId === viewing.id,
      );
    expect(told()).toHaveLength(1);
    // Asked for again, and refused again: other news, which a receiver must not take for the first.
    rig.sandbox.fail({ method: 'updateLeads', times: 2, fault: { kind: 'reset' } });
    expect((await cancel(renter, viewing.id)).body.note).toBe('cancel_requested');
    await expect(task?.(run)).rejects.toThrow();
    await rig.instance.app.idle();
    expect(new Set(told().map(({ id }) => id)).size).toBe(2);
  });
});

await describeOnEachDatabase(
  'an event result that comes',
  (database) => {
    const { getLeadPickLists, ...withoutLists } = inventedIlsWire;

    async function afterOfficeCancelled(quirks: Quirks, ils: IlsWire = withoutLists) {
      const stage = await open(await database.open(), {
        sandbox: { quirks, wire: { ils } },
        app: { lead: {} },
      });
      const { renter, viewing, email } = await stage.bookAs('Any Result');
      await giveResult(stage.rig, email, '602');
      await stage.pass(6_000);
      const { appointment } = await stage.read(renter, viewing.id);
      await stage.rig.close();
      return appointment;
    }

    test('by name needs no pick list', async () => {
      expect(await afterOfficeCancelled({ eventResult: 'name' })).toBe('missing');
    });

    test('by id is read by the pick lists', async () => {
      expect(await afterOfficeCancelled({ eventResult: 'id' }, inventedIlsWire)).toBe('missing');
    });

    test('by an id that nobody can name leaves the appointment unverified', async () => {
      expect(await afterOfficeCancelled({ eventResult: 'id' })).toBe('unverified');
    });

    test('of a client whose cancelResultId throws is an error line, and the pick lists are asked', async () => {
      const lines: LogLine[] = [];
      const stage = await open(await database.open(), {
        app: {
          logger: recordingLogger(lines),
          lead: {
            cancelResultId: () => {
              throw new TypeError('no such client');
            },
          },
        },
      });
      const { renter, viewing, ledger } = await stage.bookAs('Throwing Choice');
      expect((await stage.cancel(renter, viewing.id)).body.status).toBe('cancelled');
      expect(ledger()).toEqual(['cancelled']);
      const errors = lines.filter(({ level }) => level === 'error');
      expect(errors).toContainEqual(expect.objectContaining({ message: 'lead.cancelResultId failed' }));
      await stage.rig.close();
    });

    test.each([false, true])(
      'beside a comment is told by it or by the slot, however often the tour was moved (comments replaced: %s)',
      async (replaceComments) => {
        const stage = await open(await database.open(), { sandbox: { quirks: { replaceComments } } });
        const { rig, slots, move, pass, read } = stage;
        const { renter, viewing, ledger } = await stage.bookAs('Moves Often');
        let { id } = viewing;
        for (let turn = 0; turn < 3; turn += 1) {
          rig.sandbox.fail({ method: 'updateLeads', fault: { kind: 'lose_reply' } });
          const moved = await move(renter, id, slots.shift());
          expect(moved.body.status).toBe('unknown');
          await pass(3_000);
          await pass(6_000);
          expect(await read(renter, moved.body.id)).toMatchObject({
            status: 'confirmed',
            appointment: 'verified',
          });
          id = moved.body.id;
        }
        expect((await stage.cancel(renter, id)).body.status).toBe('cancelled');
        expect(ledger()).toEqual(['cancelled']);
        await rig.close();
      },
    );

    test('is not missed of a tour whose change of time is under way', async () => {
      const stage = await open(await database.open(), { sandbox: { quirks: { replaceComments: true } } });
      const { rig, slots, move, read, pass } = stage;
      const { renter, viewing } = await stage.bookAs('Moves At Once');
      rig.sandbox.fail({ method: 'updateLeads', fault: { kind: 'lose_reply' } });
      const moved = await move(renter, viewing.id, slots.shift());
      // The first tour is verified before the move is looked up.
      await createPart(rig.instance, { lead }).tasks['viewing.verify']?.(
        runOf('viewing.verify', { viewingId: viewing.id }),
      );
      expect((await read(renter, viewing.id)).appointment).toBe('unverified');
      await pass(6_000);
      await pass(6_000);
      expect((await read(renter, moved.body.id)).appointment).toBe('verified');
      expect(rig.notifications.map(({ type }) => type)).not.toContain('viewing.appointment_missing');
      await rig.close();
    });

    test.each(['viewing.reconcile', 'viewing.verify', 'viewing.cancel'])(
      'to a task with a bug in it is an error line each time that says which viewing it holds up: %s',
      async (kind) => {
        const stage = await open(await database.open());
        const { rig } = stage;
        const { viewing } = await stage.bookAs('Held Up');
        const status = kind === 'viewing.reconcile' ? 'unknown' : 'confirmed';
        await rig.store.viewings.transition(viewing.id, ['confirmed'], { status, note: 'cancel_requested' });
        const { lines, ...logger } = recordingLogger();
        const store = {
          ...rig.instance.store,
          clients: {
            ...rig.instance.store.clients,
            find: async () => {
              throw new TypeError('a bug');
            },
          },
        };
        const task = createPart(rig.instance, { lead, logger, store }).tasks[kind];
        await expect(task?.(runOf(kind, { viewingId: viewing.id }))).rejects.toThrow(TypeError);
        expect(lines).toContainEqual({
          level: 'error',
          fields: {
            viewingId: viewing.id,
            requestId: expect.any(String),
            kind,
            attempt: 1,
            cause: 'TypeError',
          },
          message: 'work on a viewing failed',
        });
        await rig.close();
      },
    );
  },
  ['sqlite'],
);
