import { createEntrata, type Entrata, isEntrataError, offeredSlot, parseWebhook } from 'entrata-sdk';
import { FakeEntrata } from 'entrata-sdk/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const oauth = { clientId: 'a1b2.example', clientSecret: 'hush' };

describe('the whole job against the sandbox', () => {
  const sandbox = new FakeEntrata({ oauth });
  let server: Awaited<ReturnType<FakeEntrata['listen']>>;
  let entrata: Entrata;

  beforeEach(async () => {
    server = await sandbox.listen();
    entrata = createEntrata({ oauth, ...server.options });
  });
  afterEach(async () => {
    await entrata.close();
    await server.close();
  });

  it('exchanges a code, approves, reads, offers tours and books one with the exact texts', async () => {
    const { bearer } = await import('entrata-sdk');
    const [company] = sandbox.companies;
    if (!company) throw new Error('the sandbox has no company');
    const { subdomain } = company;
    const propertyId = company.properties[0]?.id ?? '';
    const code = sandbox.issueCode(subdomain);
    const webhook = parseWebhook(`/hook?auth_code=${code}&cid=${company.cid}&subdomain=${subdomain}`);
    const token = await entrata.oauth.exchangeCode({ code: webhook.authCode ?? '' });
    const info = await entrata.oauth.getClientInfo({ subdomain, accessToken: token.accessToken });
    expect(info).toMatchObject({ cid: company.cid, subdomain });

    const client = entrata.client({ subdomain, auth: bearer(token.accessToken) });
    await client.approveProperty({ propertyId });
    const properties = await client.getProperties();
    expect(properties.map((property) => property.id)).toContain(propertyId);
    const [units] = await client.getListings({ propertyIds: [propertyId] });
    expect(units?.latitude).toBeTypeOf('number');
    expect(units?.floorPlans.length).toBeGreaterThan(0);
    expect(units?.units.length).toBeGreaterThan(0);
    expect(units?.images.length).toBeGreaterThan(0);

    const from = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const to = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
    const { supported, slots } = await client.getTourAvailability({ propertyId, from, to });
    expect(supported).toBe(true);
    const stored = JSON.parse(JSON.stringify(slots[0]?.raw));
    const slot = offeredSlot(slots, stored);
    if (!slot) throw new Error('no slot');
    const receipt = await client.sendLead({
      propertyId,
      slot: slot.raw,
      person: { firstName: 'Ada', lastName: 'Example', email: 'ada@example.test' },
    });
    expect(sandbox.ledger.appointments.at(-1)).toMatchObject({
      leadId: receipt.leadId,
      rawDate: slot.raw.date,
      rawTime: slot.raw.time,
      matchesOffer: true,
    });
    const found = await client.findLeads({ propertyId, email: 'ada@example.test' });
    expect(found[0]).toMatchObject({
      leadId: receipt.leadId,
      email: 'ada@example.test',
      events: [{ rawDate: slot.raw.date, rawTime: slot.raw.time }],
    });
    await expect(entrata.oauth.exchangeCode({ code })).rejects.toSatisfy(
      (error) => isEntrataError(error) && error.outcome === 'refused',
    );
  });
});
