import { isEntrataError, type LeadSummary } from 'entrata-sdk';
import type { ClientRecord, HouseRecord, UserRecord, ViewingRecord } from 'entrata-store';
import type { Booking } from '../booking.js';
import { callEntrata } from './call-entrata.js';
import { referenceOf } from './compose-lead.js';
import { settleViewing } from './settle-viewing.js';
import { enqueueViewingTask, lookUpDelayMs, reconcileViewingTask, sendViewingTask } from './viewing-tasks.js';

const dayMs = 86_400_000;
const pastEnd = (viewing: ViewingRecord, now: Date) =>
  viewing.sendingUntil !== undefined && Date.parse(viewing.sendingUntil) <= now.getTime();

/**
 * Looks an unknown viewing up at Entrata: its lead is there (confirmed), provably absent (sent again), or
 * nothing can be said yet (looked up again later). Where look-up is impossible it stays unknown until a person
 * settles it.
 */
export async function reconcileViewing(booking: Booking, viewing: ViewingRecord): Promise<void> {
  const found = await lookUp(booking, viewing);
  if (found === 'impossible') {
    await settleSilently(booking, viewing, 'lookup_unavailable');
    return;
  }
  if (found !== undefined) {
    const { leadId, applicantId } = found;
    await settleViewing(booking, viewing, ['unknown'], { status: 'confirmed', leadId, applicantId });
    return;
  }
  const unknownForMs = booking.now().getTime() - Date.parse(viewing.updatedAt);
  if (unknownForMs < booking.limits.absenceAfterMs) {
    await enqueueViewingTask(
      booking,
      booking.store.tasks,
      reconcileViewingTask,
      viewing.id,
      lookUpDelayMs(booking, viewing),
    );
  } else if (viewing.attempts >= booking.limits.maxAttempts) {
    await settleViewing(booking, viewing, ['unknown'], { status: 'failed', note: 'not_sent' });
  } else {
    await settleViewing(booking, viewing, ['unknown'], { status: 'pending', note: 'not_sent' });
  }
}

async function lookUp(
  booking: Booking,
  viewing: ViewingRecord,
): Promise<LeadSummary | 'impossible' | undefined> {
  const { store } = booking;
  const [user, house] = await Promise.all([
    store.users.find(viewing.userId),
    store.houses.find(viewing.houseId),
  ]);
  const client = house && (await store.clients.find(house.clientId));
  if (user === undefined || house === undefined || client === undefined) return 'impossible';
  if (user.email === undefined && user.phone === undefined) return 'impossible';
  try {
    const leads = await findLeads(booking, viewing, { user, house, client });
    return leads.find((lead) => isLeadOf(viewing, lead));
  } catch (error) {
    if (isEntrataError(error) && cannotEver.has(error.code)) return 'impossible';
    throw error;
  }
}

/** Codes by which Entrata, or our configuration, says that leads cannot be read at all. */
const cannotEver: ReadonlySet<string> = new Set(['not_configured', 'forbidden', 'rejected']);

function findLeads(
  booking: Booking,
  viewing: ViewingRecord,
  { user, house, client }: { user: UserRecord; house: HouseRecord; client: ClientRecord },
): Promise<LeadSummary[]> {
  const createdAtMs = Date.parse(viewing.createdAt);
  return callEntrata(booking, client, (entrata) =>
    entrata.findLeads({
      propertyId: house.propertyId,
      ...(user.email === undefined ? {} : { email: user.email }),
      ...(user.email === undefined && user.phone !== undefined ? { phone: user.phone } : {}),
      // Entrata's days are Mountain days, so a day is added at both ends.
      createdFrom: new Date(createdAtMs - dayMs).toISOString().slice(0, 10),
      createdTo: new Date(booking.now().getTime() + dayMs).toISOString().slice(0, 10),
    }),
  );
}

/** Whether an appointment of this lead carries the viewing's reference. */
export function isLeadOf(viewing: ViewingRecord, lead: LeadSummary): boolean {
  return lead.events.some((event) => event.comment?.includes(referenceOf(viewing)) === true);
}

/** Keeps a viewing unknown and says why, without telling anybody again. */
async function settleSilently(booking: Booking, viewing: ViewingRecord, note: string): Promise<void> {
  await booking.store.viewings.settle(viewing.id, ['unknown'], { status: 'unknown', note });
}

/** Enqueues a task for each viewing that has not reached its end and that no task carries any more. */
export async function sweepViewings(booking: Booking): Promise<void> {
  const before = new Date(booking.now().getTime() - sweepAfterMs).toISOString();
  for (const viewing of await booking.store.viewings.unsettled(before, 500)) {
    const kind = viewing.status === 'unknown' ? reconcileViewingTask : sendViewingTask;
    const delayMs = kind === reconcileViewingTask ? lookUpDelayMs(booking, viewing) : 0;
    await enqueueViewingTask(booking, booking.store.tasks, kind, viewing.id, delayMs);
  }
}

/** Rows younger than this are still carried by the request or the task that made them. */
const sweepAfterMs = 60_000;

/** Carries a viewing on after its request was cut off. */
export async function resumeViewing(
  booking: Booking,
  viewing: ViewingRecord,
  send: (viewing: ViewingRecord) => Promise<unknown>,
): Promise<void> {
  if (viewing.status === 'pending') {
    await send(viewing);
  } else if (viewing.status === 'sending') {
    if (pastEnd(viewing, booking.now())) {
      await settleViewing(booking, viewing, ['sending'], { status: 'unknown', note: 'outcome_unknown' });
      return;
    }
    const leftMs = Date.parse(viewing.sendingUntil ?? viewing.updatedAt) - booking.now().getTime() + 1;
    await enqueueViewingTask(booking, booking.store.tasks, sendViewingTask, viewing.id, Math.max(1, leftMs));
  }
}
