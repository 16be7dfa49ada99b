import { checkMapping } from 'entrata-store/knex';
import { createSigner } from 'fast-jwt';
import type { Knex } from 'knex';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createExistingSchema,
  readRowsOfOthers,
} from '../../../entrata-store/test/mapping/existing-schema.js';
import { existingTables } from '../../../entrata-store/test/mapping/existing-tables.js';
import { describeOnEachDatabase } from '../../../entrata-store/test/support/databases.js';
import { type BookingRig, jwtSecret, type OfferedSlot, startBookingRig } from './support/booking-rig.js';

/** The id of a renter whom the PHP system made. */
const phpRenterId = 8;

await describeOnEachDatabase(
  'booking over the tables of the existing PHP system',
  (database) => {
    let rig: BookingRig;
    let knex: Knex;
    let othersBefore: unknown;
    let slots: OfferedSlot[];
    beforeAll(async () => {
      const opened = await database.open();
      knex = opened.connect();
      await createExistingSchema(knex);
      for (const { severity, alter } of await checkMapping(knex, existingTables)) {
        if (severity === 'error' && alter !== undefined) await knex.raw(alter);
      }
      await knex('users').where('id', phpRenterId).update({ email: 'renter@example.test' });
      othersBefore = await readRowsOfOthers(knex);
      rig = await startBookingRig(opened, {
        tables: existingTables,
        app: { lead: { cancelResultId: '602' } },
      });
      slots = [...(await rig.slots(rig.houses[0].id))];
    });
    afterAll(() => rig?.close());

    /** As the app's login makes them: the id in `data.id`, as text, and no end. */
    const sign = createSigner({ key: jwtSecret, algorithm: 'HS256' });
    const token = sign({ iss: 'example', data: { id: String(phpRenterId) } });

    async function bookAsTheApp() {
      const slot = slots.shift();
      const response = await fetch(`${rig.instance.url}/api/requestViewing.php`, {
        method: 'POST',
        headers: { authorization: token },
        body: new URLSearchParams({
          jwt: token,
          houseId: rig.houses[0].id,
          houseAddress: '1 Example Street',
          city: 'Chicago',
          message: 'Is it bright?',
          isEntrataHouse: 'true',
          entrataSlotDate: slot?.rawDate ?? '',
          entrataSlotTime: slot?.rawTime ?? '',
        }),
      });
      const body = (await response.json()) as { message: string; viewingId: string };
      const row = () => knex('viewing_requests').where('id', body.viewingId).first();
      return { status: response.status, body, row, slot };
    }

    test('a viewing lands in viewing_requests, accepted, with the lead id in external_id', async () => {
      const { status, body, row, slot } = await bookAsTheApp();
      expect([status, body.message]).toEqual([200, 'Viewing confirmed']);
      const [appointment] = rig.sandbox.ledger.appointmentsOf({ email: 'renter@example.test' });
      expect(appointment).toMatchObject({ rawTime: slot?.rawTime, matchesOffer: true });
      expect(await row()).toMatchObject({
        id: Number(body.viewingId),
        user_id: phpRenterId,
        house_id: Number(rig.houses[0].id),
        message: 'Is it bright?',
        status: 'ACCEPTED',
        external_id: appointment?.leadId,
        crm_name: 'entrata',
      });
    });

    test('a lost reply is PENDING there until it is looked up, then ACCEPTED', async () => {
      rig.sandbox.fail({ method: 'sendLeads', fault: { kind: 'lose_reply' } });
      const { status, body, row } = await bookAsTheApp();
      expect([status, body.message]).toEqual([200, 'Viewing requested']);
      expect(await row()).toMatchObject({ status: 'PENDING', external_id: null });
      rig.clock.advance(5_000);
      await rig.instance.app.idle();
      expect(await row()).toMatchObject({ status: 'ACCEPTED', external_id: expect.stringMatching(/^\d+$/) });
    });

    test('a cancellation is CANCELLED there', async () => {
      const { body, row } = await bookAsTheApp();
      const cancelled = await fetch(`${rig.instance.url}/api/viewings/${body.viewingId}/cancel`, {
        method: 'POST',
        headers: { authorization: token },
      });
      expect(cancelled.status).toBe(200);
      expect(await row()).toMatchObject({ status: 'CANCELLED' });
    });

    test('the Tours screen and the dashboard of the operator with the agent’s company name show them', async () => {
      const screen = await fetch(`${rig.instance.url}/api/viewings.php?status=ACCEPTED`, {
        headers: { authorization: token },
      });
      const groups = (await screen.json()) as Record<string, { title: string }[]>;
      expect(Object.values(groups).flat()).toHaveLength(2);
      const dashboard = await rig
        .as(rig.clients[0].agentUserId)
        .get<{ items: { visitor: { name: string } }[] }>('/api/operator/viewings');
      expect(dashboard.body.items.map(({ visitor }) => visitor.name)).toEqual(
        Array(3).fill('Example Renter'),
      );
      const other = await rig
        .as(rig.clients[1].agentUserId)
        .get<{ items: object[] }>('/api/operator/viewings');
      expect(other.body.items).toEqual([]);
    });

    test.each([4, 5, 6, 8, 9])(
      'a person of role %i, which means nothing here, may not book',
      async (role) => {
        const [id] = await knex('users').insert({
          name: 'Somebody Else',
          role,
          email: `role.${role}@example.test`,
          status: 1,
          created_at: new Date(),
        });
        const response = await fetch(`${rig.instance.url}/api/requestViewing.php`, {
          method: 'POST',
          headers: { authorization: sign({ data: { id: String(id) } }) },
          body: new URLSearchParams({ houseId: rig.houses[0].id, message: 'Hello' }),
        });
        expect(response.status).toBe(403);
        expect(rig.sandbox.ledger.leads.filter(({ email }) => email === `role.${role}@example.test`)).toEqual(
          [],
        );
        await knex('users').where({ id }).delete();
      },
    );

    test('nothing of other writers was touched', async () => {
      expect(await readRowsOfOthers(knex)).toEqual(othersBefore);
    });
  },
  ['mariadb'],
);
