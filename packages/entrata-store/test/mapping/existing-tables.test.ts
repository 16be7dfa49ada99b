import type { Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../src/index.js';
import { checkMapping } from '../../src/knex/check-mapping.js';
import { createKnexStore } from '../../src/knex/knex-store.js';
import { migrate } from '../../src/knex/migrate.js';
import type { ContractSubject } from '../../src/testing/cases/contract-case.js';
import { connectedClient, sampleListing, storedHouse } from '../../src/testing/cases/samples.js';
import { storeContract } from '../../src/testing/store-contract.js';
import { describeOnEachDatabase, type OpenDatabase } from '../support/databases.js';
import { testCipher } from '../support/subjects.js';
import { createExistingSchema, readRowsOfOthers } from './existing-schema.js';
import { existingTables } from './existing-tables.js';

/** What such a schema can do: whole seconds, TEXT columns, references that its owner checks. */
const capabilities = {
  longTextCharacters: 16_000,
  instantPrecisionMs: 1_000,
  checksReferences: false,
  keepsLaterFields: false,
} as const;

await describeOnEachDatabase(
  'existing tables',
  (database) => {
    let opened: OpenDatabase;
    let knex: Knex;
    let othersBefore: unknown;
    let subject: ContractSubject;
    const stores: Store[] = [];

    const open = async () => {
      const store = createKnexStore({
        knex: opened.connect(),
        cipher: testCipher,
        tables: existingTables,
        unsealed: 'read',
        destroyOnClose: true,
      });
      stores.push(store);
      return store;
    };

    beforeAll(async () => {
      opened = await database.open();
      knex = opened.connect();
      await createExistingSchema(knex);
    });
    afterAll(async () => {
      for (const store of stores) await store.close();
      await opened.drop();
    });

    test('migrate refuses to start, with the ALTERs, and creates nothing', async () => {
      await expect(migrate(knex, { tables: existingTables })).rejects.toMatchObject({
        code: 'misuse',
        message: expect.stringContaining('add column `entrata_status`'),
      });
      expect(await knex.schema.hasTable('entrata_properties')).toBe(false);
    });

    test('checkMapping names what is missing, and running its ALTERs mends it', async () => {
      const before = await checkMapping(knex, existingTables);
      const errors = before.filter(({ severity }) => severity === 'error');
      expect(errors.map(({ table, column }) => `${table}.${column}`)).toContain('viewings.open_key');
      for (const { alter } of errors) await knex.raw(alter ?? 'select 1');
      const after = await checkMapping(knex, existingTables);
      expect(after.filter(({ severity }) => severity === 'error')).toEqual([]);
      othersBefore = await readRowsOfOthers(knex);
      await migrate(knex, { tables: existingTables });
      subject = { store: await open(), other: await open(), open, capabilities };
    });

    describe('keep the store contract', () => {
      for (const { name, run } of storeContract) test(name, () => run(subject));
    });

    test('rows of others are neither seen nor touched', async () => {
      const { store } = subject;
      expect(await readRowsOfOthers(knex)).toEqual(othersBefore);
      for (const id of ['11', '12', '13']) expect(await store.houses.find(id)).toBeUndefined();
      expect(await store.viewings.find('21')).toBeUndefined();
      expect(await store.operators.find('4')).toBeUndefined();
      expect(await store.operators.findByName('Gone Homes')).toEqual([]);
      const viewings = await store.viewings.listByUser('8');
      expect(viewings.items).toEqual([]);
    });

    test('ids are those of AUTO_INCREMENT, and a text that is no such id finds nothing', async () => {
      const { store } = subject;
      const client = await connectedClient(store);
      expect(client.id).toMatch(/^\d+$/);
      expect(await store.clients.find(`${client.id} or more`)).toBeUndefined();
      expect(await store.clients.find(`0${client.id}`)).toBeUndefined();
    });

    test('a row soft-deleted by others is gone, and a new listing neither restores nor repeats it', async () => {
      const { store } = subject;
      const house = await storedHouse(store);
      await knex('houses').where('id', house.id).update({ deleted_at: '2026-01-01 00:00:00' });
      expect(await store.houses.find(house.id)).toBeUndefined();
      expect((await store.houses.list({ clientId: house.clientId })).items).toEqual([]);
      const { clientId, propertyId, operatorId, agentUserId } = house;
      const target = { clientId, propertyId, operatorId, agentUserId };
      const change = await store.houses.replaceListing(target, [sampleListing()]);
      expect(change).toEqual({ inserted: 0, updated: 0, unchanged: 1, vanished: 0 });
      expect(await knex('houses').where('crm_block_id', propertyId)).toMatchObject([
        { id: Number(house.id), title: house.title, deleted_at: expect.any(Date) },
      ]);
    });

    test("the columns of theirs follow: a house's visibility and price, a viewing's status and lead id", async () => {
      const { store } = subject;
      const house = await storedHouse(store);
      const row = () => knex('houses').where('id', house.id).first();
      expect(await row()).toMatchObject({ status: 1, crm_name: 'entrata', price_pm: '1234.00' });
      await store.houses.hide(house.clientId, house.propertyId);
      expect(await row()).toMatchObject({ status: 0 });
      const { viewing } = await store.viewings.open({ userId: '8', houseId: house.id });
      const request = () => knex('viewing_requests').where('id', viewing.id).first();
      expect(await request()).toMatchObject({ status: 'PENDING', external_id: null, user_id: 8 });
      await store.viewings.transition(viewing.id, ['pending'], { status: 'confirmed', leadId: '77' });
      expect(await request()).toMatchObject({ status: 'ACCEPTED', external_id: '77' });
    });

    test('a text wider than a column of theirs is refused, not cut', async () => {
      const { store } = subject;
      const phone = '+1 312 555 0100 extension 12345';
      const insert = store.users.insert({ role: 'user', name: 'Example Renter', phone });
      await expect(insert).rejects.toMatchObject({ code: 'misuse' });
    });

    test('a field without a column reads as absent', async () => {
      const { store } = subject;
      const agent = await store.users.find((await connectedClient(store)).agentUserId);
      expect(agent).toMatchObject({ role: 'agent', operatorId: undefined });
      expect((await store.users.find('8'))?.role).toBe('user');
    });

    test('a token that others left in clear is read', async () => {
      const client = await subject.store.clients.findByCid('424242');
      expect(client?.accessToken?.reveal()).toBe('token in clear');
      expect(await subject.store.webhooks.rawQuery('old-log')).toBe('cid=424242&auth_code=in+clear');
    });

    test('a listing of the same property in another client stays apart', async () => {
      const { store } = subject;
      const house = await storedHouse(store);
      const client = await connectedClient(store);
      const target = {
        clientId: client.id,
        propertyId: house.propertyId,
        operatorId: client.operatorId,
        agentUserId: client.agentUserId,
      };
      expect((await store.houses.replaceListing(target, [sampleListing()])).inserted).toBe(1);
    });
  },
  ['mariadb'],
);
