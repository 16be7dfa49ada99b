import { isEntrataError } from 'entrata-sdk';
import type { ViewingRecord } from 'entrata-store';
import { isAdapterError } from '../core/adapter-error.js';
import { isOurMistake, isPutOff, isTokenRefusal } from '../core/judge-entrata-error.js';
import { findOfferedTour } from '../tours/offered-slot.js';
import type { TourPlace } from '../tours/places.js';
import { rawSlotOf } from '../tours/raw-slot.js';
import type { BookingContext } from './booking-context.js';
import type { NotedChange } from './notes.js';

/** What a failed attempt to send means for the viewing. Anything not provably harmless is unknown. */
export function readFailure(error: unknown): NotedChange {
  if (isAdapterError(error, 'unavailable')) {
    return { status: 'pending', note: 'not_sent' };
  }
  if (isAdapterError(error)) return { status: 'failed', note: error.code };
  if (!isEntrataError(error) || error.outcome === 'unknown') {
    return { status: 'unknown', note: 'outcome_unknown' };
  }
  if (isTokenRefusal(error)) return { status: 'failed', note: 'reauthorization_required' };
  if (isOurMistake(error)) return { status: 'failed', note: error.code };
  return error.outcome === 'not_sent' || isPutOff(error)
    ? { status: 'pending', note: 'not_sent' }
    : { status: 'rejected', note: 'rejected_by_entrata' };
}

/**
 * What is to be said of a viewing that could not even be prepared, where nothing was sent whatever was thrown. A bug, ours
 * or the user's, may be mended while the viewing waits.
 */
export function judgePreparation(
  context: BookingContext,
  viewing: ViewingRecord,
  error: unknown,
): NotedChange {
  const isExpected = isAdapterError(error) || isEntrataError(error);
  const failure = isExpected ? readFailure(error) : ({ status: 'pending', note: 'internal' } as const);
  const isOpen = failure.status === 'pending' || failure.status === 'unknown';
  if (!isOpen) return failure;
  const note = failure.status === 'unknown' ? 'not_sent' : failure.note;
  return boundTries(context, viewing, { status: 'pending', note });
}

/** Tries are bounded: the last one fails. */
function boundTries(
  { booking }: BookingContext,
  { attempts }: ViewingRecord,
  change: NotedChange,
): NotedChange {
  const isLast = change.status === 'pending' && attempts + 1 >= booking.maxAttempts;
  return isLast ? { status: 'failed', note: change.note } : change;
}

/** The same, knowing the viewing: tries are bounded, and a refusal may mean that the slot was taken. */
export async function judgeFailure(
  context: BookingContext,
  viewing: ViewingRecord,
  place: TourPlace,
  error: unknown,
): Promise<NotedChange> {
  const failure = boundTries(context, viewing, readFailure(error));
  if (failure.status === 'rejected' && (await isTaken(context, viewing, place))) {
    return { status: 'rejected', note: 'slot_not_offered' };
  }
  return failure;
}

/** Whether Entrata still offers the slot it has just refused. No answer leaves the refusal as it is. */
async function isTaken(context: BookingContext, viewing: ViewingRecord, place: TourPlace): Promise<boolean> {
  const slot = rawSlotOf(viewing);
  if (slot === undefined) return false;
  context.calendar.drop(place.client.id, place.house.propertyId);
  try {
    return (await findOfferedTour(context, place, slot, viewing.tourType ?? 'AGENT_GUIDED')) === undefined;
  } catch {
    return false;
  }
}
