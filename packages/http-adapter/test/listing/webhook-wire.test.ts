import type { WireProfile } from 'entrata-sdk';
import { expect, test } from 'vitest';
import { type CompanyRig, onOneDatabase } from '../support/on-each-database.js';
import { activate, callsOf, houseStatuses, propertyOf, send } from './support/company-events.js';

const wire = (webhook: WireProfile['webhook'], more: WireProfile = {}) => ({
  sandbox: { wire: { ...more, webhook: webhook ?? {} } },
});
const form = 'application/x-www-form-urlencoded';

/** The query of an activation, with a fresh code. */
const activationOf = ({ sandbox, company, propertyId }: CompanyRig) =>
  sandbox.webhookQuery({ requestType: 'ACTIVATION', subdomain: company.subdomain, propertyId });

async function post(rig: CompanyRig, body: string, contentType: string | undefined, query = '') {
  const response = await fetch(`${rig.webhookUrl}${query}`, {
    method: 'POST',
    body: new TextEncoder().encode(body),
    ...(contentType === undefined ? {} : { headers: { 'content-type': contentType } }),
  });
  return { status: response.status, body: (await response.json()) as { status: string; logId: string } };
}

await onOneDatabase('A webhook of another wire', (stage) => {
  const bodies: readonly (readonly [string, string | undefined, (query: string) => string])[] = [
    ['a form', form, (query) => query],
    ['a form with a charset', `${form}; charset=utf-8`, (query) => query],
    ['a body of no type', undefined, (query) => query],
    [
      'a JSON object',
      'application/json',
      (query) => JSON.stringify(Object.fromEntries(new URLSearchParams(query.replaceAll('+', '%2B')))),
    ],
  ];
  test.each(bodies)('is posted as %s where the profile says so', async (_, contentType, write) => {
    const rig = await stage.rig(wire({ methods: ['GET', 'POST'] }));
    const query = activationOf(rig);
    const answer = await post(rig, write(query), contentType);
    expect(answer).toMatchObject({ status: 200, body: { status: 'accepted' } });
    await rig.settled();
    expect(await propertyOf(rig)).toMatchObject({ state: 'active' });
    expect(await rig.store.webhooks.find(answer.body.logId)).toMatchObject({
      method: 'POST',
      outcome: 'accepted',
      cid: rig.company.cid,
      propertyId: rig.propertyId,
    });
    if (contentType?.startsWith(form))
      expect(await rig.store.webhooks.rawQuery(answer.body.logId)).toBe(query);
    expect((await send(rig, 'SUSPENDED', { method: 'GET' })).status).toBe('accepted');
  });

  test('may have a part of its parameters in the URL, and none of those that say who it is twice', async () => {
    const rig = await stage.rig(wire({ methods: ['POST'] }));
    const query = activationOf(rig);
    const [first = '', ...rest] = query.split('&');
    expect(await post(rig, rest.join('&'), form, `?${first}`)).toMatchObject({
      body: { status: 'accepted' },
    });
    expect(await post(rig, activationOf(rig), form, `?${first}`)).toMatchObject({
      status: 400,
      body: { status: 'invalid_request', field: 'cid' },
    });
  });

  test('whose body cannot be read is refused, and logged with its URL', async () => {
    // Without workers: they would call for what other tests have left.
    const rig = await stage.rig({ ...wire({ methods: ['POST'] }), withoutWorkers: true });
    for (const [body, contentType, status] of [
      ['{', 'application/json', 400],
      ['[]', 'application/json', 400],
      ['{"cid":{"$gt":0}}', 'application/json', 400],
      ['<cid/>', 'application/xml', 415],
      ['a'.repeat(3_000_000), form, 413],
      [`cid=1&x=${'a'.repeat(9_000)}`, form, 414],
    ] as const) {
      const answer = await post(rig, body, contentType, '?request_type=NEWS');
      expect([contentType, answer.status]).toEqual([contentType, status]);
      expect(await rig.store.webhooks.find(answer.body.logId)).toMatchObject({
        requestType: 'NEWS',
        outcome: 'refused',
        httpStatus: status,
      });
    }
    expect(callsOf(rig)).toEqual([]);
  });

  test('is not posted otherwise', async () => {
    const rig = await stage.rig();
    expect((await fetch(rig.webhookUrl, { method: 'POST', body: activationOf(rig) })).status).toBe(405);
    const posted = await stage.rig(wire({ methods: ['POST'] }));
    expect((await fetch(`${posted.webhookUrl}?${activationOf(posted)}`)).status).toBe(405);
  });

  test('has ids that are no digits where the profile says so', async () => {
    const propertyId = 'elm/007';
    // Without workers: those of another wire would take the tasks.
    const made = (await stage.rig({ withoutWorkers: true })).company;
    const [first, ...rest] = made.properties;
    if (first === undefined) throw new Error('the company has no property');
    const company = { ...made, cid: `co-0${made.cid}`, properties: [{ ...first, id: propertyId }, ...rest] };
    const rig = await stage.rig({
      sandbox: { companies: [company], wire: { ids: /[a-z]+[-/]\d+|\d+/ } },
    });
    const { subdomain } = company;
    expect((await rig.send({ requestType: 'ACTIVATION', subdomain, propertyId })).status).toBe('accepted');
    await rig.settled();
    const client = await rig.store.clients.findByCid(company.cid);
    expect(await rig.store.properties.findByEntrataId(client?.id ?? '', propertyId)).toMatchObject({
      state: 'active',
    });
    const [row] = (await rig.store.webhooks.list({ cid: company.cid })).items;
    expect(row).toMatchObject({ cid: company.cid, propertyId });
    const query = new URLSearchParams({ cid: company.cid, propertyId });
    const headers = { 'x-test-role': 'admin' };
    const listed = await fetch(`${rig.url}/api/admin/webhooks?${query}`, { headers });
    expect(await listed.json()).toMatchObject({ items: [{ cid: company.cid, propertyId }] });
  });

  const clientEvents = ['Suspended', 'ACTIVATION'];
  async function withTwoProperties(options: Parameters<typeof stage.rig>[0]) {
    const rig = await stage.rig(options);
    const [, second = ''] = rig.propertyIds;
    await activate(rig);
    await activate(rig, { propertyId: second });
    await rig.settled();
    const statesOf = async () => [(await propertyOf(rig))?.state, (await propertyOf(rig, second))?.state];
    expect(await statesOf()).toEqual(['active', 'active']);
    return { rig, statesOf };
  }

  test('is about every property of its client where the profile says so and it names none', async () => {
    const { rig, statesOf } = await withTwoProperties(wire({ clientEvents }));
    const { cid, subdomain } = rig.company;
    const suspended = await rig.sendQuery(`cid=${cid}&request_type=suspended&subdomain=${subdomain}`);
    expect(suspended.status).toBe('accepted');
    await rig.settled();
    expect(await statesOf()).toEqual(['suspended', 'suspended']);
    expect(await houseStatuses(rig)).not.toContain('active');
    expect(await rig.store.webhooks.find(suspended.logId)).toMatchObject({
      outcome: 'accepted',
      httpStatus: 200,
    });
    const again = await rig.sendQuery(`cid=${cid}&request_type=SUSPENDED`);
    expect(again.status).toBe('duplicate');
    expect((await rig.sendQuery(`cid=${cid}&request_type=ACTIVATION`)).status).toBe('accepted');
    await rig.settled();
    expect(await statesOf()).toEqual(['active', 'active']);
    const other = await rig.sendQuery(`cid=${cid}&request_type=SUSPENDED&subdomain=${subdomain}x`);
    expect([other.httpStatus, other.status]).toEqual([409, 'client_mismatch']);
  });

  test('of a whole client is held when its client is not known or its sender not verified', async () => {
    const { rig, statesOf } = await withTwoProperties(wire({ clientEvents }));
    const query = `cid=${rig.company.cid}&request_type=SUSPENDED`;
    expect(await rig.sendQuery('cid=99999999&request_type=SUSPENDED')).toMatchObject({
      status: 'held',
      code: 'unknown_client',
    });
    const unproven = await stage.rig({
      company: rig.company,
      ...wire({ clientEvents }),
      webhook: { verify: () => 'unproven' },
    });
    const held = await unproven.sendQuery(query);
    expect(held).toMatchObject({ status: 'held', code: 'unproven' });
    await unproven.settled();
    expect(await statesOf()).toEqual(['active', 'active']);
  });

  test('of a type that is not known is ignored, and the log names the type', async () => {
    const rig = await stage.rig();
    const { logId } = await rig.sendQuery(`cid=${rig.company.cid}&request_type=Feed_Changed`);
    expect(rig.logger.lines).toContainEqual(
      expect.objectContaining({
        message: 'webhook handled',
        fields: expect.objectContaining({ outcome: 'ignored', requestType: 'FEED_CHANGED', logId }),
      }),
    );
  });

  test('that names no property is refused without that', async () => {
    const rig = await stage.rig();
    const answer = await rig.sendQuery(`cid=${rig.company.cid}&request_type=SUSPENDED`);
    expect([answer.httpStatus, answer.field]).toEqual([400, 'propertyId']);
  });
});
