import { expect, test } from 'vitest';
import { ils } from './post.js';
import { leadParams, openGateway, tenOClock } from './standard-call.js';

test('a reset forgets all that happened, and leaves tokens as they are', async () => {
  const { sandbox, call } = openGateway({ quota: { perMinute: 4 } });
  const token = sandbox.issueToken('demo');
  const overIls = (method: string, params: object = {}) =>
    ils((request) => sandbox.handle(request), 'https://demo.entrata.com', token, method, params);
  await call('leads/sendLeads', leadParams(tenOClock));
  await overIls('updatePropertyStatus', { propertyId: '700001', status: 'APPROVED' });
  sandbox.changeProperty('demo', '700001', { name: 'Renamed' });
  sandbox.removeProperty('demo', '700002');
  const script = sandbox.fail({ method: 'getProperties', fault: { kind: 'html' } });
  const { ledger } = sandbox;
  const firstLead = ledger.leads[0]?.leadId;
  expect([ledger.leads.length, sandbox.approvals.length, sandbox.journal.length]).toEqual([1, 1, 2]);

  sandbox.reset();

  expect([ledger.leads, ledger.appointments, sandbox.approvals, sandbox.journal]).toEqual([[], [], [], []]);
  expect([ledger.appointmentsOf({ email: 'ada@example.test' }), ledger.doubleBooked()]).toEqual([[], []]);
  const { json, headers } = await call('properties/getProperties', {});
  const names = json.response.result?.PhysicalProperty?.Property?.map((property) => property.MarketingName);
  expect(names).toEqual(['Lantern Lofts', 'Prairie Row Apartments', 'Mile Marker Flats']);
  expect([script.hits, headers.get('x-ratelimit-remaining')]).toEqual([0, '3/MINUTE']);
  expect((await overIls('getClientInfo')).json.response.result?.cid).toBe(4101);
  await call('leads/sendLeads', leadParams(tenOClock));
  expect(ledger.appointments).toMatchObject([{ start: '10:00', status: 'booked' }]);
  expect(ledger.leads[0]?.leadId).not.toBe(firstLead);
});

test('names what there is when a test names what there is not', () => {
  const { sandbox } = openGateway();
  expect(() => sandbox.issueCode('nobody')).toThrow('no company nobody, but demo, coppermesa, harborpine');
  expect(() => sandbox.removeProperty('demo', '1')).toThrow(
    'no property 1 of demo, but 700001, 700002, 700003',
  );
  expect(() => sandbox.changeProperty('demo', '700101', {})).toThrow('no property 700101');
});
