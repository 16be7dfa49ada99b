import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { demoCities, FakeEntrata, makeCompany, usualTours } from '../../src/testing/index.js';
import { fixedClock } from './fixed-clock.js';
import { ils } from './post.js';

async function toursOf(now: string, subdomain: string, propertyId: string, fromDate: string, toDate: string) {
  const sandbox = new FakeEntrata({ clock: fixedClock(now) });
  const send = (request: Request) => sandbox.handle(request);
  const params = { propertyId, fromDate, toDate, tourType: 'AGENT_GUIDED' };
  const base = `https://${subdomain}.entrata.com`;
  return (await ils(send, base, sandbox.issueToken(subdomain), 'getTourAvailability', params)).json.response;
}

test.each([
  ['demo', '700001', 'CST', 'CDT'],
  ['demo', '700003', 'MST', 'MDT'],
  ['coppermesa', '700101', 'MST', 'MST'],
  ['coppermesa', '700102', 'PST', 'PDT'],
  ['harborpine', '700201', 'EST', 'EDT'],
  ['harborpine', '700202', 'AKST', 'AKDT'],
])(
  'labels the slots of %s %s in its own zone: %s in winter, %s in summer',
  async (subdomain, id, winter, summer) => {
    const inWinter = await toursOf('2026-11-23T18:00:00Z', subdomain, id, '11/24/2026', '11/24/2026');
    expect(inWinter.result?.availableTours?.availableTour).toEqual([
      {
        tourDate: '2026-11-24',
        tourTime: expect.arrayContaining([
          `10:00 ${winter} - 10:30 ${winter}`,
          `15:30 ${winter} - 16:00 ${winter}`,
        ]),
      },
    ]);
    const inSummer = await toursOf('2027-07-06T18:00:00Z', subdomain, id, '07/07/2027', '07/07/2027');
    expect(inSummer.result?.availableTours?.availableTour?.[0]?.tourTime?.[0]).toBe(
      `10:00 ${summer} - 10:30 ${summer}`,
    );
  },
);

test('offers twelve half hours a day, none on Sunday, none that has begun, none past the horizon', async () => {
  // 18:05 UTC is 12:05 in Chicago on a Monday; the 29th is a Sunday.
  const week = await toursOf('2026-11-23T18:05:00Z', 'demo', '700001', '11/22/2026', '11/30/2026');
  const days = [...(week.result?.availableTours?.availableTour ?? [])];
  expect(days.map((day) => [day.tourDate, day.tourTime?.length])).toEqual([
    ['2026-11-23', 7],
    ['2026-11-24', 12],
    ['2026-11-25', 12],
    ['2026-11-26', 12],
    ['2026-11-27', 12],
    ['2026-11-28', 12],
    ['2026-11-30', 12],
  ]);
  const far = await toursOf('2026-11-23T18:05:00Z', 'demo', '700001', '01/22/2027', '01/25/2027');
  expect(far.result?.availableTours?.availableTour).toHaveLength(1);
});

test('says 314 where tours are not supported', async () => {
  const { error } = await toursOf('2026-11-23T18:00:00Z', 'harborpine', '700203', '11/24/2026', '11/24/2026');
  expect(error?.code).toBe(314);
});

test('refuses a range of more than 60 days, one that runs backwards, and days that do not exist', async () => {
  const errorOf = async (from: string, to: string) =>
    (await toursOf('2026-11-23T18:00:00Z', 'demo', '700001', from, to)).error?.message;
  expect(await errorOf('11/24/2026', '01/22/2027')).toBeUndefined();
  expect(await errorOf('11/24/2026', '01/23/2027')).toMatch(/60 days/);
  expect(await errorOf('11/24/2026', '11/23/2026')).toMatch(/before/);
  expect(await errorOf('11/31/2026', '12/01/2026')).toMatch(/fromDate/);
  expect(await errorOf('', '12/01/2026')).toMatch(/fromDate/);
  expect(await errorOf('11/24/2026', '12/01/2026 10:00')).toMatch(/toDate/);
});

test('every label of two years is the one that luxon gives', async () => {
  const sandbox = new FakeEntrata({ clock: fixedClock('2026-01-01T12:00:00Z'), horizonDays: 730 });
  const checked = new Set<string>();
  for (const { subdomain, properties } of sandbox.companies) {
    for (const { id, timeZone, tours } of properties) {
      if (!tours || checked.has(timeZone)) continue;
      checked.add(timeZone);
      for (let from = DateTime.utc(2026, 1, 2); from.year < 2028; from = from.plus({ days: 60 })) {
        const params = {
          propertyId: id,
          fromDate: from.toFormat('MM/dd/yyyy'),
          toDate: from.plus({ days: 59 }).toFormat('MM/dd/yyyy'),
        };
        const send = (request: Request) => sandbox.handle(request);
        const token = sandbox.issueToken(subdomain);
        const { json } = await ils(
          send,
          `https://${subdomain}.entrata.com`,
          token,
          'getTourAvailability',
          params,
        );
        const days = json.response.result?.availableTours?.availableTour ?? [];
        expect(days.length).toBeGreaterThan(0);
        for (const { tourDate, tourTime } of days) {
          const noon = DateTime.fromISO(`${tourDate}T12:00`, { zone: timeZone, locale: 'en-US' });
          const label = noon.offsetNameShort;
          expect(tourTime?.[4]).toBe(`12:00 ${label} - 12:30 ${label}`);
        }
      }
    }
  }
  expect(checked.size).toBe(6);
});

const transitionDays = ['2026-03-08', '2026-11-01', '2027-03-14', '2027-11-07'] as const;

test.each(demoCities.map(({ city, timeZone }) => [city, timeZone] as const))(
  'in the nights of the switch, %s offers every half hour that its clocks show, by a label that luxon gives',
  async (_, timeZone) => {
    const tours = { ...usualTours, opensAt: '00:00', closesAt: '05:00', closedWeekdays: [] };
    const company = makeCompany({ subdomain: 'demo', properties: 1, timeZone, tours });
    const [property] = company.properties;
    for (const day of transitionDays) {
      const sandbox = new FakeEntrata({
        companies: [company],
        clock: fixedClock(`${DateTime.fromISO(day).minus({ days: 2 }).toISODate()}T12:00:00Z`),
      });
      const [year, month, date] = day.split('-');
      const asked = `${month}/${date}/${year}`;
      const params = { propertyId: property?.id, fromDate: asked, toDate: asked };
      const send = (request: Request) => sandbox.handle(request);
      const token = sandbox.issueToken('demo');
      const base = 'https://demo.entrata.com';
      const { json } = await ils(send, base, token, 'getTourAvailability', params);
      const offered = json.response.result?.availableTours?.availableTour?.[0]?.tourTime ?? [];
      // A clock shows a time unless it skips it; at the end of summer it shows an hour twice, under two labels.
      const labelsAt = (clock: string) => {
        const wall = DateTime.fromISO(`${day}T${clock}`, { zone: timeZone, locale: 'en-US' });
        const shown = wall.getPossibleOffsets().filter((time) => time.toFormat('HH:mm') === clock);
        return shown.map((time) => `${clock} ${time.offsetNameShort}`);
      };
      const halfHours = Array.from(
        { length: 11 },
        (_, index) => `0${Math.floor(index / 2)}:${index % 2 ? '30' : '00'}`,
      );
      const shown = halfHours
        .slice(0, -1)
        .map((start, index) => [labelsAt(start), labelsAt(halfHours[index + 1] ?? '')] as const)
        .filter(([start, end]) => start.length > 0 && end.length > 0);
      expect([day, offered.length]).toEqual([day, shown.length]);
      for (const [index, [start, end]] of shown.entries()) {
        const [from = '', to = ''] = offered[index]?.split(' - ') ?? [];
        expect([start.includes(from), end.includes(to), offered[index]]).toEqual([
          true,
          true,
          offered[index],
        ]);
      }
    }
  },
);
