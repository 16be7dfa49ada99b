import { describe, expect, test } from 'vitest';
import { FakeEntrata } from '../../src/testing/index.js';
import { fixedClock } from './fixed-clock.js';
import { post } from './post.js';
import { elevenOClock, leadParams, openGateway } from './standard-call.js';

// What working clients send, and published models describe, besides the calls of our own SDK.
const resultOf = async (target: string, params: unknown = {}) =>
  (await openGateway().call(target, params)).json.response.result;

test('the API says that it is up', async () => {
  expect(await resultOf('status/getStatus')).toEqual({ status: 'Success', message: expect.any(String) });
});

test('phone numbers of all properties, where none is named', async () => {
  expect(Object.keys((await resultOf('properties/getPhoneNumber')) ?? {})).toEqual([
    '700001',
    '700002',
    '700003',
  ]);
});

test('pick lists of leads r1, by the published parameter and for several properties', async () => {
  const result = await resultOf('leads/getLeadPickLists', { propertyIds: '700001,700003' });
  expect(Object.keys(result?.Property ?? {})).toEqual(['700001', '700003']);
  expect(result?.Property?.['700003']?.['@attributes']).toEqual({ Id: 700003 });
  expect(result?.EventResults?.EventResult?.[1]).toEqual({ name: 'Cancelled', Id: 602 });
});

test('pick lists of properties in both versions', async () => {
  const r1 = await resultOf('properties/getPropertyPickLists', { propertyIds: '700002' });
  const [property] = r1?.company?.searchAreas?.countries?.[0]?.country?.[0]?.Property ?? [];
  expect(property?.['@attributes']).toEqual({ Id: 700002, Name: 'Prairie Row Apartments', IsDisabled: 0 });
  expect(property?.PropertyFloorplans?.PropertyFloorplan?.[0]).toEqual({
    '@attributes': { Id: 7000021, Name: 'Studio S1' },
  });
  const r2 = await resultOf('properties/getPropertyPickLists r2');
  expect(r2?.properties?.property).toHaveLength(3);
  expect(r2?.properties?.property?.[1]?.leaseTerms?.leaseTerm?.[2]).toMatchObject({
    leaseTermId: 99,
    leaseTermName: 'Fall 2027',
    leaseStartWindows: { leaseStartWindow: [{ windowStartDate: '08/15/2027' }] },
  });
});

test('specials in the tree of each version', async () => {
  const ask = (version: string) => resultOf(`propertyunits/getSpecials ${version}`, { propertyId: 700001 });
  const r1 = (await ask('r1'))?.PhysicalProperty?.Property;
  expect(r1?.Concession?.[0]).toMatchObject({
    '@attributes': { Active: 1 },
    DescriptionHeader: 'Look &amp; lease',
  });
  const special = { id: '1', name: 'Look &amp; lease' };
  expect((await ask('r2'))?.specials?.propertySpecials?.special?.[0]).toMatchObject({
    ...special,
    isActive: '1',
  });
  expect((await ask('r3'))?.specials?.propertySpecials?.special?.[0]).toMatchObject({
    ...special,
    isActive: 1,
    giftValue: '500.00',
  });
  expect((await ask('r4'))?.specialGroups?.[0]?.specials?.[0]).toMatchObject({ specialId: '1', rate: [] });
});

test('a lead in the tree of MITS is taken, and leads are read in it', async () => {
  const { sandbox, call } = openGateway();
  const prospect = {
    TransactionData: { OriginatingLeadSource: 'Phone Book' },
    LastUpdateDate: '2026-11-23T10:59:00',
    Customers: {
      Customer: {
        Name: { FirstName: 'Mina', LastName: 'Test' },
        Phone: [{ PhoneNumber: '555-010-0100', '@attributes': { PhoneType: 'personal' } }],
        Email: 'mina@example.test',
      },
    },
    events: { event: [{ type: 'Self Tour', date: '11/23/2026', timeFrom: '10:00 am', timeTo: '10:30 am' }] },
  };
  const params = { propertyId: 700003, isWaitList: '0', Prospects: { Prospect: [prospect] } };
  const taken = await call('leads/sendMitsLeads', params);
  const [lead] = sandbox.ledger.leads;
  expect(lead).toMatchObject({ firstName: 'Mina', email: 'mina@example.test', phone: '555-010-0100' });
  expect(taken.json.response.result?.Prospects?.Prospect).toEqual([
    {
      '@attributes': {
        node: '1',
        reference_id: lead?.leadId,
        applicant_id: lead?.applicantId,
        status: 'Success',
        message: 'Lead inserted successfully.',
      },
    },
  ]);
  expect(sandbox.ledger.appointments).toEqual([]);

  await call('leads/sendLeads', leadParams(elevenOClock));
  const asked = { propertyId: 700003, email: 'ada@example.test', eventTypeIds: 17 };
  const read = await call('leads/getMitsLeads', asked);
  expect(read.headers.get('x-total-count')).toBe('1');
  expect(read.json.response.result?.LeadManagement?.[0]?.Prospects?.Prospect).toMatchObject([
    {
      TransactionData: { Identification: [{ IDValue: sandbox.ledger.leads[1]?.leadId, Status: 'Lead' }] },
      LastUpdateDate: '11/23/2026 11:00:00 MST',
      Customers: { Customer: { Name: { FirstName: 'Ada', LastName: 'Test' }, Email: 'ada@example.test' } },
      Events: { Event: [{ '@attributes': { EventType: 'Appointment' } }] },
    },
  ]);
  const { json } = await call('leads/sendMitsLeads', { ...params, Prospects: {} });
  expect(json.response.error).toMatchObject({ code: 400, message: 'At least one prospect is required.' });
});

describe('a self-guided tour', () => {
  const selfGuided = (date: string) => leadParams({ type: 'SelfGuidedTour', date, comments: 'Self guided' });

  test('that says only when it was logged takes no place from the next person', async () => {
    const { sandbox, clock, call } = openGateway();
    // Ten o'clock in Denver is a slot there, and it is ten now.
    clock.set('2026-11-23T17:00:30Z');
    for (const email of ['one@example.test', 'two@example.test']) {
      const params = { ...selfGuided('11/23/2026T10:00:30') };
      params.prospects.prospect.createdDate = '11/23/2026T09:59:00';
      params.prospects.prospect.customers.customer.email = email;
      const { json } = await call('leads/sendLeads', params);
      expect(json.response.result?.prospects?.prospect?.[0]?.status).toBe('Success');
    }
    expect(sandbox.ledger.leads).toHaveLength(2);
    expect(sandbox.ledger.appointments).toEqual([]);
  });

  test('whose date is a slot to come is an appointment', async () => {
    const { sandbox, call } = openGateway();
    await call('leads/sendLeads', selfGuided('11/24/2026T10:00:00'));
    expect(sandbox.ledger.appointments).toMatchObject([{ date: '2026-11-24', start: '10:00' }]);
  });
});

test('fields of the published models that clients read', async () => {
  const params = { propertyId: 700001, mediaTypeId: 1, mediaSubTypeId: 1 };
  const media = (await resultOf('properties/getPropertyMedia', params))?.media?.[0];
  expect(media).toHaveProperty('mediaProvider');
  expect(media).toHaveProperty('description');
  const types = await resultOf('propertyunits/getUnitTypes', { propertyId: 700001 });
  expect(types?.property?.longDescription).toMatch(/Managed by/);
  const units = await resultOf('propertyunits/getPropertyUnits', { propertyIds: 700001 });
  expect(units?.properties?.property?.[0]).toMatchObject({
    propertyName: 'Lantern Lofts',
    unitCount: 11,
    buildingCount: 1,
    propertyAvailabilityURL: expect.stringMatching(/^https:/),
  });
});

test('Basic credentials in the body open the gateway where that is asked for, and nowhere else', async () => {
  const statusOf = async (gatewayBasic: boolean, password: string) => {
    const sandbox = new FakeEntrata({ clock: fixedClock('2026-11-23T18:00:00Z'), quirks: { gatewayBasic } });
    const auth = { type: 'basic', username: 'demo-api', password };
    const url = 'https://apis.entrata.com/ext/orgs/demo/v1/properties';
    const body = { auth, method: { name: 'getProperties' } };
    return (await post((request) => sandbox.handle(request), url, body)).status;
  };
  expect(await statusOf(true, 'demo-sandbox-password')).toBe(200);
  expect(await statusOf(true, 'wrong')).toBe(401);
  expect(await statusOf(false, 'demo-sandbox-password')).toBe(401);
});
