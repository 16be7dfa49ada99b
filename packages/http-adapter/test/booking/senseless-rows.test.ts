import type { AppOptions } from 'entrata-http-adapter';
import type { UserRecord } from 'entrata-store';
import type { Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  describeOnEachDatabase,
  describeOnOneDatabase,
} from '../../../entrata-store/test/support/databases.js';
import { readPerson } from '../../src/booking/read-person.js';
import { type LogLine, recordingLogger } from '../support/recording-logger.js';
import { type BookingRig, type OfferedSlot, startBookingRig } from './support/booking-rig.js';

interface Viewing {
  readonly id: string;
  readonly status: string;
  readonly note: string | null;
  readonly code?: string;
}

await describeOnEachDatabase(
  'a renter whose row makes little sense',
  (database) => {
    let rig: BookingRig;
    let slots: OfferedSlot[];
    beforeAll(async () => {
      const opened = await database.open();
      rig = await startBookingRig(opened);
      slots = [...(await rig.slots(rig.houses[0].id))];
      await allowNullNames(opened.connect({ poolSize: 1 }), database.name);
    });
    afterAll(() => rig?.close());

    async function bookAs(columns: Record<string, string | null>) {
      const renterId = await rig.addRenter('Any Body', {
        email: 'any.body@example.test',
        phone: '312-555-0143',
      });
      await rig.changeUser(renterId, columns);
      const slot = slots.shift();
      return rig.as(renterId).post<Viewing>('/api/viewings', {
        houseId: rig.houses[0].id,
        rawDate: slot?.rawDate,
        rawTime: slot?.rawTime,
      });
    }

    test.each<[string, Record<string, string | null>]>([
      ['no name', { name: null }],
      ['an empty name', { name: '' }],
      ['a blank name', { name: ' \t ' }],
      ['an address that is none', { email: 'nobody' }],
      ['an empty address', { email: '' }],
      ['a number that is none', { phone: '?' }],
      ['neither a usable address nor a name', { email: ' ', name: '   ' }],
    ])('books with %s', async (_, columns) => {
      const answer = await bookAs(columns);
      expect([answer.status, answer.body.status]).toEqual([201, 'confirmed']);
      const lead = rig.sandbox.ledger.leads.at(-1);
      expect(lead?.firstName).not.toBe('');
      expect([lead?.email, lead?.phone]).not.toEqual(['', '']);
    });

    test.each<[string, Record<string, string | null>]>([
      ['nothing', { email: null, phone: null }],
      ['empty texts', { email: '', phone: ' ' }],
      ['absurd texts', { email: 'a b@c', phone: 'call me' }],
    ])('is told that a contact is missing when there is %s', async (_, columns) => {
      const before = rig.sandbox.ledger.leads.length;
      const answer = await bookAs(columns);
      expect([answer.status, answer.body.code]).toEqual([422, 'contact_missing']);
      expect(rig.sandbox.ledger.leads).toHaveLength(before);
    });

    test('is shown to the operator under a name all the same', async () => {
      await bookAs({ name: null });
      const operator = rig.as(rig.clients[0].agentUserId);
      const { status, body } = await operator.get<{ items: { visitor: { name: unknown } }[] }>(
        '/api/operator/viewings',
      );
      expect([status, body.items[0]?.visitor.name]).toEqual([200, 'Visitor']);
    });

    test('and whose house has no IANA time zone still sees tour times, with one warning', async () => {
      const lines: LogLine[] = [];
      const warned = await rig.addInstance({ logger: recordingLogger(lines) });
      const knex = rig.database.connect({ poolSize: 1 });
      await knex('houses').where('id', rig.houses[0].id).update({ time_zone: 'Eastern Time' });
      for (let turn = 0; turn < 2; turn += 1) {
        const response = await fetch(`${warned.url}/api/tour-times?houseId=${rig.houses[0].id}`);
        expect(response.status).toBe(200);
      }
      const warnings = lines.filter(({ message }) => message === 'a house has no IANA time zone');
      expect(warnings).toEqual([
        expect.objectContaining({ level: 'warn', fields: { houseId: rig.houses[0].id } }),
      ]);
      await warned.stop();
    });
  },
  ['postgres', 'mariadb'],
);

describe('the person of a lead', () => {
  const user = (name: unknown, contact: object = {}) =>
    ({ id: '1', role: 'user', name, email: 'a@example.test', phone: undefined, ...contact }) as UserRecord;

  test.each<[string, unknown, string, string]>([
    ['two names', 'Ada Example', 'Ada', 'Example'],
    ['one name', 'Ada', 'Ada', '-'],
    ['none', null, 'Visitor', '-'],
    ['nothing at all', undefined, 'Visitor', '-'],
    ['something else', 7, 'Visitor', '-'],
    ['a NUL', 'Ada\u0000 Example', 'Ada', 'Example'],
    ['a line break', 'Ada\r\nExample', 'Ada', 'Example'],
    ['half a character', 'Ada\ud83d Example', 'Ada', 'Example'],
    ['a whole character', 'Ada😀 Example', 'Ada😀', 'Example'],
  ])('is named from %s', (_, name, firstName, lastName) => {
    expect(readPerson(user(name))).toMatchObject({ firstName, lastName });
  });

  test('has a name of bearable length, cut between characters', () => {
    const { firstName, lastName } = readPerson(user(`${'😀'.repeat(5_000)} ${'x'.repeat(10_000)}`));
    expect([[...firstName].length, lastName.length]).toEqual([100, 100]);
    expect(firstName).not.toMatch(/\p{Surrogate}/u);
  });

  test('has no address or number of absurd length', () => {
    const absurd = { email: `${'a'.repeat(10_000)}@example.test`, phone: '5'.repeat(10_000) };
    const person = readPerson(user('Ada', absurd));
    expect([person.email, person.phone]).toEqual([undefined, undefined]);
  });
});

await describeOnOneDatabase('a viewing that cannot be prepared', (database) => {
  async function bookWith(lead: AppOptions['lead']) {
    const lines: LogLine[] = [];
    const rig = await startBookingRig(await database.open(), {
      app: {
        ...(lead === undefined ? {} : { lead }),
        booking: { maxAttempts: 3 },
        logger: recordingLogger(lines),
      },
    });
    const [slot] = await rig.slots(rig.houses[0].id);
    const renter = rig.as(rig.renterId);
    const { body, status } = await renter.post<Viewing>('/api/viewings', {
      houseId: rig.houses[0].id,
      rawDate: slot?.rawDate,
      rawTime: slot?.rawTime,
    });
    const errors = () =>
      lines.filter(({ level, fields }) => level === 'error' && fields.viewingId === body.id);
    const read = async () => (await renter.get<Viewing>(`/api/viewings/${body.id}`)).body;
    return { rig, status, viewing: body, errors, read };
  }

  test('is an error line and an attempt each time, and has failed after the last', async () => {
    let calls = 0;
    const { rig, status, viewing, errors, read } = await bookWith({
      source: () => {
        calls += 1;
        throw new TypeError('no such client');
      },
    });
    expect([status, viewing.status, viewing.note]).toEqual([202, 'pending', 'internal']);
    expect(errors()).toHaveLength(1);
    expect((await rig.store.viewings.find(viewing.id))?.attempts).toBe(1);
    for (let round = 0; round < 4; round += 1) {
      rig.clock.advance(60_000);
      await rig.instance.app.idle();
    }
    expect(await read()).toMatchObject({ status: 'failed', note: 'internal' });
    expect([calls, errors().length]).toEqual([3, 3]);
    expect(JSON.stringify(errors())).not.toContain('no such client');
    const told = rig.notifications.filter(({ type }) => type === 'viewing.failed');
    expect(told).toMatchObject([{ viewingId: viewing.id }]);
    expect(rig.sandbox.ledger.leads).toEqual([]);
    await rig.close();
  });

  test('is sent once what threw is mended', async () => {
    let isMended = false;
    const { rig, read } = await bookWith({
      source: () => {
        if (!isMended) throw new TypeError('not yet');
        return { id: '105949' };
      },
    });
    isMended = true;
    rig.clock.advance(6_000);
    await rig.instance.app.idle();
    expect((await read()).status).toBe('confirmed');
    expect(rig.sandbox.ledger.appointments).toHaveLength(1);
    await rig.close();
  });

  test('is not begun when the call would outlast the lease: whoever takes it over sends it alone', async () => {
    let isSlow = true;
    const slow = await startBookingRig(await database.open(), {
      app: {
        atStep: (step) => {
          if (step !== 'viewing.sending' || !isSlow) return;
          isSlow = false;
          slow.clock.advance(9_000);
        },
      },
    });
    const [slot] = await slow.slots(slow.houses[0].id);
    const { body } = await slow.as(slow.renterId).post<Viewing>('/api/viewings', {
      houseId: slow.houses[0].id,
      rawDate: slot?.rawDate,
      rawTime: slot?.rawTime,
    });
    expect([body.status, slow.sandbox.ledger.leads.length]).toEqual(['pending', 0]);
    slow.clock.advance(6_000);
    await slow.instance.app.idle();
    expect((await slow.store.viewings.find(body.id))?.status).toBe('confirmed');
    expect(slow.sandbox.ledger.leads).toHaveLength(1);
    await slow.close();
  });
});

/** As the table of an existing app may be. SQLite cannot change a column. */
async function allowNullNames(knex: Knex, engine: string): Promise<void> {
  const change = {
    postgres: 'alter column name drop not null',
    // Left out, the table's own collation would take its place.
    mariadb: 'modify name varchar(255) character set utf8mb4 collate utf8mb4_nopad_bin null',
  };
  await knex.raw(`alter table users ${engine === 'postgres' ? change.postgres : change.mariadb}`);
}
