import type { ViewingRecord, ViewingSettlement, ViewingStatus } from 'entrata-store';
import { type Booking, hasBegun, instantIn } from '../booking.js';
import { type HandOver, prepareHandOver } from './hand-over.js';
import { judgeFailure, readFailure } from './judge-failure.js';
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
  if (hasBegun(booking, viewing)) {
    return settle(['pending'], { status: 'failed', note: 'slot_passed' });
  }
  let handOver: HandOver;
  try {
    handOver = await prepareHandOver(booking, viewing, { user, house, client });
  } catch (error) {
    // Only reading failed: whatever the reason, nothing was booked.
    const failure = readFailure(error);
    const nothingSent: ViewingSettlement = { status: 'pending', note: 'not_sent' };
    return settle(['pending'], failure.status === 'unknown' ? nothingSent : failure);
  }

  const sendingUntil = instantIn(booking, limits.sendLeaseMs);
  if (!(await store.viewings.startSending(viewing.id, sendingUntil))) return current();
  await booking.atStep('viewing.sending');
  // Somebody may take us for dead after the lease: a call that would outlast it is not begun.
  if (booking.now().getTime() > Date.parse(sendingUntil) - limits.sendDeadlineMs) {
    return settle(['sending'], { status: 'pending', note: 'not_sent' });
  }
  let settlement: ViewingSettlement;
  try {
    const { leadId, applicantId } = await handOver({
      deadlineMs: limits.sendDeadlineMs,
      timeoutMs: limits.sendDeadlineMs,
    });
    await booking.atStep('lead.sent');
    settlement = { status: 'confirmed', leadId, applicantId };
  } catch (error) {
    settlement = await judgeFailure(booking, viewing, { house, client }, error);
  }
  if (viewing.rawTime !== undefined) booking.calendar.drop(client.id, house.propertyId);
  // True whatever others made of it meanwhile: the lead is there.
  if (settlement.status === 'confirmed') return settle(['sending', 'unknown', 'pending'], settlement);
  // Past the lease the viewing is no longer ours: only good news counts.
  if (booking.now().toISOString() > sendingUntil) return current();
  return settle(['sending'], settlement);

  async function settle(
    from: readonly ViewingStatus[],
    settlement: ViewingSettlement,
  ): Promise<ViewingRecord> {
    return (await settleViewing(booking, viewing, from, settlement)) ?? current();
  }

  async function current(): Promise<ViewingRecord> {
    return (await store.viewings.find(viewing.id)) ?? viewing;
  }
}
