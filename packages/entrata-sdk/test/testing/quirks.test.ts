import { expect, test } from 'vitest';
import { FakeEntrata, makeCompany, type Quirks } from '../../src/testing/index.js';
import { ils, post } from './post.js';
import { leadParams, openGateway } from './standard-call.js';

async function properties(quirks: Quirks, propertyIds: string) {
  return (await openGateway({ quirks }).call('properties/getProperties', { propertyIds })).json;
}

test('ids change their type', async () => {
  const { response } = await properties({ swapIdTypes: true }, '700001');
  const [property] = response.result?.PhysicalProperty?.Property ?? [];
  expect([property?.PropertyID, property?.LeaseTerms?.LeaseTerm?.[0]?.Id]).toEqual(['700001', '12']);
  const { call } = openGateway({ quirks: { swapIdTypes: true } });
  const plans = await call('properties/getFloorPlans', { propertyId: 700001 });
  expect(plans.json.response.result?.FloorPlans?.FloorPlan?.[0]?.Identification?.IDValue).toBe(7000011);
});

test('a list of one is the one', async () => {
  const one = await properties({ singleForList: true }, '700001');
  expect(one.response.result?.PhysicalProperty?.Property).toMatchObject({
    PropertyID: 700001,
    SpaceOptions: { SpaceOption: { Name: 'Conventional' } },
  });
  const two = await properties({ singleForList: true }, '700001,700002');
  expect(two.response.result?.PhysicalProperty?.Property).toHaveLength(2);
});

test('code, request id, wrapper, byte order mark and markup', async () => {
  expect((await properties({ code: 'text' }, '700001')).response.code).toBe('200');
  expect((await properties({ code: 'absent' }, '700001')).response).not.toHaveProperty('code');
  expect((await properties({ numericRequestId: true }, '700001')).response.requestId).toBe(15);
  const bare: object = await properties({ unwrapped: true }, '700001');
  expect(Object.keys(bare)).toEqual(['requestId', 'code', 'result']);
  const marked = await properties({ markupDescriptions: true }, '700001');
  expect(marked.response.result?.PhysicalProperty?.Property?.[0]?.ShortDescription).toEqual({
    b: expect.any(String),
  });
  const { sandbox } = openGateway({ quirks: { byteOrderMark: true } });
  const reply = await sandbox.handle(
    new Request('https://demo.entrata.com/api/v1/properties', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        auth: { type: 'basic', username: 'demo-api', password: 'demo-sandbox-password' },
        method: { name: 'getProperties' },
      }),
    }),
  );
  expect([...new Uint8Array(await reply.arrayBuffer()).slice(0, 4)]).toEqual([0xef, 0xbb, 0xbf, 0x7b]);
});

test('nothing free: an empty list, a text, or no key', async () => {
  const params = { propertyId: '700001', fromDate: '11/29/2026', toDate: '11/29/2026' };
  const free = async (quirks: Quirks) =>
    (await openGateway({ quirks }).call('properties/getCalendarAvailability r2', params)).json.response
      .result;
  expect(await free({})).toEqual({ availableTours: { availableTour: [] } });
  expect(await free({ noTours: 'text' })).toMatch(/^No records found/);
  expect(await free({ noTours: 'absent' })).toEqual({ availableTours: {} });
  expect(await free({ noTours: 'success' })).toEqual({ success: true });
});

test('floor plans with rooms in the other order, months for deposits, no attributes and empty elements', async () => {
  const plan = async (quirks: Quirks) => {
    const { json } = await openGateway({ quirks }).call('properties/getFloorPlans', { propertyId: 700001 });
    return json.response.result?.FloorPlans?.FloorPlan?.[1];
  };
  const types = async (quirks: Quirks) =>
    (await plan(quirks))?.Room?.map((room) => room['@attributes']?.RoomType ?? room.RoomType);
  expect(await types({})).toEqual(['Bedroom', 'Bathroom']);
  expect(await types({ bathroomsFirst: true })).toEqual(['Bathroom', 'Bedroom']);
  expect(await types({ mergedAttributes: true })).toEqual(['Bedroom', 'Bathroom']);
  expect((await plan({ mergedAttributes: true }))?.SquareFeet).toEqual({ Min: '640', Max: '700' });
  expect((await plan({ monthlyDeposits: true }))?.Deposit?.Amount).toEqual({
    '@attributes': { AmountType: 'MonthMultiple' },
    ValueRange: { '@attributes': { Min: '1', Max: '1' } },
  });
  expect((await plan({ emptyElements: 'list' }))?.Comment).toEqual([]);
  expect((await plan({ emptyElements: 'texts' }))?.Comment).toEqual(['']);
  expect((await plan({ emptyElements: 'object' }))?.Comment).toEqual({});
});

test('units with spaces in a list, areas in meters, addresses in another place', async () => {
  const unit = async (quirks: Quirks) => {
    const params = { propertyId: 700002, showUnitSpaces: '1' };
    const { json } = await openGateway({ quirks }).call(
      'propertyunits/getUnitsAvailabilityAndPricing',
      params,
    );
    return json.response.result?.PropertyUnits?.PropertyUnit?.[0];
  };
  expect(Object.keys((await unit({}))?.UnitSpace ?? {})).toEqual(['7000025101', '7000025102']);
  expect((await unit({ listedSpaces: true }))?.UnitSpace?.map((space) => space['@attributes']?.Id)).toEqual([
    '7000025101',
    '7000025102',
  ]);
  expect((await unit({ squareMeters: true }))?.['@attributes']?.Area).toBe('44.5935 SquareMeter');
  const { call } = openGateway({ quirks: { addressInfo: true } });
  const mits = await call('propertyunits/getMitsPropertyUnits', { propertyIds: '700001' });
  const id = mits.json.response.result?.PhysicalProperty?.Property?.[0]?.PropertyID;
  expect([id?.AddressInfo?.City, id?.Address]).toEqual(['Chicago', undefined]);
});

test('leads where the container says, also of sendLeads, with fractions in their stamps', async () => {
  const sent = async (quirks: Quirks) => {
    const { call } = openGateway({ quirks });
    const reply = await call('leads/sendLeads', leadParams(undefined));
    const read = await call('leads/getLeads', { propertyId: 700003 });
    return [reply, read].map(({ json }) => json.response.result?.prospects);
  };
  expect(await sent({})).toMatchObject([{ prospect: [{}] }, { prospect: [{}] }]);
  expect(await sent({ leadContainer: 'nested' })).toMatchObject([[{ prospect: [{}] }], [{ prospect: [{}] }]]);
  expect(await sent({ leadContainer: 'list' })).toMatchObject([
    [{ status: 'Success' }],
    [{ propertyId: '700003' }],
  ]);
  const [, stamped] = await sent({ stampFractions: true });
  expect(stamped?.prospect?.[0]?.createdOn).toBe('11/23/2026 11:00:00.123456 MST');
});

test('nothing found: a text, or an error with or without a code', async () => {
  const found = async (quirks: Quirks) => {
    const { call } = openGateway({ quirks });
    const { status, json } = await call('properties/getFloorPlans', {
      propertyId: 700001,
      propertyFloorPlanIds: '1',
    });
    return [status, json.response.result ?? json.response.error];
  };
  const message = 'No records found with mentioned preferences.';
  expect(await found({})).toEqual([200, message]);
  expect(await found({ nothingFound: 'error' })).toEqual([400, { code: 400, message }]);
  expect(await found({ nothingFound: 'codeless' })).toEqual([400, { message }]);
});

test('no leads: an empty list, a text, or one of the forms that say nothing', async () => {
  const leads = async (quirks: Quirks) => {
    const { call } = openGateway({ quirks });
    const { json } = await call('leads/getLeads', { propertyId: '700003', email: 'nobody@example.test' });
    return json.response.result;
  };
  expect(await leads({})).toEqual({ prospects: [] });
  expect(await leads({ noLeads: 'text' })).toMatch(/^No records found/);
  expect(await leads({ noLeads: 'null' })).toBeNull();
  expect(await leads({ noLeads: 'array' })).toEqual([]);
  expect(await leads({ noLeads: 'object' })).toEqual({});
});

test('expires_in as text or absent; statuses on the hosts that usually have none', async () => {
  const exchange = async (quirks: Quirks) => {
    const sandbox = new FakeEntrata({ quirks, tokenLifeSeconds: 3600 });
    const auth = {
      type: 'oauth',
      grant_type: 'authorization_code',
      code: sandbox.issueCode('demo'),
      client_id: sandbox.oauth.clientId,
      client_secret: sandbox.oauth.clientSecret,
    };
    const body = { auth, method: { name: 'getAccessToken', params: {} } };
    return (await post((request) => sandbox.handle(request), 'https://sync.entrata.com/api/oauth', body))
      .json;
  };
  expect((await exchange({})).response.result?.expires_in).toBe(3600);
  expect((await exchange({ expiresIn: 'text' })).response.result?.expires_in).toBe('3600');
  expect((await exchange({ expiresIn: 'absent' })).response.result).not.toHaveProperty('expires_in');
  const sandbox = new FakeEntrata({ quirks: { httpStatuses: true } });
  const send = (request: Request) => sandbox.handle(request);
  const refused = await ils(send, 'https://demo.entrata.com', 'no-token', 'getProperties');
  expect([refused.status, refused.json.response.error?.code]).toEqual([401, 401]);
});

test('a listing too long to render at once is the same listing', async () => {
  const companies = [makeCompany({ subdomain: 'demo', properties: 5_001 })];
  const { json, headers } = await openGateway({ companies }).call('properties/getProperties');
  const listed = json.response.result?.PhysicalProperty?.Property ?? [];
  expect(listed).toHaveLength(5_001);
  expect([json.response.requestId, json.response.code, headers.get('content-type')]).toEqual([
    '15',
    200,
    'application/json; charset=UTF-8',
  ]);
  expect(listed.map((property) => String(property.PropertyID))).toEqual(
    companies[0]?.properties.map(({ id }) => id),
  );
});

test('errors under status, and codes of errors as texts', async () => {
  const refused = async (quirks: Quirks) =>
    (await openGateway({ quirks }).call('properties/getProperties', { propertyIds: '1' })).json.response;
  const message = 'The application has no permission for property 1.';
  expect(await refused({ statusErrors: true })).toEqual({
    requestId: '15',
    code: 403,
    status: { code: 311, message },
  });
  expect(await refused({ code: 'text' })).toEqual({
    requestId: '15',
    code: '403',
    error: { code: '311', message },
  });
});

test('errors as one flat object, and failed records under code 200', async () => {
  const flat = openGateway({ quirks: { flatErrors: true } });
  const { status, json } = await flat.call('properties/getProperties', { propertyIds: '1' });
  expect([status, json.response]).toEqual([
    403,
    {
      requestId: '15',
      code: 311,
      result: 'error',
      message: 'The application has no permission for property 1.',
    },
  ]);
  const { call } = openGateway({ quirks: { failuresUnder200: true } });
  const failed = await call('leads/sendLeads', leadParams(undefined, { customer: { name: {} } }));
  expect(failed.json.response).toMatchObject({
    code: 200,
    result: { prospects: { prospect: [{ status: 'Failed' }] } },
  });
});

test('a long listing is made while it is read', async () => {
  const companies = [makeCompany({ subdomain: 'demo', properties: 20_000 })];
  const { sandbox } = openGateway({ companies });
  const body = JSON.stringify({ auth: { type: 'apikey' }, method: { name: 'getProperties' } });
  const headers = { 'content-type': 'application/json', 'x-api-key': 'demo-sandbox-key' };
  const url = 'https://apis.entrata.com/ext/orgs/demo/v1/properties';
  const reply = await sandbox.handle(new Request(url, { method: 'POST', headers, body }));
  const reader = reply.body?.getReader();
  const first = await reader?.read();
  await reader?.cancel();
  expect(first?.value?.length).toBeGreaterThan(60_000);
  expect(first?.value?.length).toBeLessThan(80_000);
});
