import {
  bearer,
  createEntrata,
  type IlsWire,
  inventedIlsWire,
  parseWebhook,
  type WireProfile,
} from 'entrata-sdk';
import { FakeEntrata } from 'entrata-sdk/testing';
import { expect, onTestFinished, test } from 'vitest';
import { failureOf } from '../support/outcome.js';
import { rawServer } from '../support/raw-server.js';
import { nextDays, sandboxClient, surfaces } from '../support/sandbox.js';

const called = (name: keyof IlsWire) => ({ service: 'partners', method: `${name}V2`, version: 'r9' });

/** Every name, path and form other than the usual one. */
const wire: WireProfile = {
  paths: { ils: '/api/listing', gateway: '/v2', legacy: '/services' },
  token: { method: 'grantToken', encoding: 'form' },
  methods: {
    getClientInfo: { service: 'whoami', method: 'tell' },
    getProperties: { service: 'homes', method: 'listHomes', path: '/own/homes' },
    getCalendarAvailability: { monthParam: 'when', monthFormat: 'YYYY-MM' },
    getCalendarWindows: { maxDays: 3 },
  },
  ils: {
    approveProperty: {
      ...called('approveProperty'),
      propertyIdParam: 'p',
      decisionParam: 'd',
      approvedValue: 'YES',
    },
    getTourAvailability: {
      ...called('getTourAvailability'),
      path: '/tours/by-month',
      propertyIdParam: 'p',
      tourTypeParam: 't',
      monthParam: 'm',
    },
    sendLeads: { ...called('sendLeads'), slotDateField: 'day', slotTimeField: 'hour' },
    getProperties: called('getProperties'),
    getMitsPropertyUnits: called('getMitsPropertyUnits'),
    getLeads: called('getLeads'),
    getLeadEvents: called('getLeadEvents'),
    updateLeads: called('updateLeads'),
    getLeadPickLists: called('getLeadPickLists'),
  },
  webhook: { methods: ['POST'], parameters: { cid: ['company'], requestType: ['event'] } },
};

test('client and sandbox of one profile do the whole job in it', async () => {
  const { client, sandbox, entrata, company, propertyId } = await sandboxClient('ils', { wire });
  const token = sandbox.issueToken(company.subdomain);
  const owner = await entrata.oauth.getClientInfo({ subdomain: company.subdomain, accessToken: token });
  expect(owner).toMatchObject({ cid: company.cid });
  await client.approveProperty({ propertyId });
  expect(sandbox.approvals).toMatchObject([{ propertyId, decision: 'YES' }]);
  expect(await client.getProperties({ propertyIds: [propertyId] })).toMatchObject([{ id: propertyId }]);
  expect(await client.getListings({ propertyIds: [propertyId] })).toMatchObject([{ propertyId }]);
  const { slots } = await client.getTourAvailability({ propertyId, ...nextDays(40) });
  const slot = slots.at(-1)?.raw;
  if (slot === undefined) throw new Error('the sandbox offers no tour');
  const person = { firstName: 'Ada', lastName: 'Example', email: 'ada@example.test' };
  const { leadId } = await client.sendLead({ propertyId, person, slot });
  expect(sandbox.ledger.appointments).toMatchObject([{ leadId, rawDate: slot.date, matchesOffer: true }]);
  expect(await client.lookUpLeads({ propertyId, email: person.email })).toMatchObject({
    leads: [{ leadId }],
  });
  expect(sandbox.journal.map(({ path }) => path)).toContain('/demo/tours/by-month');
});

test.each(surfaces)('over the %s surface as many slots come by month as by day', async (surface) => {
  const clock = { now: () => Date.parse('2026-11-28T12:00:00Z') };
  const usual = await sandboxClient(surface, { clock }, { clock });
  const other = await sandboxClient(surface, { clock, wire }, { clock });
  const range = { propertyId: usual.propertyId, from: '2026-11-29', to: '2027-01-10' };
  const [byDay, byMonth] = [
    await usual.client.getTourAvailability(range),
    await other.client.getTourAvailability(range),
  ];
  expect(byMonth).toEqual(byDay);
  expect(byDay.slots.length).toBeGreaterThan(100);
  if (surface !== 'ils') {
    const windows = await other.client.getTourAvailability({ ...range, to: '2026-12-08', source: 'windows' });
    expect(windows.slots.length).toBeGreaterThan(10);
  }
});

test.each(surfaces)('over the %s surface a client without the profile is refused', async (surface) => {
  const { sandbox, server, company, client } = await sandboxClient(surface, { wire });
  await client.getProperties();
  const hosts = server.options.wire.hosts;
  const plain = createEntrata({ allowInsecureLoopback: true, wire: { hosts, ils: inventedIlsWire } });
  onTestFinished(() => plain.close());
  const token = sandbox.issueToken(company.subdomain);
  expect(
    await failureOf(plain.client({ subdomain: company.subdomain, auth: bearer(token) }).getProperties()),
  ).toMatchObject({ outcome: 'refused' });
});

test('a sandbox sends its webhooks as the profile has them', async () => {
  const partner = await rawServer((response) => void response.end('ok'));
  onTestFinished(() => partner.close());
  const sandbox = new FakeEntrata({ wire });
  const webhook = { requestType: 'Suspended', subdomain: 'demo', propertyId: '700001' };
  expect((await sandbox.sendWebhook(`${partner.url}/hook`, webhook)).status).toBe(200);
  await sandbox.sendWebhook(`${partner.url}/hook`, { ...webhook, method: 'GET' });
  const [posted, got] = partner.requests;
  expect([posted?.url, posted?.headers['content-type']]).toEqual([
    '/hook',
    'application/x-www-form-urlencoded',
  ]);
  expect(got?.url).toBe(`/hook?${posted?.body}`);
  const options = { parameters: wire.webhook?.parameters ?? {} };
  expect(parseWebhook(posted?.body ?? '', options)).toMatchObject({
    cid: '4101',
    requestType: 'SUSPENDED',
    propertyId: '700001',
  });
});

test('a profile that makes no sense is refused by its place', () => {
  const ils = { ...inventedIlsWire, sendLeads: { ...inventedIlsWire.sendLeads, slotTimeFeild: 'x' } };
  expect(() => new FakeEntrata({ wire: { ils } })).toThrow(
    /^wire\.ils\.sendLeads\.slotTimeFeild is no option/,
  );
});
