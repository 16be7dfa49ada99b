import { Agent, request } from 'undici';
import { expect, test } from 'vitest';
import { FakeEntrata, makeCompany, someOf, usualTours } from '../../src/testing/index.js';
import { fixedClock } from './fixed-clock.js';
import type { WireNode } from './post.js';

test('2,000 bookings over sockets, a quarter of the replies lost: none is missing, none is double', async () => {
  const tours = { ...usualTours, closedWeekdays: [] };
  const company = makeCompany({ subdomain: 'demo', properties: 100, timeZone: 'America/Chicago', tours });
  const clock = fixedClock('2026-11-23T18:00:00Z');
  const sandbox = new FakeEntrata({ companies: [company], clock, journalLimit: 10 });
  const server = await sandbox.listen();
  const dispatcher = new Agent({ connections: 20 });
  const when = someOf({ pick: 250, of: 1_000, seed: 11 });
  sandbox.fail({ method: 'sendLeads', times: Infinity, when, fault: { kind: 'lose_reply' } });
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${sandbox.issueToken('demo')}`,
  };
  const call = async (name: string, params: object): Promise<WireNode> => {
    const body = JSON.stringify({ auth: { type: 'oauth' }, method: { name, params } });
    const url = `${server.url}/demo/api/ils/internetlisting`;
    const reply = await request(url, { method: 'POST', headers, body, dispatcher });
    return ((await reply.body.json()) as { response: WireNode }).response;
  };
  const book = async (propertyId: string, index: number, tourDate: string, tourTime: string) => {
    const customer = { name: { firstName: 'Ada' }, email: `${propertyId}-${index}@example.test` };
    const prospect = {
      createdDate: '11/23/2026T10:59:00',
      customers: { customer },
      events: { event: { type: 'Appointment', tourDate, tourTime } },
    };
    return call('sendLeads', { propertyId, prospects: { prospect } }).then(
      () => 'answered',
      () => 'lost',
    );
  };
  const outcomes: string[] = [];
  await Promise.all(
    company.properties.map(async ({ id }) => {
      const range = { propertyId: id, fromDate: '11/24/2026', toDate: '11/25/2026' };
      const days = (await call('getTourAvailability', range)).result?.availableTours?.availableTour ?? [];
      const slots = days.flatMap((day) =>
        (day.tourTime ?? []).map((time) => [String(day.tourDate), String(time)] as const),
      );
      for (const [index, [date, time]] of slots.slice(0, 20).entries())
        outcomes.push(await book(id, index, date, time));
    }),
  );
  expect(outcomes.filter((outcome) => outcome === 'lost')).toHaveLength(500);
  expect(sandbox.ledger.appointments).toHaveLength(2_000);
  expect(sandbox.ledger.appointments.every((found) => found.matchesOffer)).toBe(true);
  expect(sandbox.ledger.doubleBooked()).toEqual([]);
  expect(sandbox.journal).toHaveLength(10);
  await dispatcher.close();
  await server.close();
});
