import { expect, test } from 'vitest';
import type { Quirks } from '../../src/testing/index.js';
import { leadParams, openGateway, tenOClock } from './standard-call.js';

async function openWithLeads(count: number, options = {}) {
  const gateway = openGateway(options);
  for (let index = 0; index < count; index += 1) {
    const customer = { name: { firstName: `Ada ${index}` }, email: `ada${index}@example.test` };
    await gateway.call('leads/sendLeads', leadParams(index === 0 ? tenOClock : undefined, { customer }));
  }
  return gateway;
}

test('leads are paged, with a total, and with links for those who ask', async () => {
  const { call } = await openWithLeads(12);
  const params = { propertyId: '700003' };
  const everything = await call('leads/getLeads', params);
  expect(everything.json.response.result?.prospects?.prospect).toHaveLength(12);
  const page = await call('leads/getLeads r1?page_no=2&per_page=5', params, {
    'x-send-pagination-links': '1',
  });
  const names = page.json.response.result?.prospects?.prospect?.map(
    (lead) => lead.customers?.customer?.[0]?.firstName,
  );
  expect(names).toEqual(['Ada 5', 'Ada 6', 'Ada 7', 'Ada 8', 'Ada 9']);
  expect(page.headers.get('x-total-count')).toBe('12');
  expect(page.headers.get('link')).toBe(
    [
      '<https://apis.entrata.com/ext/orgs/demo/v1/leads?page_no=1&per_page=5>; rel="first"',
      '<https://apis.entrata.com/ext/orgs/demo/v1/leads?page_no=3&per_page=5>; rel="last"',
      '<https://apis.entrata.com/ext/orgs/demo/v1/leads?page_no=1&per_page=5>; rel="prev"',
      '<https://apis.entrata.com/ext/orgs/demo/v1/leads?page_no=3&per_page=5>; rel="next"',
    ].join(', '),
  );
  const bare = await call('leads/getLeads r1?page_no=2&per_page=5', params);
  expect(bare.headers.get('link')).toBeNull();
  expect((await call('leads/getLeads r1?per_page=4', params)).status).toBe(400);
});

test('leads are found by phone, name and day of creation', async () => {
  const { call } = await openWithLeads(3);
  const count = async (params: object) => {
    const { json } = await call('leads/getLeads', { propertyId: '700003', ...params });
    return json.response.result?.prospects?.prospect?.length ?? 0;
  };
  expect(await count({ telephone: '5550100100' })).toBe(3);
  expect(await count({ name: 'ada 1' })).toBe(1);
  expect(await count({ createdOnDateFrom: '11/23/2026', createdOnDateTo: '11/23/2026' })).toBe(3);
  expect(await count({ createdOnDateFrom: '11/24/2026' })).toBe(0);
  expect(await count({ fromDate: '11/23/2026', toDate: '11/23/2026' })).toBe(3);
  expect(await count({ fromDate: '11/20/2026', toDate: '11/22/2026' })).toBe(0);
  expect(await count({ leadStatusIds: '1,2' })).toBe(3);
  expect(await count({ leadStatusIds: '2' })).toBe(0);
  expect((await call('leads/getLeads', { propertyId: '700003', createdOnDateFrom: 'x' })).status).toBe(400);
  expect((await call('leads/getLeads', { propertyId: '700003', eventTypeIds: '1,2,3,4,5,6' })).status).toBe(
    400,
  );
});

test('leads are listed as published, nested once more, or bare', async () => {
  const prospectsWith = async (quirks: Quirks) => {
    const { call } = await openWithLeads(1, { quirks });
    const { json } = await call('leads/getLeads', { propertyId: '700003' });
    return json.response.result?.prospects;
  };
  const lead = expect.objectContaining({ propertyId: '700003' });
  expect(await prospectsWith({})).toEqual({ prospect: [lead] });
  expect(await prospectsWith({ leadContainer: 'nested' })).toEqual([{ prospect: [lead] }]);
  expect(await prospectsWith({ leadContainer: 'list' })).toEqual([lead]);
});

test('a lead has its customers flat and is createdOn a day, as published; or as requests write them', async () => {
  const leadWith = async (quirks: Quirks) => {
    const { call } = await openWithLeads(1, { quirks });
    const { json } = await call('leads/getLeads', { propertyId: '700003' });
    return json.response.result?.prospects?.prospect?.[0];
  };
  const published = await leadWith({});
  const at = '11/23/2026 11:00:00 MST';
  expect(published).toMatchObject({ createdOn: at, lastUpdatedDate: at });
  expect(published).not.toHaveProperty('createdDate');
  expect(published?.customers?.customer).toEqual([
    {
      customerId: expect.any(String),
      namePrefix: '',
      firstName: 'Ada 0',
      lastName: '',
      personalPhoneNumber: '555-010-0100',
      email: 'ada0@example.test',
    },
  ]);
  expect(published?.customers?.customer?.[0]?.customerId).not.toBe(published?.applicantId);
  const nested = await leadWith({ nestedCustomers: true });
  expect(nested).toMatchObject({ createdDate: '11/23/2026 11:00:00 MST' });
  expect(nested).not.toHaveProperty('createdOn');
  expect(nested?.customers?.customer).toMatchObject([
    {
      applicantId: nested?.applicantId,
      name: { firstName: 'Ada 0' },
      phone: { personalPhoneNumber: '555-010-0100' },
    },
  ]);
});

test('events say eventReasons in getLeads and eventReason in getLeadEvents', async () => {
  const { call } = openGateway();
  await call('leads/sendLeads', leadParams({ ...tenOClock, eventReasons: 'Tour' }));
  const leads = await call('leads/getLeads', { propertyId: '700003', eventTypeIds: '17,18' });
  const [inLead] = leads.json.response.result?.prospects?.prospect?.[0]?.events?.event ?? [];
  expect(inLead).toMatchObject({ eventReasons: 'Tour', comments: 'n/a', date: '11/23/2026 11:00:00 MST' });
  const events = await call('leads/getLeadEvents', {
    propertyId: '700003',
    applicationId: leads.json.response.result?.prospects?.prospect?.[0]?.applicationId,
  });
  const [inEvents] = events.json.response.result?.prospects?.prospect?.[0]?.events?.event ?? [];
  expect(inEvents).toMatchObject({ eventReason: 'Tour', appointmentDate: '2026-11-24', timeTo: '10:30:00' });
  expect(inEvents).not.toHaveProperty('comments');
});

test('events of a property are listed by the days on which they were logged; without days a lead must be named', async () => {
  const { call } = openGateway();
  await call('leads/sendLeads', leadParams(tenOClock));
  const count = async (method: string, params: object) => {
    const { json } = await call(method, { propertyId: '700003', eventTypeIds: '17', ...params });
    return json.response.result?.prospects?.prospect?.[0]?.events?.event?.length ?? 0;
  };
  const today = { eventDateFrom: '11/23/2026', eventDateTo: '11/23/2026' };
  const later = { eventDateFrom: '11/24/2026', eventDateTo: '11/30/2026' };
  for (const method of ['leads/getLeads', 'leads/getLeadEvents']) {
    expect([await count(method, today), await count(method, later)]).toEqual([1, 0]);
  }
  const refused = await call('leads/getLeadEvents', { propertyId: '700003', eventTypeIds: '17' });
  expect([refused.status, refused.json.response.error?.message]).toEqual([
    400,
    expect.stringContaining('applicationId is required'),
  ]);
});

test('pick lists: r1 in capitals with lead sources, r2 without them', async () => {
  const { call } = openGateway();
  const r1 = (await call('leads/getLeadPickLists r1', { propertyId: '700003' })).json.response.result;
  const property = r1?.Property?.['700003' as never] as typeof r1;
  expect(property?.LeadSources?.LeadSource?.[0]).toEqual({
    '@attributes': { name: 'Example Rental Marketplace', Id: 105949, WebVisible: 1 },
  });
  expect(r1?.EventResults?.EventResult?.[1]).toEqual({ name: 'Cancelled', Id: 602 });
  const r2 = (await call('leads/getLeadPickLists r2', { propertyId: '700003' })).json.response.result;
  expect(r2?.eventSubTypes?.eventSubType?.[1]).toEqual({
    '@attributes': { id: '454', name: 'Tour', eventTypeId: '17' },
  });
  expect(JSON.stringify(r2)).not.toContain('105949');
});
