import { afterEach, beforeEach, expect, test } from 'vitest';
import { basic, gateway, gatewayHeaders, openForOthers } from './third-party-call.js';

// Bodies and headers as published clients of the real Entrata send them, over real sockets, without our SDK.
let others: Awaited<ReturnType<typeof openForOthers>>;

beforeEach(async () => {
  others = await openForOthers();
});
afterEach(() => others.close());

test('an internet listing service: token at the company host, params as an empty list', async () => {
  const { sandbox, send } = others;
  const { response } = await send(
    '/demo/api/oauth',
    { 'content-type': 'application/json' },
    {
      auth: {
        type: 'oauth',
        code: sandbox.issueCode('demo'),
        grant_type: 'authorization_code',
        client_id: 'demo.sandbox',
        client_secret: 'sandbox-secret',
      },
      method: { name: 'getAccessToken', params: [] },
    },
  );
  const token = String(response.result?.access_token);
  const info = await send(
    '/demo/api/ils/internetlisting',
    { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    { auth: { type: 'oauth' }, method: { name: 'getClientInfo', params: [] } },
  );
  expect(info.response.result?.cid).toBe(4101);
});

test('a Node client: every parameter sent, most of them empty', async () => {
  const { send } = others;
  const { response } = await send(
    '/demo/api/leads/',
    { 'content-type': 'application/json', authorization: basic },
    {
      auth: { type: 'basic' },
      requestId: 15,
      method: {
        name: 'getLeads',
        version: 'r1',
        params: {
          propertyId: 700003,
          leadId: '',
          name: '',
          telephone: '',
          email: '',
          leadStatusIds: '',
          psProductIds: '',
          includeDemographics: false,
          fromDate: '',
          toDate: '',
          createdOnDateFrom: '',
          createdOnDateTo: '',
          eventTypeIds: '',
          eventDateFrom: '',
          eventDateTo: '',
        },
      },
    },
  );
  expect(response).toEqual({
    requestId: '15',
    code: 200,
    result: { prospects: [] },
  });
});

test('a Python sync on the gateway: today’s leads, page by page, with a Basic header beside the key', async () => {
  const { sandbox, send } = others;
  const lead = (email: string) => ({
    propertyId: 700003,
    prospects: {
      prospect: {
        createdDate: '11/23/2026T10:59:05',
        customers: { customer: { name: { firstName: 'Ada' }, email } },
      },
    },
  });
  const auth = { type: 'apikey' };
  for (let index = 0; index < 6; index += 1) {
    const method = { name: 'sendLeads', params: lead(`ada${index}@example.test`) };
    await send(`${gateway}/leads`, gatewayHeaders, { auth, method });
  }
  const headers = {
    'Content-Type': 'APPLICATION/JSON; CHARSET=UTF-8',
    'X-Api-Key': 'demo-sandbox-key',
    'X-Send-pagination-Links': '1',
    Authorization: `Basic ${Buffer.from('X-Api-Key:demo-sandbox-key').toString('base64')}`,
    Accept: '*/*',
    'Accept-Encoding': 'gzip, deflate, br',
  };
  const page = await send(`${gateway}/leads?page_no=1&per_page=5`, headers, {
    auth,
    requestId: '15',
    method: {
      name: 'getLeads',
      version: 'r1',
      params: {
        propertyId: 700003,
        includeDemographics: '0',
        fromDate: '11/23/2026',
        toDate: '11/23/2026',
        excludeAmenities: '0',
      },
    },
  });
  expect(page.response.result?.prospects?.prospect).toHaveLength(5);
  expect([page.headers['x-total-count'], String(page.headers.link).includes('page_no=2')]).toEqual([
    '6',
    true,
  ]);
  expect(sandbox.ledger.leads).toHaveLength(6);
});

test('a Java client: pick lists with null for every parameter it does not use', async () => {
  const { send } = others;
  const { response } = await send(
    '/demo/api/v1/leads',
    { 'Content-Type': 'application/json', Authorization: basic },
    {
      auth: { type: 'basic' },
      requestId: 15,
      method: {
        name: 'getLeadPickLists',
        version: 'r2',
        params: { showAllStatus: 0, propertyId: '700003', propertyIds: null, fromDate: null },
      },
    },
  );
  expect(response.result?.eventTypes?.eventType?.[0]?.['@attributes']).toEqual({
    id: '9',
    name: 'Onsite Visit',
  });
});
