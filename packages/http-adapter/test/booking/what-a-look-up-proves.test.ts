import { bearer } from 'entrata-sdk';
import { type Fault, makeCompany, type Quirks } from 'entrata-sdk/testing';
import { migrate } from 'entrata-store/knex';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  describeOnEachDatabase,
  describeOnOneDatabase,
} from '../../../entrata-store/test/support/databases.js';
import { listAllViewings } from '../../src/booking/list-viewings.js';
import {
  type BookingRig,
  type Caller,
  type OfferedSlot,
  type RigOptions,
  startBookingRig,
} from './support/booking-rig.js';

interface Viewing {
  readonly id: string;
  readonly status: string;
  readonly note: string | null;
  readonly leadId: string | null;
}

const afterLookUp = 3_000;
const afterAbsence = 130_000;
const noRecords = { kind: 'error', code: 400, message: 'No records found' } as const;

await describeOnOneDatabase('an unknown booking', (database) => {
  const open = async (options: RigOptions = {}) => {
    const rig = await startBookingRig(await database.open(), options);
    return { rig, slots: [...(await rig.slots(rig.houses[0].id))], ...actionsOn(rig) };
  };

  describe('where tours are added to the lead of a known person', () => {
    let stage: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      stage = await open({ app: { lead: { existing: 'update' } } });
    });
    afterAll(() => stage?.rig.close());

    test('is found in a lead that is days older than itself', async () => {
      const { rig, slots, renterNamed, book, enquire, pass, read } = stage;
      const renter = await renterNamed('Old Lead');
      expect((await enquire(renter, 'Is there a gym?')).body.status).toBe('confirmed');
      rig.clock.advance(4 * 86_400_000);
      slots.splice(0, slots.length, ...(await rig.slots(rig.houses[0].id)));
      rig.sandbox.fail({ method: 'updateLeads', fault: { kind: 'lose_reply' } });
      const { body } = await book(renter, slots.shift());
      expect(body.status).toBe('unknown');
      await pass(afterLookUp);
      await pass(afterAbsence);
      expect(await read(renter, body.id)).toMatchObject({ status: 'confirmed' });
      expect(rig.sandbox.ledger.appointmentsOf({ email: 'old.lead@example.test' })).toHaveLength(1);
    });

    test('is never sent again as an enquiry: added to an old lead it left no trace', async () => {
      const { rig, renterNamed, enquire, pass, read } = stage;
      const renter = await renterNamed('No Trace');
      await enquire(renter, 'First');
      rig.sandbox.fail({ method: 'updateLeads', fault: { kind: 'reset' } });
      const { body } = await enquire(renter, 'Second');
      await pass(afterLookUp);
      await pass(afterAbsence);
      expect(await read(renter, body.id)).toMatchObject({ status: 'unknown', note: 'lookup_ambiguous' });
    });
  });

  describe('beside others of the same person', () => {
    let stage: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      stage = await open();
    });
    afterAll(() => stage?.rig.close());

    test('stays unknown, with a note that says why, when two enquiries look alike', async () => {
      const { rig, renterNamed, enquire, pass, read } = stage;
      const renter = await renterNamed('Asks Twice');
      rig.sandbox.fail({ method: 'sendLeads', times: 2, fault: { kind: 'lose_reply' } });
      const both = [await enquire(renter, 'Cats?'), await enquire(renter, 'Dogs?')];
      await pass(afterLookUp);
      await pass(afterAbsence);
      await pass(afterAbsence);
      for (const { body } of both) {
        expect(await read(renter, body.id)).toMatchObject({ status: 'unknown', note: 'lookup_ambiguous' });
      }
      expect(
        rig.sandbox.ledger.leads.filter(({ email }) => email === 'asks.twice@example.test'),
      ).toHaveLength(2);
    });

    test('does not take the one lead that may be that of another unknown enquiry', async () => {
      const { rig, renterNamed, enquire, pass, read } = stage;
      const renter = await renterNamed('One Arrived');
      rig.sandbox.fail({ method: 'sendLeads', fault: { kind: 'reset' } });
      const lost = await enquire(renter, 'Lost');
      rig.sandbox.fail({ method: 'sendLeads', fault: { kind: 'lose_reply' } });
      const arrived = await enquire(renter, 'Arrived');
      await pass(afterLookUp);
      await pass(afterAbsence);
      const statuses = [await read(renter, lost.body.id), await read(renter, arrived.body.id)];
      expect(statuses.map(({ status }) => status)).toEqual(['unknown', 'unknown']);
      expect(
        rig.sandbox.ledger.leads.filter(({ email }) => email === 'one.arrived@example.test'),
      ).toHaveLength(1);
    });

    test('is not sent again when the person left another lead through another site', async () => {
      const { rig, renterNamed, enquire, pass, read } = stage;
      const renter = await renterNamed('Other Site');
      rig.sandbox.fail({ method: 'sendLeads', fault: { kind: 'lose_reply' } });
      const { body } = await enquire(renter, 'Here');
      const person = { firstName: 'Other', lastName: 'Site', email: 'other.site@example.test' };
      await atEntrata(rig).sendLead({ propertyId: rig.houses[0].propertyId, person });
      await pass(afterLookUp);
      await pass(afterAbsence);
      expect(await read(renter, body.id)).toMatchObject({ status: 'unknown', note: 'lookup_ambiguous' });
      expect(rig.sandbox.ledger.leads.filter(({ email }) => email === person.email)).toHaveLength(2);
    });

    test('is resolved after all by a person, and what remains is then no longer ambiguous', async () => {
      const { rig, renterNamed, enquire, pass, read } = stage;
      const renter = await renterNamed('Settles One');
      rig.sandbox.fail({ method: 'sendLeads', times: 2, fault: { kind: 'lose_reply' } });
      const one = await enquire(renter, 'One');
      const two = await enquire(renter, 'Two');
      await pass(afterLookUp);
      const lead = rig.sandbox.ledger.leads.find(({ comment }) => comment.includes(one.body.id));
      const operator = rig.as(rig.clients[0].agentUserId);
      const settle = `/api/operator/viewings/${one.body.id}/settle`;
      expect((await operator.post(settle, { outcome: 'booked', leadId: lead?.leadId })).status).toBe(200);
      await pass(afterAbsence);
      expect((await read(renter, two.body.id)).status).toBe('confirmed');
    });
  });

  describe('whose renter changed', () => {
    const before = { email: 'before@example.test', phone: '312-555-0142' };
    const after = { email: 'after@example.test', phone: '312-555-0199' };

    /** Two fit into each slot: nothing but the look-up keeps a tour from being booked twice. */
    async function openRoomy(options: RigOptions = {}) {
      const stage = await open({ sandbox: { companies: companiesWith(2) }, ...options });
      const renterId = await stage.rig.addRenter('Changes Contact', before);
      return { ...stage, renterId, renter: stage.rig.as(renterId) };
    }

    test('is found by its reference under the number that stayed', async () => {
      const { rig, renterId, renter, slots, book, pass, read } = await openRoomy();
      rig.sandbox.fail({ method: 'sendLeads', fault: { kind: 'lose_reply' } });
      const { body } = await book(renter, slots[0]);
      await rig.changeUser(renterId, { email: after.email });
      await pass(afterLookUp);
      await pass(afterAbsence);
      await pass(6_000);
      expect((await read(renter, body.id)).status).toBe('confirmed');
      expect(rig.sandbox.ledger.appointments).toHaveLength(1);
      await rig.close();
    });

    test('is found under the contact that was sent, when address and number are others by now', async () => {
      const { rig, renterId, renter, slots, book, pass, read } = await openRoomy();
      rig.sandbox.fail({ method: 'sendLeads', fault: { kind: 'lose_reply' } });
      const { body } = await book(renter, slots[0]);
      expect(body.status).toBe('unknown');
      await rig.changeUser(renterId, after);
      await pass(afterLookUp);
      await pass(afterAbsence);
      await pass(6_000);
      expect(await read(renter, body.id)).toMatchObject({
        status: 'confirmed',
        leadId: rig.sandbox.ledger.appointments[0]?.leadId,
      });
      expect(rig.sandbox.ledger.appointments).toHaveLength(1);
      await rig.close();
    });

    test('is found as an enquiry, which names nobody, under the contact that was sent', async () => {
      const { rig, renterId, renter, enquire, pass, read } = await openRoomy();
      rig.sandbox.fail({ method: 'sendLeads', fault: { kind: 'lose_reply' } });
      const { body } = await enquire(renter, 'Is there a lift?');
      await rig.changeUser(renterId, after);
      await pass(afterLookUp);
      await pass(afterAbsence);
      expect((await read(renter, body.id)).status).toBe('confirmed');
      expect(rig.sandbox.ledger.leads).toHaveLength(1);
      await rig.close();
    });

    test('is found under the contact of the attempt that arrived, not of the one before it', async () => {
      const { rig, renterId, renter, slots, book, pass, read } = await openRoomy();
      rig.sandbox.fail({ method: 'sendLeads', fault: { kind: 'reset' } });
      const { body } = await book(renter, slots[0]);
      await rig.changeUser(renterId, after);
      rig.sandbox.fail({ method: 'sendLeads', fault: { kind: 'lose_reply' } });
      await pass(afterLookUp);
      await pass(afterAbsence);
      await pass(6_000);
      await rig.changeUser(renterId, { email: 'last@example.test', phone: '312-555-0177' });
      await pass(6_000);
      await pass(afterAbsence);
      expect((await read(renter, body.id)).status).toBe('confirmed');
      expect(rig.sandbox.ledger.leads.map(({ email }) => email)).toEqual([after.email]);
      await rig.close();
    });

    test.each<[string, { email?: string; phone?: string }]>([
      ['address', { email: before.email }],
      ['number', { phone: before.phone }],
    ])('is found where the property has the person under the new %s by now', async (_, contact) => {
      const { rig, slots, book, pass, read } = await openRoomy();
      const renter = rig.as(await rig.addRenter('Known By One', contact));
      rig.sandbox.fail({ method: 'sendLeads', fault: { kind: 'lose_reply' } });
      const { body } = await book(renter, slots[0]);
      // As if it had been sent under another contact, and the lead changed to this one since.
      const sent = { sent_email: 'long.ago@example.test', sent_phone: '312-555-0100' };
      await rig.database.connect({ poolSize: 1 })('viewings').where('id', body.id).update(sent);
      await pass(afterLookUp);
      await pass(afterAbsence);
      expect((await read(renter, body.id)).status).toBe('confirmed');
      expect(rig.sandbox.ledger.appointments).toHaveLength(1);
      await rig.close();
    });

    test('is sent again, once, beside a tour that was booked under the older contact', async () => {
      const { rig, renterId, renter, slots, book, pass, read } = await openRoomy();
      const first = await book(renter, slots[0]);
      await rig.changeUser(renterId, after);
      rig.sandbox.fail({ method: 'sendLeads', fault: { kind: 'reset' } });
      const second = await book(renter, slots[1]);
      await pass(afterLookUp);
      await pass(afterAbsence);
      await pass(6_000);
      expect(await read(renter, second.body.id)).toMatchObject({ status: 'confirmed' });
      expect((await read(renter, first.body.id)).leadId).not.toBe(
        (await read(renter, second.body.id)).leadId,
      );
      expect(rig.sandbox.ledger.leads.map(({ email }) => email)).toEqual([before.email, after.email]);
      await rig.close();
    });

    test('is booked and found all the same where a mapped table’s columns are too narrow', async () => {
      const opened = await database.open();
      await migrate(opened.connect({ poolSize: 1 }));
      const columns = {
        sentEmail: { column: 'sent_email', width: 8 },
        sentPhone: { column: 'sent_phone', width: 12 },
      };
      const tables = { viewings: { name: 'viewings', columns } };
      const rig = await startBookingRig(opened, { tables });
      const { renterNamed, book, pass, read } = actionsOn(rig);
      const renter = await renterNamed('Narrow Column');
      rig.sandbox.fail({ method: 'sendLeads', fault: { kind: 'lose_reply' } });
      const { body } = await book(renter, (await rig.slots(rig.houses[0].id))[0]);
      expect(await rig.store.viewings.find(body.id)).toMatchObject({
        status: 'unknown',
        sentEmail: undefined,
        sentPhone: '555-0100',
      });
      await pass(afterLookUp);
      expect((await read(renter, body.id)).status).toBe('confirmed');
      await rig.close();
    });
  });

  describe('that was sent again', () => {
    let stage: Awaited<ReturnType<typeof open>>;
    // Of its own for each: a task that is left of one test would take a fault that is meant for the next.
    beforeEach(async () => {
      stage = await open();
    });
    afterEach(() => stage?.rig.close());

    /** Its first lead arrived, Entrata's search did not know it in time, and the second one is refused. */
    async function refusedAgain(name: string) {
      const { rig, slots, renterNamed, book, pass } = stage;
      const renter = await renterNamed(name);
      rig.sandbox.fail({ method: 'sendLeads', fault: { kind: 'lose_reply' } });
      const lagging = rig.sandbox.fail({
        method: 'getLeads',
        times: Number.POSITIVE_INFINITY,
        fault: noRecords,
      });
      const { body } = await book(renter, slots.shift());
      await pass(afterLookUp);
      await rig.instance.app.stop();
      rig.clock.advance(afterAbsence);
      lagging.cancel();
      const sent = () => rig.sandbox.journal.filter((call) => call.method === 'sendLeads').length;
      const before = sent();
      const email = `${name.toLowerCase().replace(' ', '.')}@example.test`;
      return { renter, id: body.id, email, sentAgain: () => sent() - before };
    }

    test.each<[string, Fault[]]>([
      ['at once', []],
      [
        'after one more attempt that never reached Entrata',
        [{ kind: 'status', status: 429, retryAfter: '3' }],
      ],
    ])(
      'under another contact finds the first lead by the contact of that time: refused %s',
      async (_, faults) => {
        const { rig, pass, read } = stage;
        const { renter, id, email } = await refusedAgain('Moved Away');
        const { userId } = (await rig.store.viewings.find(id)) ?? { userId: '' };
        await rig.changeUser(userId, { email: 'moved@example.test', phone: '312-555-0166' });
        for (const fault of faults) rig.sandbox.fail({ method: 'sendLeads', fault });
        rig.sandbox.fail({ method: 'getLeads', times: 4, fault: noRecords });
        rig.instance.app.start();
        await pass(0);
        await pass(6_000);
        await pass(60_000);
        const [appointment, ...others] = rig.sandbox.ledger.appointmentsOf({ email });
        expect(others).toEqual([]);
        expect(await read(renter, id)).toMatchObject({ status: 'confirmed', leadId: appointment?.leadId });
        expect(rig.sandbox.ledger.appointmentsOf({ email: 'moved@example.test' })).toEqual([]);
      },
    );

    test('is confirmed, not "somebody was faster", when its own first lead holds the slot', async () => {
      const { rig, pass, read } = stage;
      const { renter, id, email, sentAgain } = await refusedAgain('Own Slot');
      rig.sandbox.fail({ method: 'getLeads', times: 2, fault: noRecords });
      rig.instance.app.start();
      await pass(0);
      await pass(6_000);
      expect(await read(renter, id)).toMatchObject({ status: 'confirmed', leadId: expect.any(String) });
      expect(sentAgain()).toBe(1);
      expect(rig.sandbox.ledger.appointmentsOf({ email })).toHaveLength(1);
    });

    test('stays unknown when nobody can look whether the first one arrived', async () => {
      const { rig, pass, read } = stage;
      const { renter, id, email, sentAgain } = await refusedAgain('Blind Refusal');
      rig.sandbox.fail({ method: 'getLeads', times: 2, fault: noRecords });
      const fault = { kind: 'error', code: 311, message: 'No permission' } as const;
      const blind = rig.sandbox.fail({ method: 'getLeads', times: Number.POSITIVE_INFINITY, fault });
      rig.instance.app.start();
      await pass(0);
      await pass(6_000);
      expect(await read(renter, id)).toMatchObject({ status: 'unknown', note: 'lookup_unavailable' });
      expect(sentAgain()).toBe(1);
      expect(rig.sandbox.ledger.appointmentsOf({ email })).toHaveLength(1);
      blind.cancel();
      await pass(86_400_000);
      expect((await read(renter, id)).status).toBe('confirmed');
    });
  });
});

await describeOnEachDatabase(
  'an unknown booking at an Entrata',
  (database) => {
    async function neverArrived(quirks: Quirks) {
      const rig = await startBookingRig(await database.open(), { sandbox: { quirks } });
      const { renterNamed, book, pass, read } = actionsOn(rig);
      const renter = await renterNamed('Never Arrived');
      rig.sandbox.fail({ method: 'sendLeads', fault: { kind: 'reset' } });
      const { body } = await book(renter, (await rig.slots(rig.houses[0].id))[3]);
      await pass(afterLookUp);
      await pass(afterAbsence);
      await pass(6_000);
      const viewing = await read(renter, body.id);
      const sent = rig.sandbox.journal.filter(({ method }) => method === 'sendLeads').length;
      await rig.close();
      return { viewing, sent };
    }

    test.each(['null', 'array', 'object'] as const)(
      'that answers "none" as %s is never sent again: that proves nothing',
      async (noLeads) => {
        const { viewing, sent } = await neverArrived({ noLeads });
        expect(viewing).toMatchObject({ status: 'unknown', note: 'lookup_ambiguous' });
        expect(sent).toBe(1);
      },
    );

    test.each<Quirks>([
      {},
      { noLeads: 'text' },
      { noLeads: 'text', nothingFound: 'error' },
      { noLeads: 'text', nothingFound: 'codeless' },
    ])('that answers "none" as with %o is sent again, once', async (quirks) => {
      const { viewing, sent } = await neverArrived(quirks);
      expect(viewing.status).toBe('confirmed');
      expect(sent).toBe(2);
    });

    test('whose answer cannot be read is never sent again', async () => {
      const rig = await startBookingRig(await database.open());
      const { renterNamed, book, pass, read } = actionsOn(rig);
      const renter = await renterNamed('Unreadable');
      rig.sandbox.fail({ method: 'sendLeads', fault: { kind: 'reset' } });
      const fault = {
        kind: 'status',
        status: 200,
        body: '{"response":{"code":200,"result":{"leads":[]}}}',
      } as const;
      rig.sandbox.fail({ method: 'getLeads', times: Number.POSITIVE_INFINITY, fault });
      const { body } = await book(renter, (await rig.slots(rig.houses[0].id))[3]);
      await pass(afterLookUp);
      await pass(afterAbsence);
      expect(await read(renter, body.id)).toMatchObject({ status: 'unknown', note: 'lookup_ambiguous' });
      await rig.close();
    });

    test.each<Quirks>([
      {},
      { nestedCustomers: true },
      { leadContainer: 'nested' },
      { leadContainer: 'list' },
    ])('that lists leads as with %o is found there, also as an enquiry', async (quirks) => {
      const rig = await startBookingRig(await database.open(), { sandbox: { quirks } });
      const { renterNamed, enquire, pass, read } = actionsOn(rig);
      const renter = await renterNamed('Any Layout');
      rig.sandbox.fail({ method: 'sendLeads', fault: { kind: 'lose_reply' } });
      const { body } = await enquire(renter, 'Is it quiet?');
      await pass(afterLookUp);
      await pass(afterAbsence);
      expect((await read(renter, body.id)).status).toBe('confirmed');
      expect(rig.sandbox.ledger.leads).toHaveLength(1);
      await rig.close();
    });

    test('is asked ever more rarely about what only a person can resolve', async () => {
      const rig = await startBookingRig(await database.open());
      const { renterNamed, enquire, pass } = actionsOn(rig);
      const renter = await renterNamed('Asked Rarely');
      rig.sandbox.fail({ method: 'sendLeads', times: 2, fault: { kind: 'lose_reply' } });
      await enquire(renter, 'One');
      await enquire(renter, 'Two');
      for (let minute = 0; minute < 240; minute += 1) await pass(60_000);
      const asked = rig.sandbox.journal.filter(({ method }) => method === 'getLeads').length;
      // Twice a day and person in the end, by address and by number: two viewings, doubling waits.
      expect(asked).toBeLessThan(60);
      await rig.close();
    });

    test('is told from all of the person’s other viewings, also the five hundred and first', async () => {
      const rig = await startBookingRig(await database.open());
      const { houses, store, renterId } = rig;
      for (let index = 0; index <= 500; index += 1) {
        await store.viewings.open({ userId: renterId, houseId: houses[0].id, message: `Question ${index}` });
      }
      expect(await listAllViewings(store, renterId)).toHaveLength(501);
      await rig.close();
    });
  },
  ['sqlite'],
);

function actionsOn(rig: BookingRig) {
  const houseId = rig.houses[0].id;
  return {
    renterNamed: async (name: string) => rig.as(await rig.addRenter(name)),
    book: (renter: Caller, slot: OfferedSlot | undefined) =>
      renter.post<Viewing>('/api/viewings', { houseId, rawDate: slot?.rawDate, rawTime: slot?.rawTime }),
    enquire: (renter: Caller, message: string) => renter.post<Viewing>('/api/viewings', { houseId, message }),
    read: async (renter: Caller, id: string) => (await renter.get<Viewing>(`/api/viewings/${id}`)).body,
    async pass(ms: number) {
      rig.clock.advance(ms);
      await rig.instance.app.idle();
    },
  };
}

/** The first company's API, as another partner of it would use it. */
function atEntrata({ sandbox, instance, clients: [{ subdomain }] }: BookingRig) {
  return instance.entrata.client({ subdomain, auth: bearer(sandbox.issueToken(subdomain)) });
}

/** Companies whose tours take so many visitors at once. */
function companiesWith(capacity: number) {
  return ['9101', '9102'].map((cid) => {
    const company = makeCompany({ cid, properties: 2 });
    const properties = company.properties.map(({ tours, ...property }) =>
      tours === undefined ? property : { ...property, tours: { ...tours, capacity } },
    );
    return { ...company, properties };
  });
}
