import type { LedgerAppointment, LedgerView } from 'entrata-sdk/testing';
import type { ViewingRecord } from 'entrata-store';
import { expect, test } from 'vitest';
import type { Wish } from '../../soak/bookings/book-as-the-app.js';
import { judge } from '../../soak/bookings/judge.js';

const timeOf = (n: number) => ({ rawDate: '2026-11-24', rawTime: `${n}:00 CST - ${n}:30 CST` });

const wishes: Wish[] = [1, 2, 3].map((n) => ({
  userId: 'renter',
  houseId: 'house',
  key: `wish-${n}`,
  slot: { ...timeOf(n), startsAt: null, label: null, date: null },
}));

const viewing = (n: number, changes: Partial<ViewingRecord> = {}) =>
  // The judge reads no more of a viewing than this.
  [
    `wish-${n}`,
    { status: 'confirmed', leadId: `lead-${n}`, ...timeOf(n), ...changes } as ViewingRecord,
  ] as const;

const appointment = (n: number, leadId = `lead-${n}`) =>
  ({ leadId, status: 'booked', matchesOffer: true, ...timeOf(n) }) as LedgerAppointment;

const verdictOf = (
  viewings: readonly (readonly [string, ViewingRecord])[],
  appointments: readonly LedgerAppointment[],
) => judge(wishes, new Map(viewings), { appointments } as unknown as LedgerView);

const good = { confirmed: 3, rejected: 0, unknown: 0, doubled: 0, lost: 0 };
const all = [1, 2, 3].map((n) => viewing(n));
const booked = [1, 2, 3].map((n) => appointment(n));

test('the soak finds nothing wrong where both sides agree', () => {
  expect(verdictOf(all, booked)).toEqual(good);
  expect(verdictOf([viewing(1), viewing(2), viewing(3, { status: 'rejected' })], booked.slice(0, 2))).toEqual(
    {
      ...good,
      confirmed: 2,
      rejected: 1,
    },
  );
});

test('the soak counts what is visibly unknown here, whatever became of it at Entrata', () => {
  const open = [viewing(1), viewing(2), viewing(3, { status: 'unknown', leadId: undefined })];
  const expected = { ...good, confirmed: 2, unknown: 1 };
  expect(verdictOf(open, booked)).toEqual(expected);
  expect(verdictOf(open, booked.slice(0, 2))).toEqual(expected);
});

test('the soak sees an appointment that nobody asked for, and a second one of the same wish', () => {
  expect(verdictOf(all, [...booked, appointment(3, 'lead-of-nobody')])).toEqual({ ...good, doubled: 1 });
  const rejected = [viewing(1), viewing(2), viewing(3, { status: 'rejected', leadId: undefined })];
  expect(verdictOf(rejected, booked)).toMatchObject({ rejected: 1, doubled: 1 });
});

test.each<[string, Parameters<typeof verdictOf>]>([
  ['is confirmed here and not there', [all, booked.slice(0, 2)]],
  ['is nowhere', [all.slice(0, 2), booked.slice(0, 2)]],
  ['is still open', [[viewing(1), viewing(2), viewing(3, { status: 'sending' })], booked.slice(0, 2)]],
  [
    'has another time there',
    [all, [...booked.slice(0, 2), { ...appointment(3), rawTime: '9:00 CST - 9:30 CST' }]],
  ],
])('the soak counts a wish as lost that %s', (_, [viewings, appointments]) => {
  expect(verdictOf(viewings, appointments)).toMatchObject({ confirmed: 2, lost: 1 });
});
