import { expect, test } from 'vitest';
import { makeCompany } from '../../src/testing/index.js';
import { leadParams, openGateway, tenOClock } from './standard-call.js';

async function messageFor(params: object, options = {}) {
  const { call, sandbox } = openGateway(options);
  const { json } = await call('leads/sendLeads', params);
  expect(sandbox.ledger.leads).toHaveLength(json.response.code === 200 ? 1 : 0);
  return json.response.error?.message ?? json.response.result?.prospects?.prospect?.[0]?.message;
}

// The sandbox's clock says 11:00:00 in Denver, 18:00:00 UTC.
test.each([
  ['a minute ago in Denver', '11/23/2026T10:59:00', 'Lead inserted successfully.'],
  ['this very second', '11/23/2026T11:00:00', 'Lead inserted successfully.'],
  ['a second ahead', '11/23/2026T11:00:01', 'createdDate should not be in the future.'],
  ['the clock of Chicago', '11/23/2026T12:00:00', 'createdDate should not be in the future.'],
  ['the clock of UTC', '2026-11-23T18:00:00Z', 'createdDate should not be in the future.'],
  ['no time of day', '11/23/2026', 'createdDate is not valid.'],
  ['a day that is not', '13/23/2026T10:00:00', 'createdDate is not valid.'],
  ['nothing', '', 'createdDate is required.'],
])('createdDate with %s', async (_, createdDate, message) => {
  expect(await messageFor(leadParams(undefined, { prospect: { createdDate } }))).toBe(message);
});

test('an event logged in the future is refused, its appointment may well be', async () => {
  const future = { ...tenOClock, date: '11/23/2026T11:00:01' };
  expect(await messageFor(leadParams(future))).toMatch(/future/);
  expect(await messageFor(leadParams({ ...tenOClock, date: '11/23/2026T10:59:00' }))).toMatch(/successfully/);
});

test('a lead source must be one of the pick list', async () => {
  const leadSource = { originatingLeadSourceId: '7' };
  expect(await messageFor(leadParams(undefined, { prospect: { leadSource } }))).toMatch(
    /originatingLeadSourceId/,
  );
  const company = { ...makeCompany({ subdomain: 'demo', properties: 1, firstPropertyId: 700003 }) };
  const companies = [{ ...company, leadSources: [{ id: '7', name: 'Seven' }] }];
  expect(await messageFor(leadParams(undefined, { prospect: { leadSource } }), { companies })).toMatch(
    /successfully/,
  );
});

test('an appointment needs a readable day and time, and a property that gives tours', async () => {
  expect(await messageFor(leadParams({ ...tenOClock, appointmentDate: '31/12/2026' }))).toMatch(/not valid/);
  expect(await messageFor(leadParams({ ...tenOClock, appointmentDate: '2026-11-24' }))).toMatch(
    /MM\/DD\/YYYY/,
  );
  expect(await messageFor(leadParams({ ...tenOClock, timeFrom: 'noon' }))).toMatch(/not valid/);
  const unsupported = [
    makeCompany({ subdomain: 'demo', properties: 1, firstPropertyId: 700003, tours: 'unsupported' }),
  ];
  expect(await messageFor(leadParams(tenOClock), { companies: unsupported })).toMatch(/not supported/);
  expect(await messageFor(leadParams(undefined), { companies: unsupported })).toMatch(/successfully/);
});

test('a person who is known is added again, or refused where the quirk says so', async () => {
  const known = async (quirks: object) => {
    const { call } = openGateway({ quirks });
    await call('leads/sendLeads', leadParams(undefined));
    return (await call('leads/sendLeads', leadParams(undefined))).json.response.code;
  };
  expect(await known({})).toBe(200);
  expect(await known({ refuseKnownPeople: true })).toBe(300);
});

test('a request without prospects is an error, not a record', async () => {
  expect(await messageFor({ propertyId: '700003', prospects: {} })).toMatch(/At least one prospect/);
});
