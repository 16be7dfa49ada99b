import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FakeEntrata } from 'entrata-sdk/testing';
import { expect, test } from 'vitest';
import { acceptUnverified, codeProof } from '../../src/index.js';
import { type CompanyRig, freshCompany, onEachDatabase } from '../support/on-each-database.js';

const exchanges = (rig: CompanyRig) =>
  rig.sandbox.journal.filter(({ method }) => method === 'getAccessToken').length;
const tokenOf = async (rig: CompanyRig) => {
  const client = await rig.store.clients.findByCid(rig.company.cid);
  return { token: client?.accessToken?.reveal(), version: client?.tokenVersion, client };
};
const activation = (rig: CompanyRig, more: object = {}) => ({
  requestType: 'ACTIVATION',
  subdomain: rig.company.subdomain,
  propertyId: rig.propertyId,
  ...more,
});

await onEachDatabase('A one-time code', (stage) => {
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
    const query = rig.sandbox.webhookQuery(activation(rig, { withCode: false }));
    const answer = await rig.sendQuery(`${query}&auth_code=${write(code)}`);
    expect([answer.httpStatus, answer.status]).toEqual([200, 'accepted']);
    expect(exchanges(rig)).toBe(1);
  });

  test('delivered twice is exchanged once, and the second delivery is a duplicate', async () => {
    const rig = await stage.rig();
    const code = rig.sandbox.issueCode(rig.company.subdomain);
    const answers = [await rig.send(activation(rig, { code })), await rig.send(activation(rig, { code }))];
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
    const answers = await Promise.all(Array.from({ length: 10 }, () => rig.send(activation(rig, { code }))));
    expect(answers.map(({ httpStatus }) => httpStatus)).toEqual(Array(10).fill(200));
    expect(answers.filter(({ status }) => status === 'accepted')).toHaveLength(1);
    expect(exchanges(rig)).toBe(1);
    await rig.settled();
    expect(rig.sandbox.approvals).toHaveLength(1);
  });

  test('shared by the activations of several properties is exchanged once for all of them', async () => {
    const rig = await stage.rig({ webhook: { verify: codeProof() } });
    const code = rig.sandbox.issueCode(rig.company.subdomain);
    for (const propertyId of rig.propertyIds) {
      expect((await rig.send(activation(rig, { code, propertyId }))).status).toBe('accepted');
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
      const answer = await rig.send(activation(rig, { code }));
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
    const answer = await rig.send(activation(rig, { code }));
    expect([answer.httpStatus, answer.status]).toEqual([502, 'upstream_error']);
    expect((await tokenOf(rig)).client).toBeUndefined();
    expect((await rig.send(activation(rig, { code }))).status).toBe('accepted');
  });

  test('whose exchange was acted on but never answered is lost, and a fresh webhook heals it', async () => {
    const rig = await stage.rig();
    const code = rig.sandbox.issueCode(rig.company.subdomain);
    rig.sandbox.fail({ method: 'getAccessToken', fault: { kind: 'lose_reply' } });
    const answers = [
      await rig.send(activation(rig, { code })),
      await rig.send(activation(rig, { code })),
      await rig.send(activation(rig)),
    ];
    expect(answers.map(({ status }) => status)).toEqual(['upstream_error', 'code_rejected', 'accepted']);
  });

  test('is not taken for refused when it is our own credentials that Entrata refuses', async () => {
    const company = freshCompany();
    const sandbox = { companies: [company], oauth: { clientId: 'a.sandbox', clientSecret: 'right' } };
    const other = new FakeEntrata({ ...sandbox, oauth: { clientId: 'a.sandbox', clientSecret: 'other' } });
    const server = await other.listen();
    const { createEntrata } = await import('entrata-sdk');
    const entrata = createEntrata({ oauth: sandbox.oauth, ...server.options });
    const rig = await stage.rig({ app: { entrata } });
    const query = other.webhookQuery({
      requestType: 'ACTIVATION',
      subdomain: company.subdomain,
      propertyId: company.properties[0]?.id ?? '',
    });
    for (const _ of [1, 2]) {
      const answer = await rig.sendQuery(query);
      expect([answer.httpStatus, answer.status]).toEqual([503, 'unavailable']);
    }
    // Not final: it was tried both times.
    expect(other.journal.filter(({ method }) => method === 'getAccessToken')).toHaveLength(2);
    await entrata.close();
    await server.close();
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
      expect((await rig.send(activation(rig))).status).toBe('upstream_error');
    }
    expect(visits).toEqual([]);
    await new Promise((resolve) => thief.close(resolve));
  });
});

await onEachDatabase("The token's owner", (stage) => {
  test('must be the company that the webhook names: else 409 and nothing changes', async () => {
    const [victim, attacker] = [freshCompany(), freshCompany()];
    const rig = await stage.rig({ sandbox: { companies: [victim, attacker] } });
    const propertyId = victim.properties[0]?.id ?? '';
    await rig.send({ requestType: 'ACTIVATION', subdomain: victim.subdomain, propertyId });
    await rig.settled();
    const before = await rig.store.clients.findByCid(victim.cid);
    const stolen = () => rig.sandbox.issueCode(attacker.subdomain);
    const forged = [
      // The victim's name all over, with a code of the attacker's own account.
      await rig.send({ requestType: 'SUSPENDED', subdomain: victim.subdomain, propertyId, code: stolen() }),
      // The attacker's host confirms the token, for another company.
      await rig.send({
        requestType: 'SUSPENDED',
        subdomain: victim.subdomain,
        propertyId,
        code: stolen(),
        extra: { subdomain: attacker.subdomain },
      }),
    ];
    for (const answer of forged) {
      expect([answer.httpStatus, answer.status]).toEqual([409, 'client_mismatch']);
      expect(await rig.store.webhooks.find(answer.logId)).toMatchObject({ errorCode: 'client_mismatch' });
    }
    const after = await rig.store.clients.findByCid(victim.cid);
    expect(after?.accessToken?.reveal()).toBe(before?.accessToken?.reveal());
    expect(JSON.stringify(after)).toBe(JSON.stringify(before));
    const property = await rig.store.properties.findByEntrataId(after?.id ?? '', propertyId);
    expect(property).toMatchObject({ desiredState: 'active', eventSeq: 1 });
    expect(await rig.store.clients.findByCid(attacker.cid)).toBeUndefined();
  });

  test('cannot be asked: 502, nothing is stored, and a redelivery needs no second exchange', async () => {
    const rig = await stage.rig();
    const code = rig.sandbox.issueCode(rig.company.subdomain);
    rig.sandbox.fail({ method: 'getClientInfo', times: 3, fault: { kind: 'status', status: 500 } });
    const failed = await rig.send(activation(rig, { code }));
    expect([failed.httpStatus, failed.status]).toEqual([502, 'upstream_error']);
    expect((await tokenOf(rig)).client).toBeUndefined();
    expect((await rig.send(activation(rig, { code }))).status).toBe('accepted');
    expect(exchanges(rig)).toBe(1);
  });

  test("Entrata's word for the subdomain counts when a client was renamed", async () => {
    const rig = await stage.rig();
    await rig.send(activation(rig));
    const renamed = { ...rig.company, subdomain: `${rig.company.subdomain}-new` };
    const later = await stage.rig({ sandbox: { companies: [renamed] } });
    const propertyId = rig.propertyId;
    const unproven = await later.send({
      requestType: 'SUSPENDED',
      subdomain: renamed.subdomain,
      propertyId,
      withCode: false,
    });
    expect([unproven.httpStatus, unproven.status]).toEqual([409, 'client_mismatch']);
    const proven = await later.send({ requestType: 'ACTIVATION', subdomain: renamed.subdomain, propertyId });
    expect(proven.status).toBe('accepted');
    expect(await later.store.clients.findByCid(renamed.cid)).toMatchObject({
      subdomain: renamed.subdomain,
      companyName: rig.company.name,
      tokenVersion: 2,
    });
  });

  test('who was revoked is answered 403, with a code and without', async () => {
    const rig = await stage.rig();
    await rig.send(activation(rig));
    await rig.settled();
    const { client } = await tokenOf(rig);
    await rig.store.clients.revoke(client?.id ?? '');
    for (const withCode of [true, false]) {
      const answer = await rig.send(activation(rig, { requestType: 'SUSPENDED', withCode }));
      expect([answer.httpStatus, answer.status]).toEqual([403, 'forbidden']);
    }
    expect(exchanges(rig)).toBe(1);
    expect((await tokenOf(rig)).client).toMatchObject({ status: 'revoked' });
  });
});

await onEachDatabase("A client's token", (stage) => {
  test('is replaced by a later proven code, and nothing else about the client is', async () => {
    const rig = await stage.rig();
    await rig.send(activation(rig));
    const before = await tokenOf(rig);
    await rig.send(activation(rig, { extra: { company_name: 'Another Name' } }));
    const after = await tokenOf(rig);
    expect(after.version).toBe(2);
    expect(after.token).not.toBe(before.token);
    const {
      tokenVersion: _,
      tokenExpiresAt: __,
      updatedAt: ___,
      ...rest
    } = JSON.parse(JSON.stringify(before.client));
    expect(JSON.parse(JSON.stringify(after.client))).toMatchObject(rest);
  });

  test('is not brought back by an old code that is delivered again', async () => {
    const rig = await stage.rig();
    const oldCode = rig.sandbox.issueCode(rig.company.subdomain);
    await rig.send(activation(rig, { code: oldCode }));
    await rig.send(activation(rig));
    const current = await tokenOf(rig);
    const again = await rig.send(activation(rig, { code: oldCode }));
    expect([again.httpStatus, again.status, again.code]).toEqual([200, 'ignored', 'superseded']);
    expect(await tokenOf(rig)).toMatchObject({ token: current.token, version: 2 });
  });

  test('that Entrata refuses is told of once; a fresh code brings the houses up to date', async () => {
    const rig = await stage.rig();
    await rig.send(activation(rig));
    await rig.settled();
    rig.sandbox.revokeTokens(rig.company.subdomain);
    for (const propertyId of rig.propertyIds) {
      await rig.send(activation(rig, { propertyId, withCode: false, extra: { feed_type: 'FULL' } }));
    }
    await rig.settled();
    const { client } = await tokenOf(rig);
    expect(client).toMatchObject({ status: 'needs_reauthorization' });
    const told = rig.notifications.filter(({ type }) => type === 'client.reauthorization_required');
    expect(told).toHaveLength(1);
    await rig.send(activation(rig));
    await rig.settled();
    expect((await tokenOf(rig)).client).toMatchObject({ status: 'active', tokenVersion: 2 });
    const property = await rig.store.properties.findByEntrataId(client?.id ?? '', rig.propertyId);
    expect(property).toMatchObject({ state: 'active', lastError: undefined });
    expect(property?.reachedSeq).toBe(property?.eventSeq);
  });

  test('exists once when 50 activations of a new client come at once', async () => {
    const rig = await stage.rig({
      properties: 50,
      webhook: { verify: acceptUnverified(), deadlineMs: 20_000 },
    });
    const answers = await Promise.all(
      rig.propertyIds.map((propertyId) => rig.send(activation(rig, { propertyId }))),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill('accepted'));
    await rig.settled();
    const { client } = await tokenOf(rig);
    const operators = await rig.store.operators.findByName(rig.company.name);
    const agents = await rig.store.users.list({ role: 'agent' }, { limit: 500 });
    const own = agents.items.filter(({ companyName }) => companyName === rig.company.name);
    expect([operators.length, own.length]).toEqual([1, 1]);
    expect([client?.operatorId, client?.agentUserId]).toEqual([operators[0]?.id, own[0]?.id]);
    const houses = await rig.store.houses.list(
      { clientId: client?.id ?? '', status: 'active' },
      { limit: 100 },
    );
    expect(houses.items).toHaveLength(50);
    expect(rig.sandbox.approvals).toHaveLength(50);
  });
});
