import { aesGcmCipher, type UnreadableValue } from 'entrata-store';
import { createKnexStore } from 'entrata-store/knex';
import { expect, test } from 'vitest';
import { onOneDatabase } from '../support/on-each-database.js';
import { type Rig, startRig } from '../support/rig.js';

const otherCipher = aesGcmCipher({ keys: { other: '17'.repeat(32) }, activeKeyId: 'other' });

await onOneDatabase('a server that was given another encryption key', (stage) => {
  test('lists all it has, says what is to be authorised again, and connects the client anew', async () => {
    const before = await stage.rig();
    const { company, propertyId } = before;
    const { cid } = company;
    await before.send({ requestType: 'ACTIVATION', cid, propertyId });
    await before.settled();
    const held = await before.sendQuery(`cid=77${cid}&request_type=SUSPENDED&property_id=1`);
    expect(held.status).toBe('held');

    const unreadable: UnreadableValue[] = [];
    const knex = stage.opened().connect();
    const store = createKnexStore({
      knex,
      cipher: otherCipher,
      destroyOnClose: true,
      onUnreadable: (value) => unreadable.push(value),
    });
    const rig = await startRig({ store, sandbox: { companies: [company] } });
    try {
      const clients = await get<{ items: { cid: string; status: string }[] }>(rig, '/api/admin/clients');
      expect(clients.body.items.find((client) => client.cid === cid)?.status).toBe('needs_reauthorization');
      expect(unreadable).toContainEqual(expect.objectContaining({ table: 'clients', field: 'accessToken' }));

      expect((await get(rig, `/api/admin/webhooks?cid=77${cid}`)).status).toBe(200);
      const query = await get(rig, `/api/admin/webhooks/${held.logId}/query`);
      expect([query.status, query.body.code]).toEqual([409, 'unreadable']);
      const release = await post(rig, `/api/admin/webhooks/${held.logId}/release`);
      expect([release.status, release.body.code]).toEqual([409, 'unreadable']);

      const [house] = (await store.houses.list({}, { limit: 200 })).items.filter(
        (each) => each.propertyId === propertyId,
      );
      const times = await get(rig, `/api/tour-times?houseId=${house?.id}`);
      expect([times.status, times.body.code]).toEqual([503, 'reauthorization_required']);

      expect((await rig.send({ requestType: 'ACTIVATION', cid, propertyId })).status).toBe('accepted');
      await rig.settled();
      expect((await store.clients.findByCid(cid))?.status).toBe('active');
      // A client is shown from memory for a second.
      const again = async () => (await get(rig, `/api/tour-times?houseId=${house?.id}`)).status;
      await expect.poll(again).toBe(200);
    } finally {
      await rig.stop();
      await store.close();
    }
  });
});

const asAdmin = { headers: { 'x-test-role': 'admin' } };

async function get<T = Record<string, unknown>>(
  rig: Rig,
  path: string,
): Promise<{ status: number; body: T }> {
  const response = await fetch(`${rig.url}${path}`, asAdmin);
  return { status: response.status, body: (await response.json()) as T };
}

async function post(rig: Rig, path: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${rig.url}${path}`, { method: 'POST', ...asAdmin });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
