import { isEntrataError } from 'entrata-sdk';
import type { ClientRecord, ViewingRecord } from 'entrata-store';
import { AdapterError, isAdapterError, needsToken } from '../core/adapter-error.js';
import { callEntrata } from '../core/call-entrata.js';
import { callUnder } from '../core/context.js';
import { describeError } from '../core/describe-error.js';
import { isRefusal } from '../core/judge-entrata-error.js';
import { enqueueNotification } from '../core/notifications.js';
import { hasBegun } from '../tours/offered-slot.js';
import type { TourPlace } from '../tours/places.js';
import type { BookingContext } from './booking-context.js';
import { findCancelResult } from './cancel-results.js';
import { type AppointmentPlace, findAppointment } from './find-appointment.js';
import { referenceOf } from './match-lead.js';
import { byUser, isCancelRequested, isRescheduled, isSentAgain, type NotedChange } from './notes.js';
import { transitionViewing } from './transition-viewing.js';
import { cancelViewingTask, enqueueViewingTask, resolveViewingTask } from './viewing-tasks.js';

const asked: NotedChange = { status: 'confirmed', note: 'cancel_requested', cancelRequested: true };
const onceKnown: NotedChange = { status: 'unknown', cancelRequested: true };
const refusal: NotedChange = { status: 'confirmed', note: 'cancel_refused', cancelRequested: false };

/**
 * Cancels a viewing and carries that to Entrata. The request is a row before it is a call, so it survives a crash, and
 * the death of the task that carries it: the sweep finds it. While Entrata cannot be reached, or refuses the client's
 * token, the viewing stays confirmed, with the note `cancel_requested`. One whose outcome is not known stays `unknown`
 * until it is: then it is cancelled at Entrata, or closed where Entrata never had it.
 */
export async function cancelViewing(context: BookingContext, viewing: ViewingRecord): Promise<ViewingRecord> {
  if (viewing.status === 'cancelled' && !isRescheduled(viewing)) return viewing;
  if (viewing.status === 'unknown' || (viewing.status === 'pending' && isSentAgain(viewing))) {
    return cancelOnceKnown(context, viewing);
  }
  if (viewing.status === 'pending' || (viewing.status === 'confirmed' && viewing.rawTime === undefined)) {
    const cancelled = await transitionViewing(context, viewing, [viewing.status], byUser);
    if (cancelled !== undefined) return cancelled;
    throw new AdapterError('state_conflict');
  }
  if (viewing.status !== 'confirmed' || hasBegun(viewing, context.now()))
    throw new AdapterError('state_conflict');
  const requested = await context.store.transaction(async (tx) => {
    const row = await tx.viewings.transition(viewing.id, ['confirmed'], asked);
    if (row === undefined) throw new AdapterError('state_conflict');
    // A change of time that is under way may have moved this very appointment.
    if ((await tx.viewings.listReplacing([row.id])).length > 0) throw new AdapterError('change_under_way');
    await enqueueViewingTask(context, tx.tasks, cancelViewingTask, row, context.booking.retryDelayMs);
    return row;
  });
  context.logger.info({ viewingId: viewing.id }, 'cancellation requested');
  await context.atStep('viewing.cancel_requested');
  try {
    return await carryCancellation(context, requested);
  } catch (error) {
    // A refusal is an answer; so is a token that nobody will replace, or that this row cannot wait for.
    if (needsToken(error) || (isAdapterError(error) && error.code !== 'unavailable')) throw error;
    const fields = { viewingId: viewing.id, ...describeError(error) };
    context.logger[isEntrataError(error) ? 'warn' : 'error'](fields, 'cancellation not carried yet');
    return requested;
  }
}

/**
 * Keeps the request to cancel a viewing that Entrata may have: nobody can say yet what there is to cancel. It is refused
 * where a mapped table has no column that keeps it.
 */
async function cancelOnceKnown(context: BookingContext, viewing: ViewingRecord): Promise<ViewingRecord> {
  if (isCancelRequested(viewing)) return viewing;
  if (hasBegun(viewing, context.now())) throw new AdapterError('state_conflict');
  const requested = await context.store.transaction(async (tx) => {
    const row = await tx.viewings.transition(viewing.id, [viewing.status], onceKnown);
    if (row?.cancelRequestedAt === undefined) throw new AdapterError('state_conflict');
    await enqueueViewingTask(context, tx.tasks, resolveViewingTask, row, context.booking.lookUpDelayMs);
    return row;
  });
  context.logger.info({ viewingId: viewing.id }, 'cancellation requested');
  return requested;
}

/**
 * Cancels the appointment at Entrata, which may be repeated without harm, and then the viewing. `isLast`: when this
 * fails too, the tour stands and the operator is notified, since after about a day nobody tries any longer. A refused token
 * is no failure: the viewing is returned as it is, and waits for its client to authorise anew or for the tour to begin.
 */
export async function carryCancellation(
  context: BookingContext,
  viewing: ViewingRecord,
  { isLast = false }: { readonly isLast?: boolean } = {},
): Promise<ViewingRecord> {
  if (viewing.status !== 'confirmed' || !isCancelRequested(viewing)) return viewing;
  const { store } = context;
  // An enquiry has no appointment to cancel.
  if (viewing.rawTime === undefined) return end();
  let client: ClientRecord | undefined;
  try {
    if (hasBegun(viewing, context.now())) return await refuse();
    const house = await store.houses.find(viewing.houseId);
    client = house && (await store.clients.find(house.clientId));
    if (house === undefined || client === undefined) return await refuse();
    const place = { house, client };
    const appointment = await findAppointment(context, viewing);
    if (appointment.answer === 'inconclusive') throw new AdapterError('unavailable');
    if (appointment.answer === 'found') {
      const eventResultId = await findCancelResult(context, place);
      if (eventResultId === undefined || appointment.places.length === 0) return await refuse();
      // The reference stays, in case Entrata takes these words for the whole comment.
      const comment = `Cancelled by the visitor\n${referenceOf(viewing)}`;
      for (const at of appointment.places) {
        await cancelAppointment(context, place, at, { eventResultId, comment });
      }
      await context.atStep('lead.cancelled');
    } else if (appointment.answer !== 'missing' || viewing.leadId === undefined) {
      // Of a lead that nobody named it cannot be said that it lacks the appointment.
      return await refuse();
    }
    context.calendar.drop(client.id, house.propertyId);
    return end();
  } catch (error) {
    // A revoked client does not come back, and where there is no column only the task remembers.
    const canWait = client?.status !== 'revoked' && viewing.cancelRequestedAt !== undefined;
    if (needsToken(error) && canWait) return viewing;
    if (isRefusal(error) || (isLast && !isAnswer(error))) return refuse();
    throw error;
  }

  async function end(): Promise<ViewingRecord> {
    return (await transitionViewing(context, viewing, ['confirmed'], byUser)) ?? viewing;
  }

  /** Entrata cannot or will not cancel: the tour stands, and somebody has to call. */
  async function refuse(): Promise<never> {
    await store.transaction(async (tx) => {
      const row = await tx.viewings.transition(viewing.id, ['confirmed'], refusal);
      if (row === undefined) return;
      const type = 'viewing.cancel_refused';
      // A later cancellation that is refused too is other news.
      const id = `${type}:${viewing.id}:${Date.parse(row.updatedAt)}`;
      await enqueueNotification(tx.tasks, { id, type, viewingId: viewing.id }, context.requestId);
    });
    throw new AdapterError('change_not_supported');
  }
}

const isAnswer = (error: unknown): boolean => isAdapterError(error, 'change_not_supported');

function cancelAppointment(
  context: BookingContext,
  { client, house: { propertyId } }: TourPlace,
  { leadId, eventId }: AppointmentPlace,
  result: { readonly eventResultId: string; readonly comment: string },
): Promise<unknown> {
  const change = { kind: 'cancel', eventId, ...result } as const;
  return callEntrata(context, client, (entrata) =>
    entrata.updateLead({ propertyId, leadId, change }, callUnder(context)),
  );
}
