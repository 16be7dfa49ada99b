import type { LedgerAppointment, LedgerView } from 'entrata-sdk/testing';
import type { Store, ViewingRecord } from 'entrata-store';
import { referenceIn } from '../../src/booking/match-lead.js';
import { isCancelRequested, isRescheduled } from '../../src/booking/notes.js';
import type { PlannedBooking } from './plan.js';
import type { Told } from './renter.js';

export interface Verdict {
  /** Bookings that ended as their renters were told: booked, moved, or cancelled. */
  readonly confirmed: number;
  readonly rejected: number;
  /** Visibly unknown, for a person to resolve. */
  readonly unknown: number;
  /** Appointments and leads at Entrata beyond the one of each viewing. */
  readonly doubled: number;
  /** Bookings that are nowhere, have not come to rest, or ended otherwise than their renters were told. */
  readonly lost: number;
  /** Appointments that stand at Entrata and not in our rows. */
  readonly appointmentsDenied: number;
  /** Tours that stand in our rows and not at Entrata. */
  readonly appointmentsInvented: number;
}

/** The viewings of all these renters. */
export async function readViewings(store: Store, userIds: Iterable<string>): Promise<ViewingRecord[]> {
  const viewings: ViewingRecord[] = [];
  for (const userId of userIds) {
    let after: string | undefined;
    do {
      const page = await store.viewings.listByUser(userId, {}, { limit: 500, after });
      viewings.push(...page.items);
      after = page.next;
    } while (after !== undefined);
  }
  return viewings;
}

/** Whether nothing will happen to it any more, but by a person. */
export function isAtRest(viewing: ViewingRecord): boolean {
  if (viewing.status === 'unknown') return viewing.note?.startsWith('lookup_') === true;
  return viewing.status !== 'pending' && viewing.status !== 'sending' && !isCancelRequested(viewing);
}

/** Compares what renters were told and our rows with Entrata's ledger, which nobody but Entrata writes. */
export function judge(
  planned: readonly PlannedBooking[],
  toldOf: ReadonlyMap<string, Told>,
  viewings: readonly ViewingRecord[],
  ledger: Pick<LedgerView, 'leads' | 'appointments'>,
  say: (text: string) => void = () => {},
): Verdict {
  const byKey = new Map(viewings.map((viewing) => [viewing.idempotencyKey, viewing]));
  const movesOf = groupBy(viewings, ({ replaces }) => replaces);
  const count = { confirmed: 0, rejected: 0, unknown: 0, lost: 0 };
  for (const { key } of planned) {
    const viewing = byKey.get(key);
    const own = viewing === undefined ? [] : [viewing, ...(movesOf.get(viewing.id) ?? [])];
    const told = toldOf.get(key) ?? {};
    const end = judgeBooking(told, own);
    count[end] += 1;
    if (end === 'lost' || end === 'unknown')
      say(`${end}: ${key}, told ${JSON.stringify(told)}: ${own.map(describe)}`);
  }
  return { ...count, ...compareWithLedger(viewings, ledger, say) };
}

/** How a booking ended; `own` are its viewing and those that were to take its place. */
function judgeBooking(
  told: Told,
  own: readonly ViewingRecord[],
): 'confirmed' | 'rejected' | 'unknown' | 'lost' {
  const find = (id: string) => own.find((viewing) => viewing.id === id);
  const named = [told.viewingId, told.movedTo, told.cancelled].filter((id) => id !== undefined);
  if (own.length === 0 || !own.every(isAtRest) || !named.every(find)) return 'lost';
  if (own.some(({ status }) => status === 'unknown')) return 'unknown';
  const standing = own.filter(({ status }) => status === 'confirmed');
  if (told.cancelled !== undefined) {
    const cancelled = find(told.cancelled);
    const isOver = cancelled?.status === 'cancelled' && !isRescheduled(cancelled) && standing.length === 0;
    return isOver ? 'confirmed' : 'lost';
  }
  if (standing.length === 1) return 'confirmed';
  // Who was told that a tour is booked is not to find it refused.
  const isRefused = own[0]?.status === 'rejected' || own[0]?.status === 'failed';
  return isRefused && told.wasConfirmed !== true ? 'rejected' : 'lost';
}

function compareWithLedger(
  viewings: readonly ViewingRecord[],
  { leads, appointments }: Pick<LedgerView, 'leads' | 'appointments'>,
  say: (text: string) => void,
): Pick<Verdict, 'doubled' | 'appointmentsDenied' | 'appointmentsInvented'> {
  const leadIds = new Set(leads.map(({ leadId }) => leadId));
  const standing = groupBy(
    appointments.filter(({ status }) => status === 'booked'),
    placeOf,
  );
  const count = { doubled: 0, appointmentsDenied: 0, appointmentsInvented: 0 };
  const find = (what: keyof typeof count, where: string) => {
    count[what] += 1;
    say(`${what}: ${where}`);
  };
  const claimed: LedgerAppointment[] = [];
  for (const viewing of viewings.filter(({ status }) => status === 'confirmed')) {
    if (viewing.rawTime === undefined) {
      if (!leadIds.has(viewing.leadId ?? '')) find('appointmentsInvented', describe(viewing));
      continue;
    }
    const appointment = standing.get(placeOf(viewing))?.pop();
    if (appointment === undefined) find('appointmentsInvented', describe(viewing));
    else claimed.push(appointment);
    if (appointment !== undefined && viewing.appointment === 'missing') {
      find('appointmentsDenied', describe(viewing));
    }
  }
  const unknown = new Set(viewings.filter(({ status }) => status === 'unknown').map(({ id }) => id));
  const references = new Set(claimed.map(referenceOf));
  const visits = new Set(claimed.map(visitOf));
  for (const appointment of [...standing.values()].flat()) {
    const reference = referenceOf(appointment);
    const where = `${placeOf(appointment)} [ref ${reference}]`;
    if (references.has(reference) || visits.has(visitOf(appointment))) find('doubled', where);
    // What is visibly unknown here may stand there.
    else if (!unknown.has(reference)) find('appointmentsDenied', where);
    references.add(reference);
    visits.add(visitOf(appointment));
  }
  const leadsOf = groupBy(leads, ({ comment }) => referenceIn(comment));
  for (const [reference, [, ...more]] of leadsOf) {
    if (reference !== undefined)
      for (const { leadId } of more) find('doubled', `lead ${leadId} [ref ${reference}]`);
  }
  return count;
}

const describe = (viewing: ViewingRecord): string => {
  const { id, status, note, attempts, leadId, cancelRequestedAt, appointment, rawTime, replaces } = viewing;
  return JSON.stringify({
    id,
    status,
    note,
    attempts,
    leadId,
    cancelRequestedAt,
    appointment,
    rawTime,
    replaces,
  });
};

/** Appointments that were added to the lead of another viewing. */
export function countUpdates({ leads, appointments }: Pick<LedgerView, 'leads' | 'appointments'>): number {
  const commentOf = new Map(leads.map(({ leadId, comment }) => [leadId, comment]));
  return appointments.filter(
    (appointment) => referenceIn(commentOf.get(appointment.leadId)) !== referenceOf(appointment),
  ).length;
}

interface Place {
  readonly leadId: string | undefined;
  readonly rawDate: string | undefined;
  readonly rawTime: string | undefined;
}

const placeOf = ({ leadId, rawDate, rawTime }: Place): string => `${leadId} ${rawDate} ${rawTime}`;

const referenceOf = ({ comments }: LedgerAppointment): string => referenceIn(comments) ?? '';

/** The same person in the same slot. */
const visitOf = ({ email, propertyId, rawDate, rawTime }: LedgerAppointment): string =>
  `${email.toLowerCase()} ${propertyId} ${rawDate} ${rawTime}`;

/** As `Map.groupBy`, which Node 20 does not have. */
function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
