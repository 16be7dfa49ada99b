import { createHash } from 'node:crypto';
import type { RawSlot, TourSlot } from 'entrata-sdk';
import type {
  NewViewing,
  OpenedViewing,
  StoreTransaction,
  TourType,
  UserRecord,
  ViewingRecord,
} from 'entrata-store';
import { AdapterError } from '../core/adapter-error.js';
import { onViewing } from '../core/context.js';
import { enqueueNotification } from '../core/notifications.js';
import { findOfferedTour } from '../tours/offered-slot.js';
import { findPlace } from '../tours/places.js';
import { isSameSlot, rawSlotOf } from '../tours/raw-slot.js';
import type { BookingContext } from './booking-context.js';
import { isCancelRequested } from './notes.js';
import { readContact } from './read-person.js';
import { sendViewing } from './send-viewing.js';
import { enqueueViewingTask, sendViewingTask } from './viewing-tasks.js';

export interface ViewingRequest {
  readonly userId: string;
  readonly houseId: string;
  /** Absent: an enquiry. */
  readonly slot: RawSlot | undefined;
  readonly tourType: TourType;
  readonly message: string | undefined;
  /** The viewing whose place it takes: a change of time. */
  readonly replaces?: string;
  readonly idempotencyKey: string | undefined;
}

export interface RequestedViewing {
  readonly viewing: ViewingRecord;
  readonly opening: Exclude<OpenedViewing['opening'], 'key_reused'>;
}

/**
 * Books a tour, or sends an enquiry: the row comes first, then Entrata hears of it. A task enqueued with the
 * row carries the viewing on when this process does not live to.
 */
export async function requestViewing(
  context: BookingContext,
  request: ViewingRequest,
): Promise<RequestedViewing> {
  const { store } = context;
  const user = await store.users.find(request.userId);
  if (user === undefined) throw new AdapterError('unauthorized');
  const replayed = await findReplay(context, request);
  if (replayed !== undefined) return replayed;
  requireContact(user);
  const digest = digestOf(request);
  const found = await findOffer(context, request).catch(async (error: unknown) => {
    // What this user has booked before does not depend on what is offered now.
    const earlier = await store.viewings.findEarlier(toNewViewing(request, digest));
    if (earlier === undefined) throw error;
    return earlier;
  });
  if ('opening' in found) return answerEarlier(found);

  const opened = await store.transaction(async (tx) => {
    if (request.replaces !== undefined) await requireOnlyChange(tx, request.replaces, request);
    const newViewing = { ...toNewViewing(request, digest, found.slot), requestId: context.requestId };
    const opened = await tx.viewings.open(newViewing);
    if (opened.opening === 'opened') {
      const { id } = opened.viewing;
      await enqueueViewingTask(
        context,
        tx.tasks,
        sendViewingTask,
        opened.viewing,
        context.booking.sendLeaseMs,
      );
      const type = 'viewing.requested';
      const notification = { id: `${type}:${id}`, type, viewingId: id } as const;
      await enqueueNotification(tx.tasks, notification, context.requestId);
    }
    return opened;
  });
  if (opened.opening !== 'opened') return answerEarlier(opened);
  const own = onViewing(context, opened.viewing);
  const { houseId, replaces } = request;
  own.logger.info({ houseId, replaces }, 'viewing requested');
  await context.atStep('viewing.opened');
  return { viewing: await sendViewing(own, opened.viewing), opening: opened.opening };
}

/** The viewing that this request made before, whatever became of it since; undefined without an idempotency key. */
export async function findReplay(
  { store }: BookingContext,
  request: ViewingRequest,
): Promise<RequestedViewing | undefined> {
  if (request.idempotencyKey === undefined) return undefined;
  const earlier = await store.viewings.findEarlier(toNewViewing(request, digestOf(request)));
  return earlier === undefined || earlier.opening === 'exists' ? undefined : answerEarlier(earlier);
}

function answerEarlier({ viewing, opening }: OpenedViewing): RequestedViewing {
  if (opening === 'key_reused') throw new AdapterError('idempotency_key_reused');
  return { viewing, opening };
}

/**
 * Of the changes of a tour's time one is under way, and none beside a cancellation: two could leave two appointments, or
 * one that was cancelled. Writing the tour's own row first makes others that change it wait.
 */
async function requireOnlyChange(
  tx: StoreTransaction,
  replaces: string,
  { slot }: ViewingRequest,
): Promise<void> {
  const before = await tx.viewings.transition(replaces, ['confirmed'], { status: 'confirmed' });
  if (before === undefined) throw new AdapterError('state_conflict');
  const others = await tx.viewings.listReplacing([replaces]);
  const hasOther = others.some((item) => !isSameSlot(rawSlotOf(item), slot));
  if (isCancelRequested(before) || hasOther) throw new AdapterError('change_under_way');
}

/** The slot that is asked for, at a house that can be booked. */
async function findOffer(
  context: BookingContext,
  { houseId, slot: texts, tourType }: ViewingRequest,
): Promise<{ readonly slot: TourSlot | undefined }> {
  const place = await findPlace(context, houseId);
  const slot = texts && (await findOfferedTour(context, place, texts, tourType));
  if (texts !== undefined && slot === undefined) throw new AdapterError('slot_not_offered');
  if (place.client.status !== 'active') throw new AdapterError('reauthorization_required');
  return { slot };
}

function requireContact(user: UserRecord): void {
  const { email, phone } = readContact(user);
  if (email === undefined && phone === undefined) throw new AdapterError('contact_missing');
}

function toNewViewing(request: ViewingRequest, digest: string, offered?: TourSlot): NewViewing {
  const { userId, houseId, slot, tourType, message, replaces, idempotencyKey } = request;
  return {
    userId,
    houseId,
    tourType,
    message,
    replaces,
    slot: slot && {
      rawDate: slot.date,
      rawTime: slot.time,
      startsAt: offered?.startsAt,
      endsAt: offered?.endsAt,
    },
    ...(idempotencyKey === undefined ? {} : { idempotencyKey, requestHash: digest }),
  };
}

function digestOf({ houseId, slot, tourType, message, replaces }: ViewingRequest): string {
  const parts = [houseId, slot?.date, slot?.time, tourType, message, replaces].map((part) => part ?? null);
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
