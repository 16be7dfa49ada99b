import { expect, test } from 'vitest';
import { codeProof } from '../../src/index.js';
import { type CompanyRig, onOneDatabase } from '../support/on-each-database.js';

const activate = (rig: CompanyRig, more: object = {}) =>
  rig.send({
    requestType: 'ACTIVATION',
    subdomain: rig.company.subdomain,
    propertyId: rig.propertyId,
    ...more,
  });

type Item = Record<string, unknown>;

interface Answer {
  readonly items: readonly Item[];
  readonly next: string | null;
  readonly webhook: Item;
  readonly tasks: readonly Item[];
  readonly property: Item;
  readonly rawQuery: string;
}

async function call(rig: CompanyRig, path: string, method = 'GET', role: string | undefined = 'admin') {
  const headers: Record<string, string> = role === undefined ? {} : { 'x-test-role': role };
  const response = await fetch(`${rig.url}/api/admin${path}`, { method, headers });
  // Each test names the shape that it expects and compares the values.
  const body = (await response.json()) as Answer;
  return { status: response.status, body };
}

/** A property that is active, and a SUSPENDED of it that waits for an administrator. */
async function withHeldSuspension(rig: CompanyRig) {
  await activate(rig);
  await rig.settled();
  const held = await activate(rig, { requestType: 'SUSPENDED', withCode: false });
  expect(held.status).toBe('held');
  return held.logId;
}

const propertyOf = async (rig: CompanyRig) => {
  const client = await rig.store.clients.findByCid(rig.company.cid);
  return rig.store.properties.findByEntrataId(client?.id ?? '', rig.propertyId);
};

await onOneDatabase('An administrator', (stage) => {
  test('releases a held event, once', async () => {
    const rig = await stage.rig({ webhook: { verify: codeProof() } });
    const logId = await withHeldSuspension(rig);
    const list = await call(rig, `/webhooks?outcome=held&cid=${rig.company.cid}`);
    expect(list.body.items.map((item) => item.logId)).toEqual([logId]);
    const answers = await Promise.all([1, 2, 3].map(() => call(rig, `/webhooks/${logId}/release`, 'POST')));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    await rig.settled();
    expect(await propertyOf(rig)).toMatchObject({ state: 'suspended', eventSeq: 2, logId });
    expect(await rig.store.webhooks.find(logId)).toMatchObject({ outcome: 'released' });
  });

  test('drops a held event, which then changes nothing', async () => {
    const rig = await stage.rig({ webhook: { verify: codeProof() } });
    const logId = await withHeldSuspension(rig);
    expect(await call(rig, `/webhooks/${logId}/drop`, 'POST')).toMatchObject({
      status: 200,
      body: { logId, outcome: 'dropped' },
    });
    expect((await call(rig, `/webhooks/${logId}/release`, 'POST')).status).toBe(409);
    expect((await call(rig, `/webhooks/${logId}/drop`, 'POST')).status).toBe(409);
    expect(await propertyOf(rig)).toMatchObject({ state: 'active', eventSeq: 1 });
  });

  test('cannot release an event of a client that never connected, and can once it did', async () => {
    const rig = await stage.rig();
    const held = await activate(rig, { requestType: 'SUSPENDED', withCode: false });
    expect(held.code).toBe('unknown_client');
    expect((await call(rig, `/webhooks/${held.logId}/release`, 'POST')).status).toBe(409);
    await activate(rig);
    expect((await call(rig, `/webhooks/${held.logId}/release`, 'POST')).status).toBe(200);
    await rig.settled();
    expect(await propertyOf(rig)).toMatchObject({ state: 'suspended' });
  });

  test('sees the log by type, company, property, outcome and time, and counts by type and day', async () => {
    const rig = await stage.rig();
    const { cid } = rig.company;
    const from = new Date(Date.now() - 1_000).toISOString();
    await activate(rig);
    await activate(rig, { propertyId: rig.propertyIds[1], withCode: false });
    await activate(rig, { requestType: 'NEWS' });
    await activate(rig, { requestType: 'SUSPENDED', extra: { property_id: undefined } });
    const count = async (query: string) =>
      (await call(rig, `/webhooks?cid=${cid}&${query}`)).body.items.length;
    expect(await count('')).toBe(4);
    expect(await count('requestType=activation')).toBe(2);
    expect(await count(`propertyId=${rig.propertyId}`)).toBe(2);
    expect(await count('outcome=ignored')).toBe(1);
    expect(await count('outcome=refused')).toBe(1);
    expect(await count(`from=${from}`)).toBe(4);
    expect(await count(`to=${from}`)).toBe(0);
    const first = await call(rig, `/webhooks?cid=${cid}&limit=3`);
    const rest = await call(
      rig,
      `/webhooks?cid=${cid}&limit=3&after=${encodeURIComponent(first.body.next ?? '')}`,
    );
    expect([first.body.items.length, rest.body.items.length, rest.body.next]).toEqual([3, 1, null]);
    expect((await call(rig, '/webhooks?after=nonsense')).status).toBe(400);

    const to = new Date(Date.now() + 86_400_000).toISOString();
    const counts = await call(rig, `/webhook-counts?from=${from}&to=${to}`);
    const day = new Date().toISOString().slice(0, 10);
    expect(counts.body.items).toContainEqual({ day, requestType: 'NEWS', count: 1 });
  });

  test('sees what followed one webhook, and opens its query on demand alone', async () => {
    const rig = await stage.rig();
    const { logId } = await activate(rig);
    await rig.settled();
    const { body } = await call(rig, `/webhooks/${logId}`);
    expect(body.webhook).toMatchObject({ logId, outcome: 'accepted' });
    expect(body.webhook).not.toHaveProperty('rawQuery');
    expect(body.tasks.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['converge', 'notify', 'webhook.resume']),
    );
    expect(body.property).toMatchObject({ propertyId: rig.propertyId, state: 'active', logId });
    const query = await call(rig, `/webhooks/${logId}/query`);
    expect(query.body.rawQuery).toMatch(new RegExp(`^cid=${rig.company.cid}&.*auth_code=`));
    expect(rig.logger.lines.map(({ message }) => message)).toContain(
      'an administrator opened a sealed query',
    );
  });

  test('sees clients without their tokens, and properties by state', async () => {
    const rig = await stage.rig();
    await activate(rig);
    await rig.settled();
    const { items } = (await call(rig, '/clients')).body;
    const client = items.find(({ cid }) => cid === rig.company.cid);
    expect(client).toMatchObject({ status: 'active', hasToken: true });
    expect(client).not.toHaveProperty('accessToken');
    const of = async (state: string) =>
      (await call(rig, `/properties?clientId=${client?.id}&state=${state}`)).body.items.length;
    expect([await of('active'), await of('suspended')]).toEqual([1, 0]);
  });

  test('lists tasks and has a dead one run again', async () => {
    const rig = await stage.rig();
    const { logId } = await activate(rig);
    await rig.settled();
    const done = await call(rig, `/tasks?requestId=${logId}&kind=converge`);
    expect(done.body.items).toMatchObject([{ status: 'done', requestId: logId }]);
    expect((await call(rig, `/tasks/${done.body.items[0]?.id}/retry`, 'POST')).status).toBe(409);

    const client = await rig.store.clients.findByCid(rig.company.cid);
    const payload = { clientId: client?.id ?? '', since: new Date(Date.now() + 60_000).toISOString() };
    const broken = rig.sandbox.fail({ method: 'getProperties', times: 9, fault: { kind: 'html' } });
    await rig.store.tasks.enqueue({ kind: 'refresh', payload, maxAttempts: 1, requestId: logId });
    const refreshes = () => call(rig, `/tasks?requestId=${logId}&kind=refresh`);
    await expect.poll(refreshes).toMatchObject({ body: { items: [{ status: 'dead', attempts: 1 }] } });
    broken.cancel();
    const dead = (await refreshes()).body.items[0]?.id;
    expect((await call(rig, `/tasks/${dead}/retry`, 'POST')).status).toBe(200);
    await expect.poll(refreshes).toMatchObject({ body: { items: [{ status: 'done' }] } });
  });

  test.each([
    ['nobody', undefined, 401],
    ['a renter', 'user', 401],
  ])('is not %s', async (_, role, status) => {
    const rig = await stage.rig();
    for (const [method, path] of [
      ['GET', '/clients'],
      ['GET', '/properties'],
      ['GET', '/webhooks'],
      ['GET', '/webhooks/x/query'],
      ['GET', '/tasks'],
      ['POST', '/webhooks/x/release'],
      ['POST', '/clients/x/revoke'],
      ['POST', '/clients/x/reinstate'],
      ['POST', '/refresh'],
    ]) {
      expect((await call(rig, path ?? '', method, role ?? '')).status).toBe(status);
    }
  });

  test.each([
    '/webhooks?limit=0',
    '/webhooks?limit=x',
    '/webhooks?outcome=nonsense',
    '/webhooks?cid=1%20OR%201=1',
    '/webhooks?from=yesterday',
    '/webhooks?cid=1&cid=2',
    '/webhook-counts',
    '/properties?state=gone',
    '/properties?clientId=%00',
    '/tasks?status=lost',
    `/webhooks/${'x'.repeat(65)}`,
  ])('hears about bad input: %s', async (path) => {
    const rig = await stage.rig();
    expect(await call(rig, path)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });

  test('hears about what does not exist', async () => {
    const rig = await stage.rig();
    const missing = ['/webhooks/none', '/webhooks/none/query'];
    for (const path of missing) expect((await call(rig, path)).status).toBe(404);
    for (const path of [
      '/webhooks/none/release',
      '/webhooks/none/drop',
      '/clients/none/revoke',
      '/clients/none/reinstate',
      '/tasks/none/retry',
    ]) {
      expect((await call(rig, path, 'POST')).status).toBe(404);
    }
  });
});
