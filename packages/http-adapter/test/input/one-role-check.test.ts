import type { Principal } from 'entrata-http-adapter';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabases } from '../../../entrata-store/test/support/databases.js';
import { type BookingRig, startBookingRig } from '../booking/support/booking-rig.js';
import type { OpenApiDocument } from '../booking/support/document-checker.js';
import { operationsOf } from './support/document-fields.js';
import { fieldRows, type World } from './support/field-rows.js';

let rig: BookingRig;
let world: World;
let calls = 0;
let principals: Readonly<Record<string, Principal>> = {};

beforeAll(async () => {
  const [sqlite] = await testDatabases();
  if (sqlite === undefined) throw new Error('SQLite is always there');
  const authenticate = async ({ headers }: { headers: Readonly<Record<string, string | undefined>> }) => {
    calls += 1;
    return principals[headers['x-role'] ?? ''];
  };
  rig = await startBookingRig(await sqlite.open(), { app: { authenticate }, withoutWorkers: true });
  const [client] = rig.clients;
  principals = {
    user: { role: 'user', userId: rig.renterId },
    operator: { role: 'operator', userId: client.agentUserId, operatorId: client.operatorId },
    admin: { role: 'admin', userId: 'admin' },
  };
  const [{ id: houseId, propertyId }] = rig.houses;
  const { viewing } = await rig.store.viewings.open({ userId: rig.renterId, houseId, message: 'One' });
  const query = `cid=${client.cid}&property_id=${propertyId}&request_type=SUSPENDED`;
  const { body } = await rig.as(undefined).get<{ logId: string }>(`/webhooks/entrata?${query}`);
  const [slot] = await rig.slots(houseId);
  if (slot === undefined) throw new Error('no tour time is offered');
  const { cid, subdomain, id: clientId } = client;
  const ids = { viewingId: viewing.id, logId: body.logId, clientId };
  world = { houseId, propertyId, cid, subdomain, ...ids, day: slot.rawDate, slot };
});
afterAll(() => rig?.close());

const roleFor = (path: string) =>
  path.startsWith('/api/admin/') ? 'admin' : path.startsWith('/api/operator/') ? 'operator' : 'user';

/** What is booked for good, so that all that a booking does is done. */
const bodies = (path: string): Readonly<Record<string, string>> => {
  const { houseId, slot } = world;
  if (path === '/api/viewings') return { houseId, rawDate: slot.rawDate, rawTime: slot.rawTime };
  if (path.endsWith('/reschedule')) return { rawDate: slot.rawDate, rawTime: slot.rawTime };
  return path.endsWith('/settle') ? { outcome: 'booked' } : { houseId, message: 'Is there a garden?' };
};

test('who asks is found out once where a role is needed, and not at all elsewhere', async () => {
  const { body: document } = await rig.as(undefined).get<OpenApiDocument>('/openapi.json');
  const operations = operationsOf(document);
  expect(operations.length).toBeGreaterThan(30);
  const statuses: Record<string, number> = {};
  for (const { method, path, fields, required } of operations) {
    const rows = fieldRows(world, path);
    const target = path.replace(/\{(\w+)\}/g, (_, name: string) => rows[name]?.good ?? '');
    const needed = fields.filter(({ name, place }) => place === 'query' && required.includes(name));
    const query = new URLSearchParams(needed.map(({ name }) => [name, rows[name]?.good ?? '']));
    const headers = { 'x-role': roleFor(path) };
    calls = 0;
    const caller = rig.as(undefined);
    const { status } =
      method === 'GET'
        ? await caller.get(`${target}?${query}`, headers)
        : await caller.post(`${target}?${query}`, bodies(path), headers);
    const isGuarded = 'security' in (document.paths[path]?.[method.toLowerCase()] ?? {});
    expect(calls, `${method} ${path}: ${status}`).toBe(isGuarded ? 1 : 0);
    statuses[`${method} ${path}`] = status;
  }
  // None of them was counted for a refusal.
  expect(Object.values(statuses)).not.toContain(401);
  expect(Object.values(statuses)).not.toContain(403);
  expect(statuses).toMatchObject({ 'POST /api/viewings': 201, 'POST /api/requestViewing.php': 200 });
});
