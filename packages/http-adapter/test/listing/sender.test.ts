import { expect, test } from 'vitest';
import { acceptUnverified, codeProof, ipAllowList, urlSecret } from '../../src/index.js';
import { onOneDatabase } from '../support/on-each-database.js';
import { webhookSecret } from '../support/rig.js';
import { callsOf } from './support/company-events.js';

await onOneDatabase('Who may send a webhook', (stage) => {
  test.each([
    ['a wrong secret', '/webhooks/entrata/another-secret-entirely'],
    ['no secret', '/webhooks/entrata'],
    ['no secret on the old path', '/api/external/entrata/index.php'],
  ])('with %s nothing is done but a log row', async (_, path) => {
    const rig = await stage.rig();
    const { subdomain, cid } = rig.company;
    const query = rig.sandbox.webhookQuery({
      requestType: 'ACTIVATION',
      subdomain,
      propertyId: rig.propertyId,
    });
    const answer = await rig.sendQuery(query, path);
    expect([answer.httpStatus, answer.status]).toEqual([401, 'unauthorized']);
    expect(await rig.store.webhooks.find(answer.logId)).toMatchObject({ cid, errorCode: 'unauthorized' });
    expect(await rig.store.clients.findByCid(cid)).toBeUndefined();
    expect(callsOf(rig)).toEqual([]);
  });

  test('both secrets open both paths while one replaces the other', async () => {
    const rig = await stage.rig({ webhook: { verify: urlSecret('new-secret-new-secret', webhookSecret) } });
    const { subdomain } = rig.company;
    const query = (propertyId: string) =>
      rig.sandbox.webhookQuery({ requestType: 'ACTIVATION', subdomain, propertyId });
    const [first = '', second = ''] = rig.propertyIds;
    const answers = [
      await rig.sendQuery(query(first), '/webhooks/entrata/new-secret-new-secret'),
      await rig.sendQuery(query(second), `/api/external/entrata/index.php/${webhookSecret}`),
    ];
    expect(answers.map(({ status }) => status)).toEqual(['accepted', 'accepted']);
  });

  test('an address that is not allowed is answered 403, whatever x-forwarded-for says', async () => {
    const rig = await stage.rig({ webhook: { verify: ipAllowList(['192.0.2.7']) } });
    const { subdomain } = rig.company;
    const query = rig.sandbox.webhookQuery({
      requestType: 'ACTIVATION',
      subdomain,
      propertyId: rig.propertyId,
    });
    const spoofed = { 'x-forwarded-for': '192.0.2.7' };
    const answer = await rig.sendQuery(query, '/webhooks/entrata', spoofed);
    expect([answer.httpStatus, answer.status]).toEqual([403, 'forbidden']);
    expect(callsOf(rig)).toEqual([]);
  });

  test("a deployment's own function decides, by headers and the parsed webhook", async () => {
    const rig = await stage.rig({
      webhook: {
        verify: async ({ headers, webhook }) =>
          headers['x-signed'] === webhook.cid ? 'verified' : 'unauthorized',
      },
    });
    const { subdomain, cid } = rig.company;
    const query = rig.sandbox.webhookQuery({
      requestType: 'ACTIVATION',
      subdomain,
      propertyId: rig.propertyId,
    });
    const call = (signature: string) => rig.sendQuery(query, '/webhooks/entrata', { 'x-signed': signature });
    expect((await call('0')).httpStatus).toBe(401);
    expect((await call(cid)).httpStatus).toBe(200);
  });

  test('a check that throws admits nobody', async () => {
    const rig = await stage.rig({
      webhook: {
        verify: () => {
          throw new Error('the directory of senders is away');
        },
      },
    });
    const { subdomain, cid } = rig.company;
    const answer = await rig.send({ requestType: 'ACTIVATION', subdomain, propertyId: rig.propertyId });
    expect(answer.httpStatus).toBe(500);
    expect(await rig.store.clients.findByCid(cid)).toBeUndefined();
  });

  test('a code proves its event by itself', async () => {
    const rig = await stage.rig({ webhook: { verify: codeProof() } });
    const { subdomain, cid } = rig.company;
    const answer = await rig.sendQuery(
      rig.sandbox.webhookQuery({ requestType: 'ACTIVATION', subdomain, propertyId: rig.propertyId }),
      '/api/external/entrata/index.php',
    );
    expect([answer.httpStatus, answer.status]).toEqual([200, 'accepted']);
    expect(await rig.store.clients.findByCid(cid)).toMatchObject({ status: 'active' });
  });

  test.each(['SUSPENDED', 'CHANGE_FEED_TYPE', 'ACTIVATION'])(
    'an unproven %s of a known client is held and changes nothing',
    async (requestType) => {
      const trusting = await stage.rig({ webhook: { verify: acceptUnverified() } });
      const { company, propertyId } = trusting;
      const { subdomain, cid } = company;
      await trusting.send({ requestType: 'ACTIVATION', subdomain, propertyId });
      await trusting.settled();
      const before = await trusting.store.clients.findByCid(cid);
      const property = await trusting.store.properties.findByEntrataId(before?.id ?? '', propertyId);

      const wary = await stage.rig({ webhook: { verify: codeProof() }, sandbox: { companies: [company] } });
      const answer = await wary.send({ requestType, subdomain, propertyId, withCode: false });
      expect([answer.httpStatus, answer.status, answer.code]).toEqual([202, 'held', 'unproven']);
      expect(await wary.store.webhooks.find(answer.logId)).toMatchObject({
        outcome: 'held',
        httpStatus: 202,
      });
      const after = await wary.store.clients.findByCid(cid);
      expect(JSON.stringify(after)).toBe(JSON.stringify(before));
      expect(after?.accessToken?.reveal()).toBe(before?.accessToken?.reveal());
      expect(await wary.store.properties.findByEntrataId(before?.id ?? '', propertyId)).toEqual(property);
      expect(callsOf(wary)).toEqual([]);
    },
  );
});
