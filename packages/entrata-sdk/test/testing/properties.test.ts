import { expect, test } from 'vitest';
import { FakeEntrata } from '../../src/testing/index.js';
import { ils, post } from './post.js';
import { openGateway } from './standard-call.js';

const demo = 'https://demo.entrata.com';

test('lists the properties of the company in the captured shape', async () => {
  const sandbox = new FakeEntrata();
  const send = (request: Request) => sandbox.handle(request);
  const { json } = await ils(send, demo, sandbox.issueToken('demo'), 'getProperties');
  const properties = json.response.result?.PhysicalProperty?.Property ?? [];
  expect(properties).toHaveLength(3);
  expect(properties[0]).toMatchObject({
    PropertyID: 700001,
    MarketingName: 'Lantern Lofts',
    Address: {
      '@attributes': { AddressType: 'property' },
      City: 'Chicago',
      State: 'IL',
      PostalCode: '60601',
    },
    Phone: { PhoneNumber: expect.stringMatching(/^31255501\d\d$/) },
    IsDisabled: 0,
  });
  expect(JSON.stringify(properties)).not.toMatch(/Latitude|MarketRent/);
});

test('refuses a property of another company with 311', async () => {
  const sandbox = new FakeEntrata();
  const send = (request: Request) => sandbox.handle(request);
  const params = { propertyIds: '700001,700101' };
  const { json, status } = await ils(send, demo, sandbox.issueToken('demo'), 'getProperties', params);
  expect([status, json.response.error?.code]).toEqual([200, 311]);
});

test('gives coordinates, zone, floor plans, units and pictures that can be fetched', async () => {
  const sandbox = new FakeEntrata();
  const server = await sandbox.listen();
  try {
    const base = `${server.url}/harborpine`;
    const params = { propertyIds: '700201,700202' };
    const { json } = await ils(fetch, base, sandbox.issueToken('harborpine'), 'getMitsPropertyUnits', params);
    const [newYork, anchorage] = json.response.result?.PhysicalProperty?.Property ?? [];
    expect(newYork?.ILS_Identification).toMatchObject({
      Latitude: expect.stringMatching(/^40\.\d{6}$/),
      TimeZone: 'Eastern Standard Time (GMT -0500)',
      DaylightSaving: '1',
    });
    expect(anchorage?.ILS_Identification?.TimeZone).toBe('Alaska Standard Time (GMT -0900)');
    expect(newYork?.Floorplan).toHaveLength(3);
    expect(newYork?.ILS_Unit).toHaveLength(11);
    expect(newYork?.Floorplan?.[1]?.Room).toEqual([
      // Two working clients take the first for the bedrooms.
      { Count: '1', Comment: 'Bedroom', '@attributes': { RoomType: 'Bedroom' } },
      { Count: '1', Comment: 'Bathroom', '@attributes': { RoomType: 'Bathroom' } },
    ]);
    const picture = await fetch(String(newYork?.File?.[0]?.Src));
    expect(picture.headers.get('content-type')).toBe('image/svg+xml');
    expect(await picture.text()).toMatch(/^<svg .*<\/svg>$/);
  } finally {
    await server.close();
  }
});

test('takes a Host header of Entrata on loopback, an array envelope, and a slash at the end', async () => {
  const sandbox = new FakeEntrata();
  const headers = { authorization: `Bearer ${sandbox.issueToken('demo')}` };
  const body = [{ auth: { type: 'oauth' }, requestId: 15, method: { name: 'getClientInfo', params: [{}] } }];
  const send = (request: Request) => sandbox.handle(request);
  const { json } = await post(send, `${demo}/api/ils/internetlisting/`, body, headers);
  expect(json.response).toMatchObject({ requestId: '15', code: 200, result: { cid: 4101 } });
  const onLoopback = await post(send, 'http://127.0.0.1:1/api/ils/internetlisting', body, {
    ...headers,
    host: 'demo.entrata.com',
  });
  expect(onLoopback.json.response.result?.cid).toBe(4101);
  const inCapitals = await post(send, 'http://127.0.0.1:1/api/oauth', body, { host: 'SYNC.Entrata.com' });
  expect(inCapitals.json.response.error?.message).toMatch(/^Unknown method getClientInfo\./);
});

test('answers an unknown method, a body that is not JSON, and a wrong auth type with an error under HTTP 200', async () => {
  const sandbox = new FakeEntrata();
  const send = (request: Request) => sandbox.handle(request);
  const token = sandbox.issueToken('demo');
  const headers = { authorization: `Bearer ${token}` };
  expect((await ils(send, demo, token, 'getMagic')).json.response.error?.code).toBe(404);
  const broken = await post(send, `${demo}/api/ils/internetlisting`, '{"auth":', headers);
  expect([broken.status, broken.json.response.error?.code]).toEqual([200, 400]);
  const basic = { auth: { type: 'basic' }, method: { name: 'getClientInfo' } };
  const wrong = await post(send, `${demo}/api/ils/internetlisting`, basic, headers);
  expect(wrong.json.response.error?.code).toBe(401);
});

test('records the answer to an activation', async () => {
  const sandbox = new FakeEntrata();
  const send = (request: Request) => sandbox.handle(request);
  const params = { propertyId: 700001, status: 'APPROVED' };
  const { json } = await ils(send, demo, sandbox.issueToken('demo'), 'updatePropertyStatus', params);
  expect(json.response.code).toBe(200);
  const undecided = await ils(send, demo, sandbox.issueToken('demo'), 'updatePropertyStatus', {
    propertyId: 700001,
  });
  expect(undecided.json.response.error?.message).toBe('status is required.');
  expect(sandbox.approvals).toMatchObject([
    { subdomain: 'demo', propertyId: '700001', decision: 'APPROVED' },
  ]);
});

test('phone numbers, websites, and the clients that a key opens', async () => {
  const { sandbox, call } = openGateway();
  const phones = await call('properties/getPhoneNumber', { propertyIds: [700001, 700003] });
  expect(phones.json.response.result).toEqual({ '700001': '(312) 555-0101', '700003': '(303) 555-0103' });
  const sites = await call('properties/getWebsites', { propertyIds: '700001' });
  expect(sites.json.response.result?.websites?.website?.[0]).toMatchObject({
    name: 'Lantern Lofts',
    websiteProperties: { websiteProperty: [{ propertyId: '700001' }] },
  });
  const atRsync = (name: string, key: string) =>
    post(
      (request) => sandbox.handle(request),
      'https://apis.entrata.com/ext/orgs/rsync/v1/appinfo',
      { auth: { type: 'apikey' }, method: { name } },
      { 'x-api-key': key },
    );
  const clients = await atRsync('getAccessibleClients', 'demo-sandbox-key');
  expect(clients.json.response.result).toEqual({
    orgs: [{ subdomain: 'demo', id: 4101, name: 'Prairie Lantern Residential' }],
  });
  expect((await atRsync('getAccessibleClients', 'nobody')).status).toBe(401);
  expect((await atRsync('getProperties', 'demo-sandbox-key')).status).toBe(400);
  expect((await call('appinfo/getAccessibleClients')).json.response.error?.message).toMatch(/rsync/);
});

test('says by the published keys what strangers live on: getProperties', async () => {
  const sandbox = new FakeEntrata({ clock: { now: () => Date.parse('2026-11-23T18:00:00Z') } });
  const send = (request: Request) => sandbox.handle(request);
  const params = { propertyIds: '700001,700002' };
  const { json } = await ils(send, demo, sandbox.issueToken('demo'), 'getProperties', params);
  const [featured, student] = json.response.result?.PhysicalProperty?.Property ?? [];
  expect([featured, student]).toMatchObject([{ IsFeaturedProperty: 1 }, { IsFeaturedProperty: 0 }]);
  expect(student).toMatchObject({
    Addresses: {
      Address: [
        { AddressType: 'Primary', StateCode: 'IL' },
        {
          AddressType: 'Mailing',
          Address: 'PO Box 700002',
          City: 'Chicago',
          StateCode: 'IL',
          PostalCode: '60601',
        },
      ],
    },
    Phone: { '@attributes': { PhoneType: 'primary' } },
    PropertyHours: {
      PoolHours: {
        PoolHour: [{ Day: 'Saturday', AvailabilityType: 'Open', OpenTime: '8:00 AM', CloseTime: '10:00 PM' }],
      },
    },
    SpaceOptions: {
      SpaceOption: [
        { Id: '2', Name: 'Private' },
        { Id: '3', Name: 'Shared' },
      ],
    },
    LeaseTerms: {
      LeaseTerm: [
        { Id: 12, Name: '12 Months', TermMonths: 12, IsProspect: true, IsRenewal: true },
        { Id: 6, IsRenewal: false },
        {
          LeaseStartWindows: {
            LeaseStartWindow: [{ Id: 991, WindowStartDate: '08/15/2027', WindowEndDate: '08/31/2027' }],
          },
        },
      ],
    },
  });
});

test('says by the published keys what strangers live on: getMitsPropertyUnits', async () => {
  const sandbox = new FakeEntrata({ clock: { now: () => Date.parse('2026-11-23T18:00:00Z') } });
  const send = (request: Request) => sandbox.handle(request);
  const params = { propertyIds: '700002' };
  const { json } = await ils(send, demo, sandbox.issueToken('demo'), 'getMitsPropertyUnits', params);
  const [property] = json.response.result?.PhysicalProperty?.Property ?? [];
  expect(property).toMatchObject({
    Information: { PropertyAvailabilityURL: 'https://demo.example.test/700002/availability' },
    Floorplan: expect.arrayContaining([
      expect.objectContaining({
        FloorplanAvailabilityURL: 'https://demo.example.test/700002/7000021',
        Deposit: { Amount: { ValueRange: { '@attributes': { Min: '500.00', Max: '500.00' } } } },
      }),
    ]),
    ILS_Unit: expect.arrayContaining([
      expect.objectContaining({
        FloorLevel: '1',
        Units: { Unit: expect.objectContaining({ BuildingName: 'Main' }) },
        Availability: expect.objectContaining({
          UnitAvailabilityURL: 'https://demo.example.test/units/700002101',
        }),
        Amenity: [{ Description: 'Balcony', '@attributes': { AmenityType: 'Unit' } }],
      }),
    ]),
    Fee: { ApplicationFee: [{ '@attributes': { Type: 'Applicant', Amount: '50.00' } }] },
    Concession: expect.arrayContaining([
      expect.objectContaining({ DescriptionHeader: 'Look &amp; lease', '@attributes': { Active: 'true' } }),
    ]),
    Policy: {
      Pet: [{ Pets: { '@attributes': { PetType: 'Dog' } }, '@attributes': { Allowed: 'true' } }, {}],
    },
  });
});
