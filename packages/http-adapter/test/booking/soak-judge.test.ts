import type { LedgerAppointment, LedgerLead } from 'entrata-sdk/testing';
import type { ViewingRecord } from 'entrata-store';
import { expect, test } from 'vitest';
import { countUpdates, judge } from '../../soak/bookings/judge.js';
import type { PlannedBooking } from '../../soak/bookings/plan.js';
import type { Told } from '../../soak/bookings/renter.js';

const timeOf = (n: number) => ({ rawDate: '2026-11-24', rawTime: `${n}:00 CST - ${n}:30 CST` });

const planned = [1, 2, 3].map(
  (n): PlannedBooking => ({
    userId: 'renter',
    houseId: 'house',
    key: `booking-${n}`,
    slot: { ...timeOf(n), startsAt: null, label: null, date: null },
    message: undefined,
    afterwards: undefined,
    target: undefined,
    changesEmail: false,
  }),
);

/** The judge reads no more of a viewing than this. */
const viewing = (n: number, changes: Partial<ViewingRecord> = {}) =>
  ({
    id: `viewing-${n}`,
    idempotencyKey: `booking-${n}`,
    status: 'confirmed',
    leadId: `lead-${n}`,
    ...timeOf(n),
    ...changes,
  }) as ViewingRecord;

/** A viewing that is to take the place of another one, at the hour `to`. */
const moveOf = (n: number, to: number, changes: Partial<ViewingRecord> = {}) =>
  viewing(n, {
    id: `move-${n}`,
    idempotencyKey: `move-${n}`,
    replaces: `viewing-${n}`,
    ...timeOf(to),
    ...changes,
  });

const appointment = (n: number, changes: Partial<LedgerAppointment> = {}) =>
  ({
    leadId: `lead-${n}`,
    email: `person-${n}@example.test`,
    propertyId: '1',
    status: 'booked',
    comments: `Hello [ref viewing-${n}]`,
    ...timeOf(n),
    ...changes,
  }) as LedgerAppointment;

const lead = (n: number, leadId = `lead-${n}`) =>
  ({ leadId, comment: `Hello [ref viewing-${n}]` }) as LedgerLead;

const good = {
  confirmed: 3,
  rejected: 0,
  unknown: 0,
  lost: 0,
  doubled: 0,
  appointmentsDenied: 0,
  appointmentsInvented: 0,
};
const all = [1, 2, 3].map((n) => viewing(n));
const booked = [1, 2, 3].map((n) => appointment(n));
const leads = [1, 2, 3].map((n) => lead(n));

const verdictOf = (
  viewings: readonly ViewingRecord[],
  appointments: readonly LedgerAppointment[],
  told: Readonly<Record<string, Told>> = {},
  sent: readonly LedgerLead[] = leads,
) => judge(planned, new Map(Object.entries(told)), viewings, { appointments, leads: sent });

test('the soak finds nothing wrong where both sides agree', () => {
  expect(verdictOf(all, booked)).toEqual(good);
  const rejected = viewing(3, { status: 'rejected', leadId: undefined });
  expect(verdictOf([viewing(1), viewing(2), rejected], booked.slice(0, 2))).toEqual({
    ...good,
    confirmed: 2,
    rejected: 1,
  });
  const enquiry = viewing(3, { rawDate: undefined, rawTime: undefined });
  expect(verdictOf([viewing(1), viewing(2), enquiry], booked.slice(0, 2))).toEqual(good);
});

test('the soak takes a tour that was moved or cancelled as its renter was told', () => {
  const before = viewing(3, { status: 'cancelled', note: 'rescheduled' });
  const told: Told = { viewingId: 'viewing-3', wasConfirmed: true, movedTo: 'move-3' };
  const moved = [...booked.slice(0, 2), appointment(3, timeOf(9))];
  expect(verdictOf([viewing(1), viewing(2), before, moveOf(3, 9)], moved, { 'booking-3': told })).toEqual(
    good,
  );

  const over = viewing(3, { status: 'cancelled', note: 'cancelled_by_user' });
  const cancelled = [...booked.slice(0, 2), appointment(3, { status: 'cancelled' })];
  const toldOver: Told = { viewingId: 'viewing-3', wasConfirmed: true, cancelled: 'viewing-3' };
  expect(verdictOf([viewing(1), viewing(2), over], cancelled, { 'booking-3': toldOver })).toEqual(good);
});

test('the soak counts what is visibly unknown here, whatever became of it at Entrata', () => {
  const unknown = { status: 'unknown', note: 'lookup_ambiguous', leadId: undefined } as const;
  const open = [viewing(1), viewing(2), viewing(3, unknown)];
  const expected = { ...good, confirmed: 2, unknown: 1 };
  expect(verdictOf(open, booked)).toEqual(expected);
  expect(verdictOf(open, booked.slice(0, 2))).toEqual(expected);
});

test('the soak sees a second appointment of one viewing, of one visit, and a second lead', () => {
  const again = { leadId: 'lead-9' };
  expect(verdictOf(all, [...booked, appointment(3, again)])).toEqual({ ...good, doubled: 1 });
  const otherwise = { ...again, comments: 'no reference' };
  expect(verdictOf(all, [...booked, appointment(3, otherwise)])).toEqual({ ...good, doubled: 1 });
  expect(verdictOf(all, booked, {}, [...leads, lead(3, 'lead-9')])).toEqual({ ...good, doubled: 1 });
});

test.each<[string, Partial<ViewingRecord>]>([
  ['was cancelled', { status: 'cancelled', note: 'cancelled_by_user' }],
  ['was refused', { status: 'rejected', leadId: undefined }],
])('the soak sees that an appointment stands at Entrata that %s here', (_, changes) => {
  const verdict = verdictOf([viewing(1), viewing(2), viewing(3, changes)], booked);
  expect(verdict).toMatchObject({ appointmentsDenied: 1, appointmentsInvented: 0, doubled: 0 });
});

test('the soak sees that a standing appointment is shown as missing', () => {
  const missing = viewing(3, { appointment: 'missing' });
  expect(verdictOf([viewing(1), viewing(2), missing], booked)).toMatchObject({ appointmentsDenied: 1 });
});

test.each<[string, readonly LedgerAppointment[]]>([
  ['is not there', booked.slice(0, 2)],
  ['is cancelled there', [...booked.slice(0, 2), appointment(3, { status: 'cancelled' })]],
  ['is there under another lead', [...booked.slice(0, 2), appointment(3, { leadId: 'lead-9' })]],
])('the soak sees a tour that stands here and %s', (_, appointments) => {
  expect(verdictOf(all, appointments)).toMatchObject({ appointmentsInvented: 1 });
});

test('the soak sees a tour that has another time at Entrata', () => {
  const verdict = verdictOf(all, [...booked.slice(0, 2), appointment(3, timeOf(9))]);
  expect(verdict).toMatchObject({ appointmentsInvented: 1, appointmentsDenied: 1 });
});

test.each<[string, readonly ViewingRecord[], Told]>([
  ['is nowhere', [], {}],
  ['is still open', [viewing(3, { status: 'sending' })], {}],
  ['waits for its cancellation', [viewing(3, { cancelRequestedAt: '2026-11-24T00:00:00.000Z' })], {}],
  ['was confirmed and is refused', [viewing(3, { status: 'rejected' })], { wasConfirmed: true }],
  ['was cancelled and stands', [viewing(3)], { cancelled: 'viewing-3' }],
  [
    'was cancelled and stands at another time',
    [viewing(3, { status: 'cancelled', note: 'rescheduled' }), moveOf(3, 9)],
    { cancelled: 'viewing-3' },
  ],
  ['was moved to a viewing that is not there', [viewing(3)], { movedTo: 'move-3' }],
  [
    'ended without anybody asking for it',
    [viewing(3, { status: 'cancelled', note: 'cancelled_by_user' })],
    {},
  ],
  ['stands at both times', [viewing(3), moveOf(3, 9)], { movedTo: 'move-3' }],
])('the soak counts a booking as lost that %s', (_, own, told) => {
  const verdict = verdictOf([viewing(1), viewing(2), ...own], booked, { 'booking-3': told });
  expect(verdict).toMatchObject({ confirmed: 2, lost: 1 });
});

test('the soak counts tours that were added to the lead of another one', () => {
  const added = appointment(2, { leadId: 'lead-1' });
  expect(countUpdates({ leads, appointments: [appointment(1), added] })).toBe(1);
});
