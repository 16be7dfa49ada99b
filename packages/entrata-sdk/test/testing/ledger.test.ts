import { expect, test } from 'vitest';
import { makeCompany, someOf, usualTours } from '../../src/testing/index.js';
import { elevenOClock, leadParams, openGateway, tenOClock } from './standard-call.js';

function roomy(count = 1) {
  const tours = { ...usualTours, capacity: 1_000_000 };
  return [makeCompany({ subdomain: 'demo', properties: count, firstPropertyId: 700003, tours })];
}

test('finds the same person twice in the same slot, however the slot was written', async () => {
  const { sandbox, call } = openGateway({ companies: roomy() });
  const book = (event: object, email: string) =>
    call('leads/sendLeads', leadParams(event, { customer: { email } }));
  await book(tenOClock, 'ada@example.test');
  await book(elevenOClock, 'ada@example.test');
  await book(tenOClock, 'bo@example.test');
  expect(sandbox.ledger.doubleBooked()).toEqual([]);
  await book({ ...tenOClock, timeFrom: '10:00 CST', timeTo: '10:30 CST' }, 'Ada@Example.test');
  expect(sandbox.ledger.doubleBooked()).toEqual([
    [sandbox.ledger.appointments[0], sandbox.ledger.appointments[3]],
  ]);
});

test('a booking that was cancelled and made again is not double', async () => {
  const { sandbox, call } = openGateway();
  await call('leads/sendLeads', leadParams(tenOClock));
  const [first] = sandbox.ledger.appointments;
  const cancel = {
    applicationId: first?.leadId,
    eventId: first?.eventId,
    typeId: '17',
    comments: 'x',
    eventResultId: '602',
  };
  await call('leads/updateLeads r2', { propertyId: '700003', ...cancel });
  await call('leads/sendLeads', leadParams(tenOClock));
  expect(sandbox.ledger.appointments.map(({ status }) => status)).toEqual(['cancelled', 'booked']);
  expect(sandbox.ledger.doubleBooked()).toEqual([]);
});

test('answers by person, by property, and by both', async () => {
  const { sandbox, call } = openGateway({ companies: roomy(2) });
  const book = (propertyId: string, email: string) =>
    call('leads/sendLeads', leadParams(tenOClock, { propertyId, customer: { email } }));
  await book('700003', 'ada@example.test');
  await book('700004', 'ada@example.test');
  await book('700004', 'bo@example.test');
  const idsOf = (filter: { email?: string; propertyId?: string }) =>
    sandbox.ledger.appointmentsOf(filter).map((found) => `${found.email[0]}${found.propertyId}`);
  expect(idsOf({ email: 'ADA@example.test' })).toEqual(['a700003', 'a700004']);
  expect(idsOf({ propertyId: '700004' })).toEqual(['a700004', 'b700004']);
  expect(idsOf({ propertyId: '700004', email: 'bo@example.test' })).toEqual(['b700004']);
  expect(idsOf({ email: 'nobody@example.test' })).toEqual([]);
  expect(idsOf({})).toHaveLength(3);
});

test('a reply that is lost for some of the calls leaves their leads in the ledger', async () => {
  const { sandbox, call } = openGateway({ companies: roomy() });
  const when = someOf({ pick: 10, of: 40, seed: 3 });
  const script = sandbox.fail({ method: 'sendLeads', times: Infinity, when, fault: { kind: 'lose_reply' } });
  const outcomes = await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      call('leads/sendLeads', leadParams(tenOClock, { customer: { email: `${index}@example.test` } })).then(
        () => 'answered',
        () => 'lost',
      ),
    ),
  );
  expect(outcomes.filter((outcome) => outcome === 'lost')).toHaveLength(10);
  expect([script.hits, sandbox.ledger.appointments.length]).toEqual([10, 40]);
});

test('the journal keeps as many requests as it is told to', async () => {
  const { sandbox, call } = openGateway({ journalLimit: 3 });
  for (let index = 0; index < 10; index += 1)
    await call('properties/getProperties', { propertyIds: '700001', index });
  const indexes = sandbox.journal.map(
    (entry) => (entry.body as { method: { params: { index: number } } }).method.params.index,
  );
  expect(indexes).toEqual([7, 8, 9]);
  const silent = openGateway({ journalLimit: 0 });
  await silent.call('properties/getProperties');
  expect(silent.sandbox.journal).toEqual([]);
});
