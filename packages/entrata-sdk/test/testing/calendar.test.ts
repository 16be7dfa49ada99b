import { expect, test } from 'vitest';
import { FakeEntrata, makeCompany, usualTours } from '../../src/testing/index.js';
import { fixedClock } from './fixed-clock.js';
import { ils } from './post.js';
import { leadParams, openGateway, tenOClock } from './standard-call.js';

test('r2 lists slots for at most 60 days, r1 windows for at most 7', async () => {
  const { call } = openGateway();
  const range = (toDate: string) => ({ propertyId: '700001', fromDate: '11/24/2026', toDate });
  expect((await call('properties/getCalendarAvailability r2', range('01/22/2027'))).status).toBe(200);
  expect((await call('properties/getCalendarAvailability r2', range('01/23/2027'))).status).toBe(400);
  expect((await call('properties/getCalendarAvailability r1', range('11/30/2026'))).status).toBe(200);
  expect((await call('properties/getCalendarAvailability r1', range('12/01/2026'))).status).toBe(400);
  expect((await call('properties/getCalendarAvailability', { propertyId: '700001' })).status).toBe(400);
});

test('r1 windows are Mountain time, and open on both sides of a booking', async () => {
  const { call } = openGateway();
  await call(
    'leads/sendLeads',
    leadParams({ ...tenOClock, timeFrom: '12:00:00', timeTo: '12:30:00' }, { propertyId: '700001' }),
  );
  const params = { propertyId: '700001', fromDate: '11/24/2026', toDate: '11/24/2026' };
  const { json } = await call('properties/getCalendarAvailability r1', params);
  expect(json.response.result?.propertyCalendarAvailability?.availableHours?.availableHour).toEqual([
    { date: '11/24/2026', startTime: '09:00:00MST', endTime: '11:00:00MST' },
    { date: '11/24/2026', startTime: '11:30:00MST', endTime: '15:00:00MST' },
  ]);
  const settings = json.response.result?.propertyCalendarSettings;
  expect(settings?.appointmentLength).toBe(30);
  expect(settings?.availabilities?.availability?.map((day) => day.day)).not.toContain('Sunday');
});

test('a slot cut from an r1 window is booked by its labelled halves', async () => {
  const { sandbox, call } = openGateway();
  const halves = { appointmentDate: '11/24/2026', timeFrom: '09:00:00MST', timeTo: '09:30:00MST' };
  await call('leads/sendLeads', leadParams(halves, { propertyId: '700001' }));
  expect(sandbox.ledger.appointments).toMatchObject([{ start: '10:00', end: '10:30', matchesOffer: true }]);
});

test('a slot that is converted to another zone is not the one offered, yet takes its place', async () => {
  const { sandbox, call } = openGateway();
  const converted = { appointmentDate: '11/24/2026', timeFrom: '11:00 CST', timeTo: '11:30 CST' };
  await call('leads/sendLeads', leadParams(converted));
  expect(sandbox.ledger.appointments).toMatchObject([{ start: '10:00', matchesOffer: false }]);
  const second = await call('leads/sendLeads', leadParams(tenOClock));
  expect(second.json.response.code).toBe(300);
});

// The property is in Denver; each of these is ten o'clock there on a winter's day.
test.each([
  ['13:00 AST'],
  ['13:00 EDT'],
  ['12:00 EST'],
  ['12:00 CDT'],
  ['11:00 CST'],
  ['11:00 MDT'],
  ['10:00 MST'],
  ['10:00 PDT'],
  ['09:00 PST'],
  ['09:00 AKDT'],
  ['08:00 AKST'],
  ['07:00 HST'],
  ['10:00 XYZ'],
])('reads %s as ten o’clock in Denver', async (timeFrom) => {
  const { sandbox, call } = openGateway();
  await call('leads/sendLeads', leadParams({ appointmentDate: '11/24/2026', timeFrom }));
  expect(sandbox.ledger.appointments).toMatchObject([{ date: '2026-11-24', start: '10:00' }]);
});

test('slots can be Mountain time for a property that is not there', async () => {
  const tours = { ...usualTours, timeZone: 'America/Denver' };
  const companies = [
    makeCompany({
      subdomain: 'demo',
      properties: 1,
      firstPropertyId: 700003,
      tours,
      timeZone: 'America/New_York',
    }),
  ];
  const { sandbox, call } = openGateway({ companies });
  const range = { propertyId: '700003', fromDate: '11/24/2026', toDate: '11/24/2026' };
  const r2 = await call('properties/getCalendarAvailability r2', range);
  expect(r2.json.response.result?.availableTours?.availableTour?.[0]?.tourTime?.[0]).toBe(
    '10:00 MST - 10:30 MST',
  );
  await call(
    'leads/sendLeads',
    leadParams({ appointmentDate: '11/24/2026', timeFrom: '12:00 EST', timeTo: '12:30 EST' }),
  );
  expect(sandbox.ledger.appointments).toMatchObject([{ start: '10:00', matchesOffer: false }]);
  const r1 = await call('properties/getCalendarAvailability r1', range);
  expect(r1.json.response.result?.propertyCalendarAvailability?.availableHours?.availableHour).toEqual([
    { date: '11/24/2026', startTime: '10:30:00MST', endTime: '16:00:00MST' },
  ]);
});

async function nightSlots(now: string, date: string) {
  const tours = { ...usualTours, opensAt: '23:00', closesAt: '03:00', closedWeekdays: [] };
  const company = makeCompany({ properties: 1, tours, timeZone: 'America/Denver' });
  const sandbox = new FakeEntrata({ clock: fixedClock(now), companies: [company] });
  const params = { propertyId: company.properties[0]?.id, fromDate: date, toDate: date };
  const base = `https://${company.subdomain}.entrata.com`;
  const send = (request: Request) => sandbox.handle(request);
  const { json } = await ils(
    send,
    base,
    sandbox.issueToken(company.subdomain),
    'getTourAvailability',
    params,
  );
  return json.response.result?.availableTours?.availableTour?.[0]?.tourTime ?? [];
}

test('slots cross midnight under the day on which they begin', async () => {
  expect(await nightSlots('2026-11-23T18:00:00Z', '11/24/2026')).toEqual([
    '23:00 MST - 23:30 MST',
    '23:30 MST - 00:00 MST',
  ]);
});

test('labels change in the night of the switch, also within a slot; times that the clock leaves out are not offered', async () => {
  const tours = { ...usualTours, opensAt: '00:30', closesAt: '05:00', closedWeekdays: [], slotMinutes: 60 };
  const company = makeCompany({ properties: 1, tours, timeZone: 'America/Denver' });
  const at = async (now: string, day: string) => {
    const sandbox = new FakeEntrata({ clock: fixedClock(now), companies: [company] });
    const params = { propertyId: company.properties[0]?.id, fromDate: day, toDate: day };
    const send = (request: Request) => sandbox.handle(request);
    const token = sandbox.issueToken(company.subdomain);
    const { json } = await ils(
      send,
      `https://${company.subdomain}.entrata.com`,
      token,
      'getTourAvailability',
      params,
    );
    return json.response.result?.availableTours?.availableTour?.[0]?.tourTime;
  };
  expect(await at('2026-10-31T18:00:00Z', '11/01/2026')).toEqual([
    '00:30 MDT - 01:30 MDT',
    '01:30 MDT - 02:30 MST',
    '02:30 MST - 03:30 MST',
    '03:30 MST - 04:30 MST',
  ]);
  expect(await at('2026-03-07T18:00:00Z', '03/08/2026')).toEqual([
    '00:30 MST - 01:30 MST',
    '03:30 MDT - 04:30 MDT',
  ]);
});

test('a slot takes as many bookings as its capacity, then it is no longer offered', async () => {
  const companies = [
    makeCompany({
      subdomain: 'demo',
      properties: 1,
      firstPropertyId: 700003,
      tours: { ...usualTours, capacity: 2 },
    }),
  ];
  const { sandbox, call } = openGateway({ companies });
  const statuses = [];
  for (const name of ['a', 'b', 'c']) {
    const params = leadParams(tenOClock, { customer: { email: `${name}@example.test` } });
    statuses.push((await call('leads/sendLeads', params)).json.response.code);
  }
  expect(statuses).toEqual([200, 200, 300]);
  expect(sandbox.ledger.appointments).toHaveLength(2);
});

test('extra times are offered and booked by their text, beside the slot that their digits name', async () => {
  const extraTimes = ['10:00 XYZ - 10:30 XYZ', 'around noon', '14:00 MDT - 14:30 MDT'];
  const tours = { ...usualTours, extraTimes };
  const companies = [
    makeCompany({
      subdomain: 'demo',
      properties: 1,
      firstPropertyId: 700003,
      tours,
      timeZone: 'America/Denver',
    }),
  ];
  const sandbox = new FakeEntrata({ companies, clock: fixedClock('2026-11-23T18:00:00Z') });
  const call = async (method: string, params: object) =>
    (
      await ils(
        (request) => sandbox.handle(request),
        'https://demo.entrata.com',
        sandbox.issueToken('demo'),
        method,
        params,
      )
    ).json.response;
  const offered = async () => {
    const range = { propertyId: '700003', fromDate: '11/24/2026', toDate: '11/24/2026' };
    return (
      (await call('getTourAvailability', range)).result?.availableTours?.availableTour?.[0]?.tourTime ?? []
    );
  };
  expect((await offered()).slice(-3)).toEqual(extraTimes);
  for (const tourTime of [...extraTimes, '10:00 MST - 10:30 MST']) {
    const sent = await call('sendLeads', leadParams({ tourDate: '2026-11-24', tourTime }));
    expect([tourTime, sent.code]).toEqual([tourTime, 200]);
  }
  expect(sandbox.ledger.appointments.map((found) => found.matchesOffer)).toEqual([true, true, true, true]);
  expect(await offered()).toHaveLength(11);
  const again = await call('sendLeads', leadParams({ tourDate: '2026-11-24', tourTime: 'around noon' }));
  expect(again.code).toBe(300);
});
