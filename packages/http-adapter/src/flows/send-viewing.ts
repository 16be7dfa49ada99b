import { isEntrataError } from 'entrata-sdk';
import type { HouseRecord, ViewingRecord, ViewingSettlement } from 'entrata-store';
import { type Booking, instantIn } from '../booking.js';
import { AdapterError } from '../problem.js';
import { findOfferedTour } from '../tours/offered-tour.js';
import { prepareHandOver } from './hand-over.js';
import { settleViewing } from './settle-viewing.js';

/**
 * Hands a pending viewing to Entrata and settles it by what is known afterwards. Of any number of callers one
 * sends; the others get the viewing as it stands.
 */
export async function sendViewing(booking: Booking, viewing: ViewingRecord): Promise<ViewingRecord> {
  const { store, limits } = booking;
  const [user, house] = await Promise.all([
    store.users.find(viewing.userId),
    store.houses.find(viewing.houseId),
  ]);
  const client = house && (await store.clients.find(house.clientId));
  if (user === undefined || house?.status !== 'active' || client === undefined) {
    return settle(['pending'], { status: 'failed', note: 'house_unavailable' });
  }
  if (viewing.startsAt !== undefined && viewing.startsAt <= booking.now().toISOString()) {
    return settle(['pending'], { status: 'failed', note: 'slot_passed' });
  }
  let handOver: Awaited<ReturnType<typeof prepareHandOver>>;
  try {
    handOver = await prepareHandOver(booking, viewing, { user, house, client });
  } catch (error) {
    const failure = readFailure(error);
    // Only reading failed: whatever happened, nothing was booked.
    return settle(
      ['pending'],
      failure.status === 'unknown' ? { status: 'pending', note: 'not_sent' } : failure,
    );
  }
  const sendingUntil = instantIn(booking, limits.sendLeaseMs);
  if (!(await store.viewings.startSending(viewing.id, sendingUntil))) return current();
  await booking.atStep('viewing.sending');
  const lastMoment = Date.parse(sendingUntil) - limits.sendDeadlineMs;
  // Somebody may take us for dead after the lease: a call that would outlast it is not begun.
  if (booking.now().getTime() > lastMoment) {
    return settle(['sending'], { status: 'pending', note: 'not_sent' });
  }
  const bound = { deadlineMs: limits.sendDeadlineMs, timeoutMs: limits.sendDeadlineMs };
  let settlement: ViewingSettlement;
  try {
    const receipt = await handOver(bound);
    await booking.atStep('lead.sent');
    settlement = { status: 'confirmed', leadId: receipt.leadId, applicantId: receipt.applicantId };
  } catch (error) {
    settlement = await judgeFailure(error);
  }
  if (viewing.rawTime !== undefined) booking.calendar.drop(client.id, house.propertyId);
  if (settlement.status === 'confirmed') {
    // True whatever others made of it meanwhile: the lead is there.
    return settle(['sending', 'unknown', 'pending'], settlement);
  }
  // Past the lease the viewing is no longer ours: only good news counts.
  if (booking.now().toISOString() > sendingUntil) return current();
  return settle(['sending'], settlement);

  async function judgeFailure(error: unknown): Promise<ViewingSettlement> {
    const failure = readFailure(error);
    const attempts = viewing.attempts + 1;
    if (failure.status === 'pending' && attempts >= limits.maxAttempts) {
      return { status: 'failed', note: failure.note };
    }
    if (failure.status === 'rejected' && house !== undefined && (await isTaken(house))) {
      return { status: 'rejected', note: 'slot_not_offered' };
    }
    return failure;
  }

  /** Whether Entrata still offers the slot it has just refused. No answer leaves the refusal as it is. */
  async function isTaken(house: HouseRecord): Promise<boolean> {
    const { rawDate: date, rawTime: time, tourType = 'AGENT_GUIDED' } = viewing;
    if (date === undefined || time === undefined || client === undefined) return false;
    booking.calendar.drop(client.id, house.propertyId);
    try {
      return (await findOfferedTour(booking, { house, client }, { date, time }, tourType)) === undefined;
    } catch {
      return false;
    }
  }

  async function settle(...[from, settlement]: [Parameters<typeof settleViewing>[2], ViewingSettlement]) {
    return (await settleViewing(booking, viewing, from, settlement)) ?? current();
  }

  async function current(): Promise<ViewingRecord> {
    return (await store.viewings.find(viewing.id)) ?? viewing;
  }
}

/** What a failed `sendLead` means for the viewing. Anything not provably harmless is unknown. */
function readFailure(error: unknown): ViewingSettlement {
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
