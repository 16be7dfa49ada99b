import { createHash } from 'node:crypto';
import type { TourSlot } from 'entrata-sdk';
import type { NewViewing, TourType, UserRecord, ViewingOpening, ViewingRecord } from 'entrata-store';
import type { Booking } from '../booking.js';
import { enqueueNotification } from '../notifications.js';
import { AdapterError } from '../problem.js';
import { findOfferedTour } from '../tours/offered-tour.js';
import { findPlace } from './find-place.js';
import { sendViewing } from './send-viewing.js';
import { enqueueViewingTask, sendViewingTask } from './viewing-tasks.js';

export interface ViewingRequest {
  readonly userId: string;
  readonly houseId: string;
  /** Absent: an enquiry. */
  readonly slot?: { readonly date: string; readonly time: string };
  readonly tourType: TourType;
  readonly message: string | undefined;
  /** The viewing whose place it takes: a change of time. */
  readonly replaces?: string;
  readonly idempotencyKey: string | undefined;
}

export interface RequestedViewing {
  readonly viewing: ViewingRecord;
  readonly opening: Exclude<ViewingOpening, 'key_reused'>;
}

/**
 * Books a tour, or sends an enquiry: the row comes first, then Entrata hears of it. A task enqueued with the
 * row carries the viewing on when this process does not live to.
 */
export async function requestViewing(booking: Booking, request: ViewingRequest): Promise<RequestedViewing> {
  const { store } = booking;
  const user = await store.users.find(request.userId);
  if (user === undefined) throw new AdapterError('unauthorized');
  requireContact(user);
  const place = await findPlace(booking, request.houseId);
  const digest = digestOf(request);
  const offered = request.slot && (await findOfferedTour(booking, place, request.slot, request.tourType));
  if (request.slot !== undefined && offered === undefined) return findEarlier(booking, request, digest);
  if (place.client.status !== 'active') throw new AdapterError('reauthorization_required');

  const { viewing, opening } = await store.transaction(async (tx) => {
    const opened = await tx.viewings.open(toNewViewing(request, offered, digest));
    if (opened.opening === 'opened') {
      const { id } = opened.viewing;
      await enqueueViewingTask(booking, tx.tasks, sendViewingTask, id, booking.limits.sendLeaseMs);
      const type = 'viewing.requested';
      await enqueueNotification(tx.tasks, { id: `${type}:${id}`, type, viewingId: id });
    }
    return opened;
  });
  if (opening === 'key_reused') throw new AdapterError('idempotency_key_reused');
  if (opening !== 'opened') return { viewing, opening };
  await booking.atStep('viewing.opened');
  return { viewing: await sendViewing(booking, viewing), opening };
}

/** A slot that is not offered any more may be the very one this user booked: then that viewing is the answer. */
async function findEarlier(
  booking: Booking,
  request: ViewingRequest,
  digest: string,
): Promise<RequestedViewing> {
  const { items } = await booking.store.viewings.listByUser(request.userId, {}, { limit: 200 });
  const { idempotencyKey } = request;
  const same = items.find((item) => idempotencyKey !== undefined && item.idempotencyKey === idempotencyKey);
  if (same !== undefined) {
    if (same.requestHash !== digest) throw new AdapterError('idempotency_key_reused');
    return { viewing: same, opening: 'replayed' };
  }
  const open = items.find(
    (item) =>
      item.houseId === request.houseId &&
      item.rawDate === request.slot?.date &&
      item.rawTime === request.slot?.time &&
      item.status !== 'rejected' &&
      item.status !== 'failed' &&
      item.status !== 'cancelled',
  );
  if (open === undefined) throw new AdapterError('slot_not_offered');
  return { viewing: open, opening: 'exists' };
}

function requireContact(user: UserRecord): void {
  if (user.email === undefined && user.phone === undefined) throw new AdapterError('contact_missing');
}

function toNewViewing(request: ViewingRequest, offered: TourSlot | undefined, digest: string): NewViewing {
  const { userId, houseId, tourType, message, replaces, idempotencyKey } = request;
  return {
    userId,
    houseId,
    tourType,
    message,
    replaces,
    ...(offered === undefined
      ? {}
      : {
          slot: {
            rawDate: offered.raw.date,
            rawTime: offered.raw.time,
            startsAt: offered.startsAt,
            endsAt: offered.endsAt,
          },
        }),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey, requestHash: digest }),
  };
}

function digestOf({ houseId, slot, tourType, message, replaces }: ViewingRequest): string {
  const parts = [houseId, slot?.date, slot?.time, tourType, message, replaces].map((part) => part ?? null);
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
