import type { SandboxCompany } from 'entrata-sdk/testing';
import type { Knex } from 'knex';
import { expect, test } from 'vitest';
import { activateAll, changeableCompany } from '../support/changeable-company.js';
import { type CompanyRig, onEachDatabase } from '../support/on-each-database.js';
import { interruptible } from './support/interruptible.js';

const statesOf = async ({ store }: CompanyRig, { cid }: SandboxCompany) => {
  const client = await store.clients.findByCid(cid);
  const clientId = client?.id ?? '';
  const { items } = await store.properties.list({ clientId }, { limit: 100 });
  const houses = await store.houses.list({ clientId }, { limit: 100 });
  return items.map(({ propertyId, state, eventSeq, reachedSeq }) => ({
    state,
    isReconciled: eventSeq === reachedSeq,
    house: houses.items.find((house) => house.propertyId === propertyId)?.status,
  }));
};

const suspended = { state: 'suspended', isReconciled: true, house: 'hidden' };
const active = { state: 'active', isReconciled: true, house: 'active' };

await onEachDatabase('What the newest event asks for', (stage) => {
  const about = (company: SandboxCompany, requestType: string, index = 0) => ({
    requestType,
    subdomain: company.subdomain,
    propertyId: company.properties[index]?.id ?? '',
    withCode: false,
  });

  test('stays hidden when a refresh was on its way as the suspension was carried out', async () => {
    const { company } = changeableCompany(1);
    const rig = await stage.rig({ sandbox: { companies: [company] } });
    const client = await activateAll(rig, company);
    await rig.app.stop();
    const answering = await stage.rig({ withoutWorkers: true, sandbox: { companies: [company] } });
    // Accepted, and not carried out yet, when the refresh reads the property.
    expect((await answering.send(about(company, 'SUSPENDED'))).status).toBe('accepted');
    await rig.app.refreshHouses({ clientId: client.id });
    rig.sandbox.fail({ method: 'getProperties', fault: { kind: 'delay', ms: 500 } });
    rig.app.start();
    await rig.settled();
    expect(await statesOf(rig, company)).toEqual([suspended]);
  });

  test('is shown when a refresh was on its way as the activation was carried out', async () => {
    const { company } = changeableCompany(1);
    const rig = await stage.rig({ sandbox: { companies: [company] } });
    const client = await activateAll(rig, company);
    await rig.send(about(company, 'SUSPENDED'));
    await rig.settled();
    await rig.app.stop();
    const answering = await stage.rig({ withoutWorkers: true, sandbox: { companies: [company] } });
    expect((await answering.send(about(company, 'ACTIVATION'))).status).toBe('accepted');
    await rig.app.refreshHouses({ clientId: client.id });
    rig.app.start();
    await rig.settled();
    expect(await statesOf(rig, company)).toEqual([active]);
    // By its own task, which asks for the approval first.
    expect(rig.sandbox.approvals).toHaveLength(2);
  });

  test('is shown when an activation came as the suspension before it was carried out', async () => {
    const { company } = changeableCompany(1);
    const slow = interruptible(stage.store());
    const rig = await stage.rig({ store: slow.store, sandbox: { companies: [company] } });
    await activateAll(rig, company);
    await rig.app.stop();
    const answering = await stage.rig({ withoutWorkers: true, sandbox: { companies: [company] } });
    await answering.send(about(company, 'SUSPENDED'));
    slow.interrupt(() => answering.send(about(company, 'ACTIVATION')));
    rig.app.start();
    await rig.settled();
    expect(answering.answers.map(({ status }) => status)).toEqual(['accepted', 'accepted']);
    expect(await statesOf(rig, company)).toEqual([active]);
    expect(rig.notifications.map(({ type }) => type)).not.toContain('property.suspended');
  });

  test('is left to its own task by a refresh: an activation of what is shown is approved anew', async () => {
    const { company } = changeableCompany(1);
    const rig = await stage.rig({ sandbox: { companies: [company] } });
    const client = await activateAll(rig, company);
    await rig.app.stop();
    const answering = await stage.rig({ withoutWorkers: true, sandbox: { companies: [company] } });
    await answering.send({ ...about(company, 'ACTIVATION'), extra: { feed_type: 'FULL' } });
    const knex: Knex = stage.opened().connect();
    const waiting = { kind: 'converge', status: 'waiting' };
    expect(await knex('entrata_tasks').where(waiting).del()).toBe(1);
    await rig.app.refreshHouses({ clientId: client.id });
    rig.app.start();
    await rig.settled();
    expect(await statesOf(rig, company)).toEqual([{ ...active, isReconciled: false }]);
  });

  test('is what comes about while refreshes run all the time', async () => {
    const { company } = changeableCompany(10);
    const rig = await stage.rig({ sandbox: { companies: [company] } });
    const client = await activateAll(rig, company);
    for (const requestType of ['SUSPENDED', 'ACTIVATION', 'SUSPENDED']) {
      await Promise.all(
        company.properties.flatMap((_, index) => [
          rig.send(about(company, requestType, index)),
          rig.app.refreshHouses({ clientId: client.id }),
        ]),
      );
      await rig.settled();
      const wanted = requestType === 'SUSPENDED' ? suspended : active;
      expect(await statesOf(rig, company)).toEqual(Array(10).fill(wanted));
    }
  });

  test('comes about for rows that say they are reconciled in another state', async () => {
    const { company } = changeableCompany(3);
    const rig = await stage.rig({ sandbox: { companies: [company] } });
    const client = await activateAll(rig, company);
    await rig.send(about(company, 'SUSPENDED', 0));
    await rig.settled();
    await rig.app.stop();
    const knex: Knex = stage.opened().connect();
    const [first, second] = company.properties;
    const changed = async (propertyId: string | undefined, state: string, status: string) => {
      const key = { client_id: client.id, property_id: propertyId };
      expect(await knex('entrata_properties').where(key).update({ state })).toBe(1);
      expect(await knex('houses').where(key).update({ status })).toBe(1);
    };
    await changed(first?.id, 'active', 'active');
    await changed(second?.id, 'suspended', 'hidden');
    rig.app.start();
    const right = [suspended, active, active];
    await expect.poll(async () => (await statesOf(rig, company)).reverse()).toEqual(right);
  });
});
