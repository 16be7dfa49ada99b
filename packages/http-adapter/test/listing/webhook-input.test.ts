import { expect, test } from 'vitest';
import { onOneDatabase } from '../support/on-each-database.js';
import { webhookSecret } from '../support/rig.js';
import { getBytes } from '../support/send-bytes.js';
import { callsOf } from './support/company-events.js';

await onOneDatabase('What a webhook may say', (stage) => {
  test.each([
    ['cid', { cid: undefined }],
    ['requestType', { request_type: undefined }],
    ['propertyId', { property_id: undefined }],
    ['subdomain', { subdomain: undefined }],
    ['authCode', { auth_code: undefined }],
    ['cid', { cid: '12x' }],
    ['cid', { cid: '-1' }],
    ['propertyId', { property_id: '1 OR 1=1' }],
    ['propertyId', { property_id: '1'.repeat(19) }],
    ['requestType', { request_type: 'A'.repeat(65) }],
    ['requestType', { request_type: 'ACTI\u0000VATION' }],
    ['requestType', { request_type: 'ACTIVATION\r\nx: y' }],
    ['subdomain', { subdomain: 'evil.example/' }],
    ['subdomain', { subdomain: 'evil.example#' }],
    ['subdomain', { subdomain: 'a@evil.example' }],
    ['subdomain', { subdomain: 'evil.example:443/' }],
    ['subdomain', { subdomain: '..' }],
    ['subdomain', { subdomain: '127.0.0.1' }],
  ])('answers 400 naming %s, and leaves a log row and nothing else', async (field, extra) => {
    const rig = await stage.rig();
    const { subdomain, cid } = rig.company;
    const answer = await rig.send({
      requestType: 'ACTIVATION',
      subdomain,
      propertyId: rig.propertyId,
      extra,
    });
    expect([answer.httpStatus, answer.status, answer.field]).toEqual([400, 'invalid_request', field]);
    expect(await rig.store.webhooks.find(answer.logId)).toMatchObject({
      outcome: 'refused',
      httpStatus: 400,
      errorCode: 'invalid_request',
    });
    expect(await rig.store.clients.findByCid(cid)).toBeUndefined();
    expect(callsOf(rig)).toEqual([]);
  });

  test.each(['cid', 'property_id', 'request_type', 'subdomain', 'auth_code'])(
    'refuses a repeated %s, whatever its values',
    async (name) => {
      const rig = await stage.rig();
      const { subdomain } = rig.company;
      const query = rig.sandbox.webhookQuery({
        requestType: 'ACTIVATION',
        subdomain,
        propertyId: rig.propertyId,
      });
      const value = new URLSearchParams(query).get(name) ?? '';
      const answer = await rig.sendQuery(`${query}&${name}=${encodeURIComponent(value)}`);
      expect([answer.httpStatus, answer.status]).toEqual([400, 'invalid_request']);
      expect(callsOf(rig)).toEqual([]);
    },
  );

  test('never calls the address that the query names', async () => {
    const rig = await stage.rig();
    const { subdomain } = rig.company;
    const extra = { api_location: 'http://169.254.169.254/latest/meta-data' };
    const answer = await rig.send({
      requestType: 'ACTIVATION',
      subdomain,
      propertyId: rig.propertyId,
      extra,
    });
    expect(answer.status).toBe('accepted');
    await rig.settled();
    const called = rig.sandbox.journal.map((entry) => entry.path);
    expect(new Set(called)).toEqual(new Set(['/api/oauth', `/${subdomain}/api/ils/internetlisting`]));
  });

  test('logs an unknown type and answers 200 ignored', async () => {
    const rig = await stage.rig();
    const { subdomain, cid } = rig.company;
    const answer = await rig.send({ requestType: 'Unsubscribe_All', subdomain, propertyId: rig.propertyId });
    expect([answer.httpStatus, answer.status]).toEqual([200, 'ignored']);
    expect(await rig.store.webhooks.find(answer.logId)).toMatchObject({
      requestType: 'UNSUBSCRIBE_ALL',
      cid,
      outcome: 'ignored',
      httpStatus: 200,
    });
  });

  test('recognises a landing from the app store and refuses it', async () => {
    const rig = await stage.rig();
    const answer = await rig.sendQuery('referrer=entrata&auth_code=aK%2Bb');
    expect([answer.httpStatus, answer.status]).toEqual([400, 'not_a_webhook']);
    expect(await rig.store.webhooks.find(answer.logId)).toMatchObject({ errorCode: 'not_a_webhook' });
    expect(callsOf(rig)).toEqual([]);
  });

  test('a HEAD or POST does nothing at all', async () => {
    const rig = await stage.rig();
    const { subdomain, cid } = rig.company;
    const query = rig.sandbox.webhookQuery({
      requestType: 'ACTIVATION',
      subdomain,
      propertyId: rig.propertyId,
    });
    for (const method of ['HEAD', 'POST', 'DELETE']) {
      const response = await fetch(`${rig.webhookUrl}?${query}`, { method });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET']);
    }
    expect((await rig.store.webhooks.list({ cid })).items).toEqual([]);
    expect(callsOf(rig)).toEqual([]);
  });

  test('answers 414 to a query that is too long, and logs its beginning', async () => {
    const rig = await stage.rig({ webhook: { maxQueryBytes: 300 } });
    const { subdomain, cid } = rig.company;
    const extra = { company_name: 'x'.repeat(300) };
    const answer = await rig.send({ requestType: 'SUSPENDED', subdomain, propertyId: rig.propertyId, extra });
    expect([answer.httpStatus, answer.status]).toEqual([414, 'uri_too_long']);
    expect(await rig.store.webhooks.rawQuery(answer.logId)).toMatch(new RegExp(`^cid=${cid}&.{200,}$`));
    expect((await rig.store.webhooks.rawQuery(answer.logId))?.length).toBe(300);
  });

  test.each([
    ['quotes', `a='"<>\`{}|^`],
    ['a broken escape', 'a=%zz&b=%'],
    ['plus signs and escapes', 'a=1+2%2B3%20&&=&a'],
    ['a second question mark', 'a=?b=?'],
    ['letters beyond ASCII, escaped', 'company_name=Caf%C3%A9%20%E2%98%95'],
    ['escaped bytes that are no UTF-8', 'a=%C3%A9&b=%e9%FF&c=%00'],
  ])('keeps the query byte for byte: %s', async (_, oddity) => {
    const rig = await stage.rig();
    const query = `cid=${rig.company.cid}&request_type=SOMETHING_NEW&${oddity}`;
    const answer = await getBytes(rig.url, `/webhooks/entrata/${webhookSecret}?${query}`);
    const logId = /"logId":"([^"]+)"/.exec(answer)?.[1] ?? '';
    expect(await rig.store.webhooks.rawQuery(logId)).toBe(query);
  });

  test('echoes nothing, and tells browsers to keep and pass on nothing', async () => {
    const rig = await stage.rig();
    const answer = await rig.sendQuery('cid=<script>alert(1)</script>&request_type=<b>&company_name=Canary');
    expect(answer.httpStatus).toBe(400);
    expect(answer.text).not.toMatch(/script|Canary|<b>/);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-request-id': answer.logId,
    });
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });
});
