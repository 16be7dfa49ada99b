import { createEntrata, type EntrataEvent } from 'entrata-sdk';
import { demoCities, demoCompanies, makeCompany, makeProperty } from 'entrata-sdk/testing';
import { describe, expect, it } from 'vitest';
import { handClock } from '../support/hand-clock.js';
import { failureOf } from '../support/outcome.js';
import { nextDays, sandboxClient, surfaces } from '../support/sandbox.js';

const person = { firstName: 'Ada', lastName: 'Example', email: 'ada@example.test' };
const [city] = demoCities;
if (!city) throw new Error('no city');

async function book(surface: (typeof surfaces)[number], quirks: object) {
  const { sandbox, client, propertyId } = await sandboxClient(surface, { quirks });
  const slot = (await client.getTourAvailability({ propertyId, ...nextDays(9) })).slots[0]?.raw;
  if (!slot) throw new Error('no slots');
  const receipt = await client.sendLead({ propertyId, person, slot });
  const [lead] = await client.findLeads({ propertyId, email: person.email });
  return { receipt, lead, appointments: sandbox.ledger.appointments.length };
}

describe.each(surfaces)('over the %s surface', (surface) => {
  it('a status of 1 is a lead that was taken', async () => {
    const { receipt, lead, appointments } = await book(surface, { numericStatus: true });
    expect(receipt).toMatchObject({ leadId: lead?.leadId, message: 'Lead inserted successfully.' });
    expect(receipt).not.toHaveProperty('appointmentFailed');
    expect([lead?.events.length, appointments]).toEqual([1, 1]);
  });

  it('a lead whose event failed is a lead without an appointment, and the receipt says so', async () => {
    for (const quirks of [{ failedEvents: true }, { failedEvents: true, numericStatus: true }]) {
      const { receipt, lead, appointments } = await book(surface, quirks);
      expect(receipt).toMatchObject({ leadId: lead?.leadId, appointmentFailed: true });
      expect([lead?.events.length, appointments]).toEqual([0, 0]);
    }
  });

  it('a rent below zero is none, and its unit and neighbours stay', async () => {
    const property = makeProperty(700001, 'Odd Rents', city);
    const floorPlans = property.floorPlans.map((plan) => ({
      ...plan,
      rentCents: { min: -100, max: -100 },
      units: plan.units.map((unit, index) => (index === 0 ? { ...unit, rentCents: -100 } : unit)),
    }));
    const companies = [makeCompany({ subdomain: 'demo', properties: [{ ...property, floorPlans }] })];
    const { client } = await sandboxClient(surface, { companies });
    const [listing] = await client.getListings({ propertyIds: ['700001'], termRents: false });
    expect(listing?.floorPlans.map(({ rentCents }) => rentCents)).toEqual([undefined, undefined, undefined]);
    expect(listing?.units.slice(0, 2).map(({ rentCents }) => rentCents !== undefined)).toEqual([false, true]);
  });

  it('a property whose id JSON rounds is left out, never another one', async () => {
    const [first] = demoCompanies();
    if (!first) throw new Error('no company');
    const big = { ...makeProperty(700009, 'Too Big', city), id: '9007199254740993' };
    const events: EntrataEvent[] = [];
    const { client } = await sandboxClient(
      surface,
      { companies: [{ ...first, properties: [...first.properties, big] }] },
      { onEvent: (event) => events.push(event) },
    );
    const properties = await client.getProperties();
    expect(properties.map(({ id }) => id)).toEqual(first.properties.map(({ id }) => id));
    expect(events).toContainEqual(expect.objectContaining({ type: 'dropped', why: 'no_id', count: 1 }));
  });
});

describe('a rate limit', () => {
  it('in the body of an HTTP 200 holds the next call back as a 429 does', async () => {
    for (const quirks of [{}, { quotaUnder200: true }]) {
      const clock = handClock();
      const quota = { perMinute: 1 };
      const options = { clock, retry: { maxRetries: 0 }, quota: { maxWaitMs: 0 } };
      const { sandbox, server, client } = await sandboxClient('legacy', { clock, quota, quirks }, options);
      // Another process uses the limit up, so that this one learns of it by the refusal alone.
      const other = createEntrata({ ...server.options, ...options });
      const [company] = sandbox.companies;
      if (!company) throw new Error('no company');
      const { username, password } = company.basic;
      await other.client({ subdomain: 'demo', auth: { kind: 'basic', username, password } }).getProperties();
      await other.close();
      const refused = await failureOf(client.getProperties());
      expect(refused).toMatchObject({ code: 'rate_limited', outcome: 'refused', entrataCode: 429 });
      expect(refused.httpStatus).toBe('quotaUnder200' in quirks ? 200 : 429);
      const sent = sandbox.journal.length;
      expect(await failureOf(client.getProperties())).toMatchObject({ outcome: 'not_sent' });
      expect(sandbox.journal.length).toBe(sent);
    }
  });

  it('with a reset in seconds since 1970 holds calls back for its window and no longer', async () => {
    const clock = handClock();
    const { client } = await sandboxClient(
      'gateway',
      { clock, quota: { perMinute: 1, resetsAt: 'epoch' } },
      { clock, retry: { maxRetries: 0 }, quota: { maxWaitMs: 0 } },
    );
    await client.getProperties();
    expect(await failureOf(client.getProperties())).toMatchObject({ retryAfterMs: 60_000 });
    await clock.advance(60_001);
    expect(await client.getProperties()).toHaveLength(3);
  });
});

it('an approval is none when its record failed or there is no result', async () => {
  const approve = async (quirks: object) => {
    const { sandbox, client, propertyId } = await sandboxClient('ils', { quirks });
    const outcome = await client.approveProperty({ propertyId }).catch((error: unknown) => error);
    return { outcome, approvals: sandbox.approvals.length };
  };
  expect(await approve({})).toEqual({ outcome: undefined, approvals: 1 });
  expect(await approve({ approvals: 'failed' })).toMatchObject({
    outcome: { code: 'rejected' },
    approvals: 0,
  });
  expect(await approve({ approvals: 'absent' })).toMatchObject({
    outcome: { code: 'bad_response' },
    approvals: 0,
  });
});

it('a token that lives ten thousand years is a token', async () => {
  const tokenLifeSeconds = 315_576_000_000;
  const { client } = await sandboxClient('ils', { tokenLifeSeconds });
  expect(await client.getProperties()).toHaveLength(3);
});
