import type { LedgerAppointment, LedgerView } from 'entrata-sdk/testing';
import type { Store, ViewingRecord } from 'entrata-store';
import type { Wish } from './book-as-the-app.js';

export interface Verdict {
  readonly confirmed: number;
  readonly rejected: number;
  /** Visibly unknown, for a person to settle. */
  readonly unknown: number;
  /** Appointments in the ledger beyond one for each wish. */
  readonly doubled: number;
  /** Wishes that one side has and the other has not, or that are nowhere. */
  readonly lost: number;
}

const settled = new Set(['confirmed', 'rejected', 'unknown', 'failed']);

/** The viewings of all wishes, by idempotency key. */
export async function readViewings(
  store: Store,
  wishes: readonly Wish[],
): Promise<Map<string, ViewingRecord>> {
  const viewings = new Map<string, ViewingRecord>();
  for (const userId of new Set(wishes.map((wish) => wish.userId))) {
    let after: string | undefined;
    do {
      const page = await store.viewings.listByUser(
        userId,
        {},
        { limit: 500, ...(after === undefined ? {} : { after }) },
      );
      for (const viewing of page.items) viewings.set(viewing.idempotencyKey ?? '', viewing);
      after = page.next;
    } while (after !== undefined);
  }
  return viewings;
}

export function isSettled(viewing: ViewingRecord | undefined): boolean {
  return viewing !== undefined && settled.has(viewing.status);
}

/** Compares each wish with Entrata's ledger, which nobody but Entrata writes. */
export function judge(
  wishes: readonly Wish[],
  viewings: ReadonlyMap<string, ViewingRecord>,
  ledger: LedgerView,
): Verdict {
  const byLead = new Map<string, LedgerAppointment[]>();
  for (const appointment of ledger.appointments) {
    if (appointment.status !== 'booked') continue;
    byLead.set(appointment.leadId, [...(byLead.get(appointment.leadId) ?? []), appointment]);
  }
  const claimed = new Set<string>();
  const count = { confirmed: 0, rejected: 0, unknown: 0, doubled: 0, lost: 0 };
  for (const wish of wishes) {
    const viewing = viewings.get(wish.key);
    if (viewing?.status === 'rejected' || viewing?.status === 'failed') count.rejected += 1;
    else if (viewing?.status === 'unknown') count.unknown += 1;
    else if (viewing?.status === 'confirmed' && isInLedger(viewing)) count.confirmed += 1;
    else count.lost += 1;
  }
  const booked = ledger.appointments.filter(({ status }) => status === 'booked');
  // Every appointment belongs to one viewing; a second one of the same wish, or one nobody claims, is one too many.
  count.doubled = booked.filter(({ leadId }) => !claimed.has(leadId)).length - countUnknownInLedger();
  return count;

  function isInLedger({ leadId, rawDate, rawTime }: ViewingRecord): boolean {
    const [appointment, ...more] = byLead.get(leadId ?? '') ?? [];
    if (appointment === undefined || more.length > 0 || claimed.has(appointment.leadId)) return false;
    claimed.add(appointment.leadId);
    return appointment.rawDate === rawDate && appointment.rawTime === rawTime && appointment.matchesOffer;
  }

  /** What is visibly unknown here may be booked there. */
  function countUnknownInLedger(): number {
    const open = new Set(
      [...viewings.values()]
        .filter(({ status }) => status === 'unknown')
        .map(({ rawDate, rawTime }) => `${rawDate} ${rawTime}`),
    );
    return booked.filter(
      ({ leadId, rawDate, rawTime }) => !claimed.has(leadId) && open.has(`${rawDate} ${rawTime}`),
    ).length;
  }
}
