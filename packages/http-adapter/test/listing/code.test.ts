import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEntrata } from 'entrata-sdk';
import { FakeEntrata } from 'entrata-sdk/testing';
import { expect, test } from 'vitest';
import { freshCompany, onOneDatabase } from '../support/on-each-database.js';
import { activate, exchanges, propertyOf, send, tokenOf } from './support/company-events.js';

await onOneDatabase('A one-time code', (stage) => {
  test.each([
    ['bare', (code: string) => code],
    ['escaped', encodeURIComponent],
    ['with its plus signs turned into spaces', (code: string) => code.replaceAll('+', '%20')],
  ])('is exchanged %s', async (_, write) => {
    const rig = await stage.rig();
    let code = '';
    // The sandbox's codes are base64: take one that has all three characters.
    do code = rig.sandbox.issueCode(rig.company.subdomain);
    while (!code.includes('+') || !code.includes('/') || !code.includes('='));
    const query = rig.sandbox.webhookQuery({
      requestType: 'ACTIVATION',
      subdomain: rig.company.subdomain,
      propertyId: rig.propertyId,
      withCode: false,
    });
    const answer = await rig.sendQuery(`${query}&auth_code=${write(code)}`);
    expect([answer.httpStatus, answer.status]).toEqual([200, 'accepted']);
    expect(exchanges(rig)).toBe(1);
  });

  test('delivered twice is exchanged once, and the second delivery is a duplicate', async () => {
    const rig = await stage.rig();
    const code = rig.sandbox.issueCode(rig.company.subdomain);
    const answers = [await activate(rig, { code }), await activate(rig, { code })];
    expect(answers.map(({ httpStatus, status }) => [httpStatus, status])).toEqual([
      [200, 'accepted'],
      [200, 'duplicate'],
    ]);
    expect(exchanges(rig)).toBe(1);
    expect((await tokenOf(rig)).version).toBe(1);
  });

  test('delivered ten times at once is exchanged once', async () => {
    const rig = await stage.rig();
    const code = rig.sandbox.issueCode(rig.company.subdomain);
    rig.sandbox.fail({ method: 'getAccessToken', fault: { kind: 'delay', ms: 200 } });
    const answers = await Promise.all(Array.from({ length: 10 }, () => activate(rig, { code })));
    expect(answers.map(({ httpStatus }) => httpStatus)).toEqual(Array(10).fill(200));
    expect(answers.filter(({ status }) => status === 'accepted')).toHaveLength(1);
    expect(exchanges(rig)).toBe(1);
    await rig.settled();
    expect(rig.sandbox.approvals).toHaveLength(1);
  });

  test('shared by the activations of several properties is exchanged once for all of them', async () => {
    const rig = await stage.rig();
    const code = rig.sandbox.issueCode(rig.company.subdomain);
    for (const propertyId of rig.propertyIds) {
      expect((await activate(rig, { code, propertyId })).status).toBe('accepted');
    }
    await rig.settled();
    expect(exchanges(rig)).toBe(1);
    const { client } = await tokenOf(rig);
    expect(
      (await rig.store.houses.list({ clientId: client?.id ?? '', status: 'active' })).items,
    ).toHaveLength(3);
  });

  test('that Entrata refuses is answered 422, for good', async () => {
    const rig = await stage.rig();
    const code = 'bm90LWEtcmVhbC1jb2Rl';
    for (const _ of [1, 2]) {
      const answer = await activate(rig, { code });
      expect([answer.httpStatus, answer.status]).toEqual([422, 'code_rejected']);
      expect(await rig.store.webhooks.find(answer.logId)).toMatchObject({
        outcome: 'refused',
        errorCode: 'code_rejected',
      });
    }
    expect(exchanges(rig)).toBe(1);
    expect((await tokenOf(rig)).client).toBeUndefined();
  });

  test('may be tried again when the exchange did not reach Entrata', async () => {
    const rig = await stage.rig();
    const code = rig.sandbox.issueCode(rig.company.subdomain);
    rig.sandbox.fail({ method: 'getAccessToken', fault: { kind: 'html', status: 503 } });
    const answer = await activate(rig, { code });
    expect([answer.httpStatus, answer.status]).toEqual([502, 'upstream_error']);
    expect((await tokenOf(rig)).client).toBeUndefined();
    expect((await activate(rig, { code })).status).toBe('accepted');
  });

  test('whose exchange was acted on but never answered is lost, and a fresh webhook heals it', async () => {
    const rig = await stage.rig();
    const code = rig.sandbox.issueCode(rig.company.subdomain);
    rig.sandbox.fail({ method: 'getAccessToken', fault: { kind: 'lose_reply' } });
    const answers = [await activate(rig, { code }), await activate(rig, { code }), await activate(rig)];
    expect(answers.map(({ status }) => status)).toEqual(['upstream_error', 'code_rejected', 'accepted']);
  });

  test('is not taken for refused when it is our own credentials that Entrata refuses', async () => {
    const company = freshCompany();
    const sandbox = { companies: [company], oauth: { clientId: 'a.sandbox', clientSecret: 'right' } };
    const other = new FakeEntrata({ ...sandbox, oauth: { clientId: 'a.sandbox', clientSecret: 'other' } });
    const server = await other.listen();
    const entrata = createEntrata({ oauth: sandbox.oauth, ...server.options });
    const rig = await stage.rig({ app: { entrata } });
    const query = other.webhookQuery({
      requestType: 'ACTIVATION',
      subdomain: company.subdomain,
      propertyId: company.properties[0]?.id ?? '',
    });
    for (const _ of [1, 2]) {
      const answer = await rig.sendQuery(query);
      expect([answer.httpStatus, answer.status]).toEqual([500, 'not_configured']);
    }
    // Not final: it was tried both times.
    expect(other.journal.filter(({ method }) => method === 'getAccessToken')).toHaveLength(2);
    await entrata.close();
    await server.close();
  });

  test('needs our own credentials; without them nothing is done, with a code or without', async () => {
    const rig = await stage.rig();
    await activate(rig);
    await rig.settled();
    const server = await rig.sandbox.listen();
    const entrata = createEntrata(server.options);
    const bare = await stage.rig({ app: { entrata } });
    for (const withCode of [true, false]) {
      const { subdomain } = rig.company;
      const { propertyId } = rig;
      const query = rig.sandbox.webhookQuery({ requestType: 'SUSPENDED', subdomain, propertyId, withCode });
      expect(await bare.sendQuery(query)).toMatchObject({ httpStatus: 500, status: 'not_configured' });
    }
    expect(await propertyOf(rig)).toMatchObject({ desiredState: 'active', eventSeq: 1 });
    await entrata.close();
    await server.close();
  });

  test('of a company whose ids are written with leading zeros is that of the same company', async () => {
    const rig = await stage.rig();
    const { cid } = rig.company;
    const zeros = { cid: `00${cid}`, property_id: `0${rig.propertyId}` };
    const { logId } = await activate(rig, { extra: zeros });
    expect((await send(rig, 'SUSPENDED')).status).toBe('accepted');
    expect((await send(rig, 'SUSPENDED', { extra: zeros })).status).toBe('duplicate');
    expect(await propertyOf(rig)).toMatchObject({ desiredState: 'suspended', eventSeq: 2 });
    expect(await rig.store.webhooks.find(logId)).toMatchObject({ cid, propertyId: rig.propertyId });
  });

  test.each([
    ['a number', {}, 3600, true],
    ['a text', { expiresIn: 'text' }, 3600, true],
    ['absent', { expiresIn: 'absent' }, 3600, false],
    ['0', {}, 0, false],
  ] as const)('reads an expires_in that is %s', async (_, quirks, tokenLifeSeconds, isKnown) => {
    const company = freshCompany();
    const rig = await stage.rig({
      sandbox: { companies: [company], quirks, tokenLifeSeconds: tokenLifeSeconds || 3600 },
    });
    if (tokenLifeSeconds === 0) {
      rig.sandbox.fail({
        method: 'getAccessToken',
        fault: {
          kind: 'status',
          status: 200,
          body: JSON.stringify({
            response: {
              code: 200,
              result: { access_token: rig.sandbox.issueToken(company.subdomain), expires_in: 0 },
            },
          }),
        },
      });
    }
    const answer = await rig.send({
      requestType: 'ACTIVATION',
      subdomain: company.subdomain,
      propertyId: company.properties[0]?.id ?? '',
    });
    expect(answer.status).toBe('accepted');
    const client = await rig.store.clients.findByCid(company.cid);
    expect(client?.tokenExpiresAt !== undefined).toBe(isKnown);
  });

  test('goes to no host that a redirect names', async () => {
    const visits: string[] = [];
    const thief = createServer((request, response) => {
      visits.push(request.url ?? '');
      response.end();
    });
    await new Promise<void>((resolve) => thief.listen(0, '127.0.0.1', resolve));
    const location = `http://127.0.0.1:${(thief.address() as AddressInfo).port}/steal`;
    const rig = await stage.rig();
    for (const status of [302, 307, 308]) {
      rig.sandbox.fail({ method: 'getAccessToken', fault: { kind: 'redirect', location, status } });
      expect((await activate(rig)).status).toBe('upstream_error');
    }
    expect(visits).toEqual([]);
    await new Promise((resolve) => thief.close(resolve));
  });
});
