import { expect, test } from 'vitest';
import { acceptUnverified } from '../../src/index.js';
import { onOneDatabase } from '../support/on-each-database.js';
import { activate, propertyOf, tokenOf } from './support/company-events.js';

await onOneDatabase("A client's token", (stage) => {
  test('is replaced by a later proven code, and nothing else about the client is', async () => {
    const rig = await stage.rig();
    await activate(rig);
    const before = await tokenOf(rig);
    await activate(rig, { extra: { company_name: 'Another Name' } });
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
    await activate(rig, { code: oldCode });
    await activate(rig);
    const current = await tokenOf(rig);
    const again = await activate(rig, { code: oldCode });
    expect([again.httpStatus, again.status, again.code]).toEqual([200, 'ignored', 'superseded']);
    expect(await tokenOf(rig)).toMatchObject({ token: current.token, version: 2 });
  });

  test('that Entrata refuses is notified once; a fresh code brings the houses up to date', async () => {
    const rig = await stage.rig();
    await activate(rig);
    await rig.settled();
    rig.sandbox.revokeTokens(rig.company.subdomain);
    for (const propertyId of rig.propertyIds) {
      await activate(rig, { propertyId, withCode: false, extra: { feed_type: 'FULL' } });
    }
    await rig.settled();
    const { client } = await tokenOf(rig);
    expect(client).toMatchObject({ status: 'needs_reauthorization' });
    const told = rig.notifications.filter(({ type }) => type === 'client.reauthorization_required');
    expect(told).toHaveLength(1);
    await activate(rig);
    await rig.settled();
    expect((await tokenOf(rig)).client).toMatchObject({ status: 'active', tokenVersion: 2 });
    // All that had waited for a token, not only the property that the webhook named.
    for (const propertyId of rig.propertyIds) {
      const property = await propertyOf(rig, propertyId);
      expect(property).toMatchObject({ state: 'active', lastError: undefined });
      expect(property?.reachedSeq).toBe(property?.eventSeq);
    }
  });

  test('that is new sets going what was refused to the one before, also where that was good for all else', async () => {
    const rig = await stage.rig();
    const [refused = '', other = ''] = rig.propertyIds;
    rig.sandbox.fail({
      propertyId: refused,
      times: Number.POSITIVE_INFINITY,
      fault: { kind: 'error', code: 311, message: 'No permission' },
    });
    await activate(rig, { propertyId: refused });
    await rig.settled();
    expect(await propertyOf(rig, refused)).toMatchObject({ state: 'pending', lastError: 'forbidden' });
    expect((await tokenOf(rig)).client).toMatchObject({ status: 'active', tokenVersion: 1 });
    rig.sandbox.clearFaults();
    await activate(rig, { propertyId: other });
    await rig.settled();
    expect(await propertyOf(rig, refused)).toMatchObject({ state: 'active', lastError: undefined });
  });

  test('exists once when 50 activations of a new client come at once', async () => {
    const rig = await stage.rig({
      properties: 50,
      webhook: { verify: acceptUnverified() },
    });
    const answers = await Promise.all(rig.propertyIds.map((propertyId) => activate(rig, { propertyId })));
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
