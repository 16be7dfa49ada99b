import { Validator } from '@seriousme/openapi-schema-validator';
import { secret } from 'entrata-store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabases } from '../../../entrata-store/test/support/databases.js';
import { type Answer, type BookingRig, startBookingRig } from './support/booking-rig.js';
import { createDocumentChecker, type OpenApiDocument } from './support/document-checker.js';

let rig: BookingRig;
let document: OpenApiDocument;
beforeAll(async () => {
  const [sqlite] = await testDatabases();
  if (sqlite === undefined) throw new Error('SQLite is always there');
  rig = await startBookingRig(await sqlite.open(), {
    app: {
      cors: { origins: ['https://app.example.test'], maxAgeSeconds: 77 },
      lead: { cancelResultId: '602' },
    },
  });
  document = (await rig.as(undefined).get<OpenApiDocument>('/openapi.json')).body;
});
afterAll(() => rig?.close());

test('/openapi.json is a valid OpenAPI 3.1 document', async () => {
  const { status, body } = await rig.as(undefined).get<OpenApiDocument>('/openapi.json');
  expect(status).toBe(200);
  expect(body.openapi).toMatch(/^3\.1\./);
  const { valid, errors } = await new Validator().validate(body);
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
});

test('/openapi.json describes every endpoint, and which need a token', () => {
  const { paths } = document;
  const appPaths = Object.keys(paths).filter((path) => !path.startsWith('/api/admin/'));
  expect(appPaths.sort()).toEqual([
    '/api/external/entrata/index.php',
    '/api/external/entrata/index.php/{secret}',
    '/api/getEntrataTourTimes.php',
    '/api/houses',
    '/api/houses/{id}',
    '/api/operator/summary',
    '/api/operator/viewings',
    '/api/operator/viewings/{id}/settle',
    '/api/requestViewing.php',
    '/api/tour-times',
    '/api/viewings',
    '/api/viewings.php',
    '/api/viewings/{id}',
    '/api/viewings/{id}/cancel',
    '/api/viewings/{id}/reschedule',
    '/healthz',
    '/readyz',
    '/webhooks/entrata',
    '/webhooks/entrata/{secret}',
  ]);
  const book = paths['/api/viewings']?.post;
  expect(Object.keys(book?.responses ?? {})).toEqual(
    expect.arrayContaining(['200', '201', '202', '400', '401', '403', '404', '409', '422', '502', '503']),
  );
  expect(book).toMatchObject({ security: [{ bearer: [] }] });
  expect(paths['/api/houses']?.get).not.toHaveProperty('security');
});

/** Every schema within what a success returns, by where it stands. */
function successSchemas(): readonly (readonly [string, Readonly<Record<string, unknown>>])[] {
  const found: [string, Readonly<Record<string, unknown>>][] = [];
  const visit = (place: string, node: unknown) => {
    if (typeof node !== 'object' || node === null) return;
    found.push([place, { ...node }]);
    const { properties, items, additionalProperties, anyOf = [] } = node as Record<string, unknown>;
    for (const [name, child] of Object.entries(properties ?? {})) visit(`${place} ${name}`, child);
    for (const child of [items, additionalProperties, ...(anyOf as readonly unknown[])]) visit(place, child);
  };
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, { responses }] of Object.entries(methods)) {
      for (const [status, { content }] of Object.entries(responses)) {
        if (status.startsWith('2')) visit(`${method} ${path} ${status}`, content['application/json']?.schema);
      }
    }
  }
  return found;
}

test('every operation says what it returns, and leaves nothing in it open', () => {
  const { paths } = document;
  const schemas = successSchemas();
  for (const [path, methods] of Object.entries(paths)) {
    for (const method of Object.keys(methods)) {
      expect(
        schemas.some(([place]) => place.startsWith(`${method} ${path} 2`)),
        `${method} ${path}`,
      ).toBe(true);
    }
  }
  const says = ['type', 'const', 'enum', 'anyOf'];
  expect(
    schemas.filter(([, schema]) => !says.some((name) => name in schema)).map(([place]) => place),
  ).toEqual([]);
});

test('every key of a success is always there, but for the paths of the existing app', () => {
  const optional = successSchemas().flatMap(([place, { properties = {}, required = [] }]) =>
    Object.keys(properties as object)
      .filter((name) => !(required as readonly string[]).includes(name))
      .map((name) => `${place} ${name}`),
  );
  expect(optional.filter((place) => !place.includes('.php'))).toEqual([]);
});

test('the examples in /openapi.json are as their schemas say', () => {
  const { count, wrong } = createDocumentChecker(document).judgeExamples();
  expect(wrong).toEqual([]);
  expect(count).toBeGreaterThan(10);
});

describe('the answers are as /openapi.json says', () => {
  let checker: ReturnType<typeof createDocumentChecker>;
  beforeAll(() => {
    checker = createDocumentChecker(document);
  });

  async function check(
    status: number,
    path: string,
    answer: Promise<Answer<Record<string, unknown>>>,
    method: 'get' | 'post' = 'get',
  ): Promise<Record<string, unknown>> {
    const given = await answer;
    expect(given.status).toBe(status);
    expect(checker.problemWith(path, method, given)).toBeUndefined();
    return given.body;
  }

  test('a checker that is asked about another answer objects', async () => {
    const other = { status: 200, headers: new Headers({ 'content-type': 'application/json' }) };
    expect(checker.problemWith('/healthz', 'get', { ...other, body: { state: 'ok' } })).toBeDefined();
    expect(checker.problemWith('/healthz', 'get', { ...other, status: 204, body: {} })).toBeDefined();
  });

  test('to whoever looks', async () => {
    const nobody = rig.as(undefined);
    const { id } = rig.houses[0];
    for (const path of ['/healthz', '/readyz', '/api/houses']) await check(200, path, nobody.get(path));
    await check(200, '/api/houses/{id}', nobody.get(`/api/houses/${id}`));
    await check(404, '/api/houses/{id}', nobody.get('/api/houses/none'));
    await check(200, '/api/tour-times', nobody.get(`/api/tour-times?houseId=${id}`));
    await check(400, '/api/tour-times', nobody.get('/api/tour-times'));
    const appTimes = '/api/getEntrataTourTimes.php';
    await check(200, appTimes, nobody.get(`${appTimes}?propertyId=${id}`));
    await check(200, appTimes, nobody.post(appTimes, { propertyId: id }), 'post');
    await check(404, appTimes, nobody.get(`${appTimes}?propertyId=none`));
  });

  test('to a renter who books, changes and cancels', async () => {
    const renter = rig.as(rig.renterId);
    const [first, second, third, fourth] = await rig.slots(rig.houses[0].id);
    const bodyOf = (slot = first) => ({
      houseId: rig.houses[0].id,
      rawDate: slot?.rawDate,
      rawTime: slot?.rawTime,
    });
    const book = (slot = first) => renter.post('/api/viewings', bodyOf(slot));
    const { id } = await check(201, '/api/viewings', book(), 'post');
    await check(200, '/api/viewings', book(), 'post');
    await check(400, '/api/viewings', renter.post('/api/viewings', {}), 'post');
    await check(401, '/api/viewings', rig.as(undefined).get('/api/viewings'));
    await check(403, '/api/viewings', rig.as(rig.clients[0].agentUserId).get('/api/viewings'));
    await check(200, '/api/viewings', renter.get('/api/viewings'));
    await check(200, '/api/viewings/{id}', renter.get(`/api/viewings/${id}`));
    const move = renter.post(`/api/viewings/${id}/reschedule`, bodyOf(second));
    const moved = await check(201, '/api/viewings/{id}/reschedule', move, 'post');
    const again = renter.post(`/api/viewings/${id}/reschedule`, bodyOf(third));
    await check(409, '/api/viewings/{id}/reschedule', again, 'post');
    const cancel = () => renter.post(`/api/viewings/${moved.id}/cancel`, {});
    await check(200, '/api/viewings/{id}/cancel', cancel(), 'post');

    rig.sandbox.fail({ method: 'sendLeads', fault: { kind: 'lose_reply' } });
    const unknown = await check(202, '/api/viewings', book(third), 'post');
    const settlePath = `/api/operator/viewings/${unknown.id}/settle`;
    const settle = () => rig.as(rig.clients[0].agentUserId).post(settlePath, { outcome: 'booked' });
    await check(200, '/api/operator/viewings/{id}/settle', settle(), 'post');
    await check(409, '/api/operator/viewings/{id}/settle', settle(), 'post');

    const form = '/api/requestViewing.php';
    const fields = { entrataSlotDate: fourth?.rawDate, entrataSlotTime: fourth?.rawTime };
    await check(200, form, renter.post(form, { houseId: rig.houses[0].id, ...fields }), 'post');
    await check(400, form, renter.post(form, {}), 'post');
    await check(200, '/api/viewings.php', renter.get('/api/viewings.php'));
    await check(401, '/api/viewings.php', rig.as(undefined).get('/api/viewings.php'));
  });

  test('to an administrator', async () => {
    const admin = rig.as((await rig.store.users.insert({ role: 'admin', name: 'Alex Admin' })).id);
    const [{ id: clientId, subdomain }] = rig.clients;
    const propertyId = rig.sandbox.companies[0]?.properties[2]?.id ?? '';
    const send = async (query: string) =>
      (await rig.as(undefined).get<{ logId: string }>(`/webhooks/entrata?${query}`)).body.logId;
    const logId = await send(rig.sandbox.webhookQuery({ requestType: 'ACTIVATION', subdomain, propertyId }));
    const ofUnknown = 'subdomain=later&request_type=SUSPENDED&property_id=1';
    const [toRelease, toDrop] = [await send(`cid=70001&${ofUnknown}`), await send(`cid=70002&${ofUnknown}`)];
    await rig.instance.app.idle();

    for (const path of ['clients', 'properties', 'webhooks', 'tasks']) {
      const { items } = await check(200, `/api/admin/${path}`, admin.get(`/api/admin/${path}`));
      expect(items, path).not.toEqual([]);
    }
    const range = 'from=2026-11-01T00:00:00Z&to=2099-01-01T00:00:00Z';
    const counts = admin.get(`/api/admin/webhook-counts?${range}`);
    expect((await check(200, '/api/admin/webhook-counts', counts)).items).not.toEqual([]);
    const webhook = '/api/admin/webhooks/{id}';
    const details = await check(200, webhook, admin.get(`/api/admin/webhooks/${logId}`));
    expect(details).toMatchObject({
      webhook: { logId, errorCode: null },
      property: { lastError: null, logId },
    });
    expect(details.tasks).not.toEqual([]);
    await check(200, `${webhook}/query`, admin.get(`/api/admin/webhooks/${logId}/query`));
    await check(200, `${webhook}/drop`, admin.post(`/api/admin/webhooks/${toDrop}/drop`, {}), 'post');
    await check(409, `${webhook}/drop`, admin.post(`/api/admin/webhooks/${toDrop}/drop`, {}), 'post');
    const agent = { name: 'Later agent' };
    const later = { cid: '70001', subdomain: 'later', companyName: 'Later Homes', agent };
    const token = { accessToken: secret('a-token'), expiresAt: undefined };
    const { client } = await rig.store.clients.connect({ ...later, token });
    await check(
      200,
      `${webhook}/release`,
      admin.post(`/api/admin/webhooks/${toRelease}/release`, {}),
      'post',
    );
    const revoke = '/api/admin/clients/{id}/revoke';
    await check(200, revoke, admin.post(`/api/admin/clients/${client.id}/revoke`, {}), 'post');
    await check(404, revoke, admin.post('/api/admin/clients/none/revoke', {}), 'post');
    const reinstate = '/api/admin/clients/{id}/reinstate';
    await check(200, reinstate, admin.post(`/api/admin/clients/${client.id}/reinstate`, {}), 'post');

    const broken = rig.sandbox.fail({ method: 'getProperties', times: 9, fault: { kind: 'html' } });
    const payload = { clientId, since: '2099-01-01T00:00:00.000Z' };
    await rig.store.tasks.enqueue({ kind: 'refresh', payload, maxAttempts: 1 });
    const dead = async () => (await rig.store.tasks.list({ status: 'dead' })).items.map(({ id }) => id);
    await expect.poll(dead).toHaveLength(1);
    broken.cancel();
    const retry = admin.post(`/api/admin/tasks/${(await dead())[0]}/retry`, {});
    await check(200, '/api/admin/tasks/{id}/retry', retry, 'post');

    await check(400, '/api/admin/tasks', admin.get('/api/admin/tasks?limit=0'));
    await check(404, webhook, admin.get('/api/admin/webhooks/none'));
    await check(202, '/api/admin/refresh', admin.post('/api/admin/refresh', {}), 'post');
    await check(403, '/api/admin/tasks', rig.as(rig.renterId).get('/api/admin/tasks'));
  });

  test('to an operator, and to Entrata', async () => {
    const operator = rig.as(rig.clients[0].agentUserId);
    for (const path of ['/api/operator/viewings', '/api/operator/summary']) {
      await check(200, path, operator.get(path));
    }
    for (const webhook of ['/webhooks/entrata', '/api/external/entrata/index.php']) {
      await check(200, webhook, operator.get(`${webhook}?cid=1&request_type=SOMETHING_NEW`));
      const held = `${webhook}?cid=70003&subdomain=held&request_type=SUSPENDED&property_id=1`;
      await check(202, webhook, operator.get(held));
      await check(400, webhook, operator.get(`${webhook}?cid=1&cid=2&request_type=ACTIVATION`));
    }
  });
});

test('every operation has an id of its own', () => {
  const ids = Object.values(document.paths).flatMap((path) =>
    Object.values(path).map((operation) => (operation as { readonly operationId?: string }).operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
});

test('a page of an allowed origin may call, another may not', async () => {
  const ask = (origin: string) =>
    fetch(`${rig.instance.url}/api/viewings`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });
  const allowed = await ask('https://app.example.test');
  expect(allowed.status).toBe(204);
  expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example.test');
  expect(allowed.headers.get('access-control-allow-headers')).toContain('idempotency-key');
  expect(allowed.headers.get('access-control-max-age')).toBe('77');
  const other = await ask('https://other.example.test');
  expect(other.headers.get('access-control-allow-origin')).toBeNull();
  const read = await rig.as(undefined).get('/api/houses', { origin: 'https://app.example.test' });
  expect(read.headers.get('access-control-allow-origin')).toBe('https://app.example.test');
  expect(read.headers.get('vary')).toBe('origin');
});
