import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabases } from '../../../entrata-store/test/support/databases.js';
import { type BookingRig, startBookingRig } from './support/booking-rig.js';

let rig: BookingRig;
beforeAll(async () => {
  const [sqlite] = await testDatabases();
  if (sqlite === undefined) throw new Error('SQLite is always there');
  rig = await startBookingRig(await sqlite.open(), {
    app: { cors: { origins: ['https://app.example.test'] } },
  });
});
afterAll(() => rig?.close());

interface Document extends Record<string, unknown> {
  openapi: string;
  paths: Record<string, Record<string, { responses: Record<string, object>; security?: object[] }>>;
}

test('/openapi.json is a valid OpenAPI 3.1 document', async () => {
  const { status, body } = await rig.as(undefined).get<Document>('/openapi.json');
  expect(status).toBe(200);
  expect(body.openapi).toMatch(/^3\.1\./);
  const { valid, errors } = await new Validator().validate(body);
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
});

test('/openapi.json describes every endpoint of the app half, and which need a token', async () => {
  const { body } = await rig.as(undefined).get<Document>('/openapi.json');
  expect(Object.keys(body.paths)).toEqual(
    expect.arrayContaining([
      '/api/tour-times',
      '/api/getEntrataTourTimes.php',
      '/api/viewings',
      '/api/requestViewing.php',
      '/api/viewings.php',
      '/api/viewings/{id}',
      '/api/operator/viewings',
      '/api/operator/summary',
      '/api/operator/viewings/{id}/settle',
      '/api/houses',
      '/api/houses/{id}',
    ]),
  );
  const book = body.paths['/api/viewings']?.post;
  expect(Object.keys(book?.responses ?? {})).toEqual(
    expect.arrayContaining(['200', '201', '202', '400', '401', '403', '404', '409', '422', '502', '503']),
  );
  expect(book?.security).toEqual([{ bearer: [] }]);
  expect(body.paths['/api/houses']?.get?.security).toBeUndefined();
});

test('every operation has an id of its own', async () => {
  const { body } = await rig.as(undefined).get<Document>('/openapi.json');
  const ids = Object.values(body.paths).flatMap((path) =>
    Object.values(path).map((operation) => (operation as { operationId?: string }).operationId),
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
  const other = await ask('https://other.example.test');
  expect(other.headers.get('access-control-allow-origin')).toBeNull();
  const read = await rig.as(undefined).get('/api/houses', { origin: 'https://app.example.test' });
  expect(read.headers.get('access-control-allow-origin')).toBe('https://app.example.test');
  expect(read.headers.get('vary')).toBe('origin');
});
