import type { Knex } from 'knex';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aesGcmCipher, type Store, secret, type UnreadableValue } from '../src/index.js';
import { createKnexStore, migrate } from '../src/knex/index.js';
import {
  connectedClient,
  newDigest,
  newViewing,
  sampleClient,
  sampleWebhook,
  soon,
  storedHouse,
  storedUser,
} from '../src/testing/cases/samples.js';
import { describeOnEachDatabase, type OpenDatabase } from './support/databases.js';
import { testCipher } from './support/subjects.js';

const otherKey = aesGcmCipher({ keys: { other: '24'.repeat(32) }, activeKeyId: 'other' });
const sameIdOtherKey = aesGcmCipher({ keys: { test: '24'.repeat(32) }, activeKeyId: 'test' });

/** What somebody, or a lost key, may have left where a sealed text should be. */
const unreadableSecrets = [
  otherKey.seal('token-1', 'anywhere'),
  sameIdOtherKey.seal('token-1', 'anywhere'),
  'sealed:1:test:AAAA',
  'sealed:',
  `sealed:1:test:${'A'.repeat(64)}`,
  'in clear',
  '',
];

await describeOnEachDatabase('a stored value that cannot be read', (database) => {
  let opened: OpenDatabase;
  let knex: Knex;
  let store: Store;
  const told: UnreadableValue[] = [];
  beforeAll(async () => {
    opened = await database.open();
    knex = opened.connect();
    await migrate(knex);
    store = createKnexStore({ knex, cipher: testCipher, onUnreadable: (value) => told.push(value) });
  });
  afterAll(async () => {
    await store.close();
    await opened.drop();
  });

  test('in a task’s payload makes that task dead and listed, and its neighbours run', async () => {
    const bad = ['{"a":', 'null', '[1]', '"text"', '{"a":{"b":1}}', '{"a":null}', ''];
    for (let i = 0; i < bad.length + 5; i += 1) await store.tasks.enqueue({ kind: 'a', payload: { i } });
    const { items } = await store.tasks.list({ kind: 'a' });
    for (const [index, payload] of bad.entries())
      await knex('entrata_tasks')
        .where('id', items[index]?.id ?? '')
        .update({ payload });
    expect((await store.tasks.list({ kind: 'a' })).items).toHaveLength(items.length);
    const ran: unknown[] = [];
    const events: string[] = [];
    const worker = store.tasks.work(
      { a: async ({ payload }) => void ran.push(payload.i) },
      { onEvent: ({ type }) => events.push(type) },
    );
    await worker.idle();
    await worker.stop();
    expect(ran).toHaveLength(5);
    const dead = (await store.tasks.list({ status: 'dead' })).items;
    expect(dead).toHaveLength(bad.length);
    for (const task of dead)
      expect(task).toMatchObject({ payload: {}, attempts: 1, lastError: 'unreadable_payload' });
    expect(await store.tasks.find(dead[0]?.id ?? '')).toEqual(dead[0]);
    expect(events.filter((type) => type === 'task.dead')).toHaveLength(bad.length);
    expect(events).not.toContain('engine.error');
  });

  test('in a task’s dates does not hide the tasks beside it', async () => {
    await store.tasks.enqueue({ kind: 'dates', payload: {} });
    await store.tasks.enqueue({ kind: 'dates', payload: {} });
    const [one] = (await store.tasks.list({ kind: 'dates' })).items;
    const far = '9000000000000000000';
    await knex('entrata_tasks')
      .where('id', one?.id ?? '')
      .update({ created_at: far, updated_at: far, run_at: far });
    const first = await store.tasks.list({ kind: 'dates' }, { limit: 1 });
    const second = await store.tasks.list({ kind: 'dates' }, { limit: 1, after: first.next ?? '' });
    expect([...first.items, ...second.items].map(({ id }) => id)).toContain(one?.id);
    expect([...first.items, ...second.items]).toHaveLength(2);
    await knex('entrata_tasks').where({ kind: 'dates' }).delete();
  });

  test('as a client’s token means that it has to authorise again, which heals it; no list fails', async () => {
    for (const text of unreadableSecrets) {
      const input = sampleClient();
      const { client } = await store.clients.connect(input);
      await knex('entrata_clients').where('id', client.id).update({ access_token: text });
      const asRead = { ...client, accessToken: undefined, status: 'needs_reauthorization' };
      expect(await store.clients.find(client.id), text).toEqual(asRead);
      expect(await store.clients.findByCid(client.cid)).toEqual(asRead);
      expect((await store.clients.list({ limit: 500 })).items).toContainEqual(asRead);
      expect(await store.clients.connect(input)).toEqual({ client: asRead, created: false });
      // Nothing was written by reading: with its key back, the client is what it was.
      const [row] = await knex('entrata_clients').where('id', client.id);
      expect(row).toMatchObject({ status: 'active', access_token: text });
      const next = { accessToken: secret('token-2'), expiresAt: undefined };
      expect(await store.clients.replaceToken(client.id, 7, next)).toBeUndefined();
      const healed = await store.clients.replaceToken(client.id, client.tokenVersion, next);
      expect(healed).toMatchObject({ status: 'active', tokenVersion: 2 });
      expect((await store.clients.find(client.id))?.accessToken?.reveal()).toBe('token-2');
    }
  });

  test('as a client’s token leaves compare-and-set and the end of a client as they are', async () => {
    const client = await connectedClient(store);
    await knex('entrata_clients').where('id', client.id).update({ access_token: 'sealed:' });
    expect(await store.clients.requireReauthorization(client.id, client.tokenVersion)).toBe(true);
    expect(await store.clients.requireReauthorization(client.id, client.tokenVersion)).toBe(false);
    expect(await store.clients.revoke(client.id)).toBe(true);
    expect(await store.clients.find(client.id)).toMatchObject({ status: 'revoked', accessToken: undefined });
  });

  test('as the token of a code is the end of the code, said as such', async () => {
    for (const text of unreadableSecrets) {
      const digest = newDigest();
      await store.oauthCodes.claim(digest, soon(store));
      await store.oauthCodes.keepToken(digest, 1, { accessToken: secret('token-1'), expiresAt: undefined });
      await knex('entrata_oauth_codes').where({ digest }).update({ access_token: text });
      const answer = { state: 'refused', reason: 'token_unreadable' };
      expect(await store.oauthCodes.claim(digest, soon(store))).toEqual(answer);
      expect(await store.transaction((tx) => tx.oauthCodes.claim(digest, soon(store)))).toEqual(answer);
    }
  });

  test('as a webhook’s query is unreadable by name, and the webhook is listed all the same', async () => {
    for (const text of unreadableSecrets) {
      const webhook = sampleWebhook();
      await store.webhooks.append(webhook);
      await knex('entrata_webhooks').where('log_id', webhook.logId).update({ raw_query: text });
      await expect(store.webhooks.rawQuery(webhook.logId)).rejects.toMatchObject({
        code: 'unreadable',
        retryable: false,
      });
      expect(await store.webhooks.find(webhook.logId)).toMatchObject({ logId: webhook.logId });
      expect((await store.webhooks.list({ cid: webhook.cid ?? '' })).items).toHaveLength(1);
    }
    await knex('entrata_webhooks').where('request_type', 'ACTIVATION').update({ outcome: 'SUCCESS' });
    expect((await store.webhooks.list()).items[0]?.outcome).toBe('ignored');
  });

  test('in a house leaves out what is no image, plan, hour or amenity, and keeps the house', async () => {
    const house = await storedHouse(store);
    const update = (set: object) => knex('houses').where('id', house.id).update(set);
    for (const text of ['{', '', 'null', '{}', '7', '"text"', '[[]']) {
      await update({ images: text, floor_plans: text, office_hours: text, amenities: text, status: 'sold' });
      const empty = { images: [], floorPlans: [], officeHours: [], amenities: [], status: 'hidden' };
      expect(await store.houses.find(house.id), text).toEqual({ ...house, ...empty });
      expect((await store.houses.list({ clientId: house.clientId })).items).toHaveLength(1);
    }
    await update({
      images: JSON.stringify([null, { url: 5 }, { url: 'https://images.example.test/2.jpg', caption: null }]),
      amenities: JSON.stringify(['Pool', 5, null, { name: 'Gym' }]),
      office_hours: JSON.stringify([{ day: 'Monday' }, { day: 'Monday', byAppointment: true }]),
      floor_plans: JSON.stringify([
        { id: 7, name: 'A1' },
        { id: '7', name: 'A1', rentCents: { min: 1, max: 2 } },
        { id: '8', name: 'A2', depositCents: 500 },
        { id: '9', name: 'A3', availabilityUrl: 7 },
      ]),
    });
    expect(await store.houses.find(house.id)).toMatchObject({
      images: [{ url: 'https://images.example.test/2.jpg' }],
      amenities: ['Pool'],
      officeHours: [{ day: 'Monday', byAppointment: true }],
      floorPlans: [{ id: '7', name: 'A1', rentCents: { min: 1, max: 2 } }],
    });
  });

  test('in the state of a viewing reads as unknown, counts as such, and is changed by nobody', async () => {
    const { viewing } = await store.viewings.open(await newViewing(store));
    const house = await store.houses.find(viewing.houseId);
    await knex('viewings')
      .where('id', viewing.id)
      .update({ status: 'DONE', appointment: '?', tour_type: 'BUS' });
    const asRead = { status: 'unknown', appointment: 'unverified', tourType: undefined };
    expect(await store.viewings.find(viewing.id)).toMatchObject(asRead);
    expect((await store.viewings.listByUser(viewing.userId)).items).toMatchObject([asRead]);
    expect(await store.viewings.countByOperator(house?.operatorId ?? '')).toMatchObject({ unknown: 1 });
    expect(await store.viewings.startSending(viewing.id, soon(store))).toBe(false);
    expect(await store.viewings.transition(viewing.id, ['unknown'], { status: 'confirmed' })).toBeUndefined();
    expect(await knex('viewings').where('id', viewing.id)).toMatchObject([{ status: 'DONE' }]);
  });

  test('in a date or a role reads as the least it can be, beside rows that are whole', async () => {
    const [odd, whole] = [await storedUser(store), await storedUser(store)];
    await knex('users').where('id', odd.id).update({ role: 'superuser', created_at: '9000000000000000000' });
    const { items } = await store.users.list({}, { limit: 500 });
    expect(items).toContainEqual(whole);
    expect(items).toContainEqual({ ...odd, role: 'other', createdAt: '1970-01-01T00:00:00.000Z' });
  });

  test('is told once, by table, id and field; a listener that throws harms nobody', async () => {
    const client = await connectedClient(store);
    await knex('entrata_clients').where('id', client.id).update({ access_token: 'sealed:' });
    told.length = 0;
    await store.clients.find(client.id);
    await store.clients.list({ limit: 500 });
    const value = { table: 'clients', id: client.id, field: 'accessToken' };
    expect(told.filter(({ id }) => id === client.id)).toEqual([value]);
    const throwing = createKnexStore({
      knex,
      cipher: testCipher,
      onUnreadable() {
        throw new Error('of jane');
      },
    });
    expect(await throwing.clients.find(client.id)).toMatchObject({ accessToken: undefined });
  });
});
