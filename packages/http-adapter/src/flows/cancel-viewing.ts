import { type EntrataErrorCode, isEntrataError } from 'entrata-sdk';
import type { ClientRecord, HouseRecord, ViewingRecord } from 'entrata-store';
import { type Booking, hasBegun } from '../booking.js';
import { enqueueNotification } from '../notifications.js';
import { AdapterError } from '../problem.js';
import { callEntrata } from './call-entrata.js';
import { findAppointment } from './find-appointment.js';
import { settleViewing } from './settle-viewing.js';
import { cancelViewingTask, enqueueViewingTask } from './viewing-tasks.js';

const cancelRequested = 'cancel_requested';
/** Codes by which Entrata, or our configuration, says that it will not cancel, now or later. */
const refusals: readonly EntrataErrorCode[] = ['rejected', 'forbidden', 'not_configured', 'invalid_input'];
const byUser = { status: 'cancelled', note: 'cancelled_by_user' } as const;

const isRefusal = (error: unknown): boolean =>
  isEntrataError(error) && !error.reauthorize && refusals.includes(error.code);

/**
 * Cancels a viewing and carries that to Entrata. The wish is a row before it is a call, so it survives a crash;
 * while Entrata cannot be reached the viewing stays confirmed, with the note `cancel_requested`.
 */
export async function cancelViewing(booking: Booking, viewing: ViewingRecord): Promise<ViewingRecord> {
  if (viewing.status === 'cancelled') return viewing;
  if (viewing.status === 'pending' || (viewing.status === 'confirmed' && viewing.rawTime === undefined)) {
    const cancelled = await settleViewing(booking, viewing, [viewing.status], byUser);
    if (cancelled !== undefined) return cancelled;
    throw new AdapterError('state_conflict');
  }
  if (viewing.status !== 'confirmed' || hasBegun(booking, viewing)) throw new AdapterError('state_conflict');
  const wished = await booking.store.transaction(async (tx) => {
    const row = await tx.viewings.settle(viewing.id, ['confirmed'], {
      status: 'confirmed',
      note: cancelRequested,
    });
    if (row !== undefined) {
      await enqueueViewingTask(booking, tx.tasks, cancelViewingTask, row.id, booking.limits.retryDelayMs);
    }
    return row;
  });
  if (wished === undefined) throw new AdapterError('state_conflict');
  await booking.atStep('viewing.cancel_wished');
  try {
    return await carryCancellation(booking, wished);
  } catch (error) {
    // The task carries it on; but a refused token is the operator's to heal first.
    if (isEntrataError(error) && !error.reauthorize) return wished;
    throw error;
  }
}

/** Cancels the appointment at Entrata, which may be repeated without harm, and then the viewing. */
export async function carryCancellation(booking: Booking, viewing: ViewingRecord): Promise<ViewingRecord> {
  if (viewing.status !== 'confirmed' || viewing.note !== cancelRequested) return viewing;
  const { store } = booking;
  const house = await store.houses.find(viewing.houseId);
  const client = house && (await store.clients.find(house.clientId));
  const { leadId } = viewing;
  if (house === undefined || client === undefined || leadId === undefined) return refuse();
  if (hasBegun(booking, viewing)) return refuse();
  const appointment = await findAppointment(booking, viewing);
  if (appointment === 'unavailable') return refuse();
  if (appointment !== 'missing') {
    const eventResultId = await findCancelResult(booking, client, house);
    if (eventResultId === undefined) return refuse();
    const { eventId } = appointment;
    const change = { kind: 'cancel', eventId, eventResultId, comment: 'Cancelled by the visitor' } as const;
    try {
      await callEntrata(booking, client, (entrata) =>
        entrata.updateLead({ propertyId: house.propertyId, leadId, change }),
      );
    } catch (error) {
      if (isRefusal(error)) return refuse();
      throw error;
    }
    await booking.atStep('lead.cancelled');
  }
  booking.calendar.drop(client.id, house.propertyId);
  return (await settleViewing(booking, viewing, ['confirmed'], byUser)) ?? viewing;

  /** Entrata cannot or will not cancel: the tour stands, and somebody has to call. */
  async function refuse(): Promise<never> {
    await store.transaction(async (tx) => {
      const refusal = { status: 'confirmed', note: 'cancel_refused' } as const;
      if ((await tx.viewings.settle(viewing.id, ['confirmed'], refusal)) === undefined) return;
      const type = 'viewing.cancel_refused';
      await enqueueNotification(tx.tasks, { id: `${type}:${viewing.id}`, type, viewingId: viewing.id });
    });
    throw new AdapterError('change_not_supported');
  }
}

/** The event result that means cancelled at this company: configured, or the one Entrata lists under such a name. */
async function findCancelResult(
  booking: Booking,
  client: ClientRecord,
  house: HouseRecord,
): Promise<string | undefined> {
  const configured = booking.options.lead?.cancelResultId;
  const id = typeof configured === 'function' ? configured(client) : configured;
  if (id !== undefined) return id;
  try {
    const lists = await callEntrata(booking, client, (entrata) =>
      entrata.getLeadPickLists({ propertyId: house.propertyId }),
    );
    return lists.eventResults.find(({ name }) => /^cancell?ed$/i.test(name.trim()))?.id;
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}
