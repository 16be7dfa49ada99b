import { expect, test } from 'vitest';
import { freshCompany, onOneDatabase } from '../support/on-each-database.js';
import { activate, exchanges, tokenOf } from './support/company-events.js';

await onOneDatabase("The token's owner", (stage) => {
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
    const failed = await activate(rig, { code });
    expect([failed.httpStatus, failed.status]).toEqual([502, 'upstream_error']);
    expect((await tokenOf(rig)).client).toBeUndefined();
    expect((await activate(rig, { code })).status).toBe('accepted');
    expect(exchanges(rig)).toBe(1);
  });

  test("Entrata's word for the subdomain counts when a client was renamed", async () => {
    const rig = await stage.rig();
    await activate(rig);
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
});
