import type { RawSlot } from 'entrata-sdk';
import type { ViewingRecord } from 'entrata-store';
import { AdapterError } from '../core/adapter-error.js';
import { isSameSlot, rawSlotOf } from '../tours/raw-slot.js';
import type { BookingContext } from './booking-context.js';
import { listAllViewings } from './list-viewings.js';
import { isRescheduled } from './notes.js';
import { findReplay, type RequestedViewing, requestViewing, type ViewingRequest } from './request-viewing.js';

/**
 * Moves a confirmed tour to another offered time: a new viewing that takes the old one's place once Entrata has
 * changed the appointment. Until then, and when Entrata refuses, the old one stands.
 */
export async function rescheduleViewing(
  context: BookingContext,
  viewing: ViewingRecord,
  slot: RawSlot,
  idempotencyKey: string | undefined,
): Promise<RequestedViewing> {
  const request: ViewingRequest = {
    userId: viewing.userId,
    houseId: viewing.houseId,
    slot,
    tourType: viewing.tourType ?? 'AGENT_GUIDED',
    message: viewing.message,
    replaces: viewing.id,
    idempotencyKey,
  };
  // Whatever became of this tour since, that request was answered once.
  const replayed = await findReplay(context, request);
  if (replayed !== undefined) return replayed;
  if (isRescheduled(viewing)) return findSuccessor(context, viewing, slot);
  if (viewing.status !== 'confirmed' || viewing.leadId === undefined || viewing.rawTime === undefined) {
    throw new AdapterError('state_conflict');
  }
  return requestViewing(context, request);
}

/** Asked again for what is done already: the viewing that took the place, if it is of this time. */
async function findSuccessor(
  context: BookingContext,
  viewing: ViewingRecord,
  slot: RawSlot,
): Promise<RequestedViewing> {
  const own = await listAllViewings(context.store, viewing.userId);
  const successor = own.find(({ replaces }) => replaces === viewing.id);
  const isThere = successor !== undefined && isSameSlot(rawSlotOf(successor), slot);
  if (!isThere || successor.status === 'cancelled') throw new AdapterError('state_conflict');
  return { viewing: successor, opening: 'replayed' };
}
