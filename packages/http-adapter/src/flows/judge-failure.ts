import { isEntrataError } from 'entrata-sdk';
import type { ViewingRecord, ViewingSettlement } from 'entrata-store';
import type { Booking } from '../booking.js';
import { AdapterError } from '../problem.js';
import { findOfferedTour } from '../tours/offered-tour.js';
import type { TourPlace } from '../tours/tour-calendar.js';

/** What a failed hand-over means for the viewing. Anything not provably harmless is unknown. */
export function readFailure(error: unknown): ViewingSettlement {
  if (error instanceof AdapterError) return { status: 'failed', note: error.code };
  if (!isEntrataError(error) || error.outcome === 'unknown') {
    return { status: 'unknown', note: 'outcome_unknown' };
  }
  if (error.reauthorize) return { status: 'failed', note: 'reauthorization_required' };
  if (error.code === 'invalid_input' || error.code === 'not_configured') {
    return { status: 'failed', note: error.code };
  }
  const passes =
    error.outcome === 'not_sent' || error.code === 'rate_limited' || error.code === 'unavailable';
  return passes
    ? { status: 'pending', note: 'not_sent' }
    : { status: 'rejected', note: 'rejected_by_entrata' };
}

/** The same, knowing the viewing: tries are bounded, and a refusal may mean that the slot was taken. */
export async function judgeFailure(
  booking: Booking,
  viewing: ViewingRecord,
  place: TourPlace,
  error: unknown,
): Promise<ViewingSettlement> {
  const failure = readFailure(error);
  if (failure.status === 'pending' && viewing.attempts + 1 >= booking.limits.maxAttempts) {
    return { status: 'failed', note: failure.note };
  }
  if (failure.status === 'rejected' && (await isTaken(booking, viewing, place))) {
    return { status: 'rejected', note: 'slot_not_offered' };
  }
  return failure;
}

/** Whether Entrata still offers the slot it has just refused. No answer leaves the refusal as it is. */
async function isTaken(booking: Booking, viewing: ViewingRecord, place: TourPlace): Promise<boolean> {
  const { rawDate: date, rawTime: time, tourType = 'AGENT_GUIDED' } = viewing;
  if (date === undefined || time === undefined) return false;
  booking.calendar.drop(place.client.id, place.house.propertyId);
  try {
    return (await findOfferedTour(booking, place, { date, time }, tourType)) === undefined;
  } catch {
    return false;
  }
}
