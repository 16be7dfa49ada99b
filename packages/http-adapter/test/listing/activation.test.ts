import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeOnEachDatabase, type OpenDatabase } from '../../../entrata-store/test/support/databases.js';
import { type Rig, startRig } from '../support/rig.js';

await describeOnEachDatabase('An activation', (database) => {
  let opened: OpenDatabase;
  let rig: Rig;
  beforeEach(async () => {
    opened = await database.open();
    rig = await startRig({ database: opened });
  });
  afterEach(async () => {
    await rig.stop();
    await opened.drop();
  });

  test('becomes a client, an approval and a house, under one log id', async () => {
    const company = rig.sandbox.companies[0];
    const propertyId = company?.properties[0]?.id ?? '';
    const answer = await rig.send({
      requestType: 'ACTIVATION',
      subdomain: company?.subdomain ?? '',
      propertyId,
    });
    expect([answer.httpStatus, answer.status]).toEqual([200, 'accepted']);
    await rig.settled();

    const client = await rig.store.clients.findByCid(company?.cid ?? '');
    expect(client).toMatchObject({ subdomain: company?.subdomain, status: 'active', tokenVersion: 1 });
    const agent = await rig.store.users.find(client?.agentUserId ?? '');
    const operator = await rig.store.operators.find(client?.operatorId ?? '');
    expect(agent).toMatchObject({ role: 'agent', companyName: operator?.name, operatorId: operator?.id });

    expect(rig.sandbox.approvals.map((approval) => approval.propertyId)).toEqual([propertyId]);
    const property = await rig.store.properties.findByEntrataId(client?.id ?? '', propertyId);
    expect(property).toMatchObject({ state: 'active', approval: 'sent', eventSeq: 1, reachedSeq: 1 });

    const houses = (await rig.store.houses.list({ status: 'active' })).items;
    expect(houses).toHaveLength(1);
    expect(houses[0]).toMatchObject({
      propertyId,
      operatorId: operator?.id,
      agentUserId: agent?.id,
      title: company?.properties[0]?.name,
    });
    expect(houses[0]?.latitude).toBeTypeOf('number');
    expect(houses[0]?.floorPlans.length).toBeGreaterThan(0);
    expect(houses[0]?.images.length).toBeGreaterThan(0);

    const row = await rig.store.webhooks.find(answer.logId);
    expect(row).toMatchObject({
      requestType: 'ACTIVATION',
      cid: company?.cid,
      propertyId,
      outcome: 'accepted',
      httpStatus: 200,
    });
    expect(answer.headers['x-request-id']).toBe(answer.logId);
    const tasks = await rig.store.tasks.list({ traceId: answer.logId });
    expect(tasks.items.map(({ kind, status }) => `${kind} ${status}`)).toContain('converge done');
    expect(rig.notifications.map(({ type }) => type).sort()).toEqual([
      'client.connected',
      'property.activated',
    ]);
  });
});
