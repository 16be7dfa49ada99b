import type { ViewingRecord } from 'entrata-store';
import type { Booking } from '../booking.js';
import { lookUpLeads } from './look-up-leads.js';
import { findLeadOf } from './match-lead.js';
import { settleViewing } from './settle-viewing.js';
import { enqueueViewingTask, lookUpDelayMs, reconcileViewingTask } from './viewing-tasks.js';

/**
 * Looks an unknown viewing up at Entrata: its lead is there (confirmed), provably absent (sent again), or
 * nothing can be said yet (looked up again later). Where leads cannot be read it stays unknown until a person
 * settles it; it is never sent again blindly.
 */
export async function reconcileViewing(booking: Booking, viewing: ViewingRecord): Promise<void> {
  const { store, limits } = booking;
  if (viewing.status !== 'unknown') return;
  const leads = await lookUpLeads(booking, viewing);
  if (leads === 'unavailable') {
    await store.viewings.settle(viewing.id, ['unknown'], { status: 'unknown', note: 'lookup_unavailable' });
    return;
  }
  const siblings = await store.viewings.listByUser(viewing.userId, {}, { limit: 200 });
  const lead = findLeadOf(viewing, leads, siblings.items);
  if (lead !== undefined) {
    await booking.atStep('viewing.found');
    const { leadId, applicantId } = lead;
    await settleViewing(booking, viewing, ['unknown'], { status: 'confirmed', leadId, applicantId });
    return;
  }
  // A lead may still be on its way: only after a while does its absence prove anything.
  const unknownForMs = booking.now().getTime() - Date.parse(viewing.updatedAt);
  if (unknownForMs < limits.absenceAfterMs) {
    const delayMs = lookUpDelayMs(booking, viewing);
    await enqueueViewingTask(booking, store.tasks, reconcileViewingTask, viewing.id, delayMs);
    return;
  }
  const status = viewing.attempts < limits.maxAttempts ? 'pending' : 'failed';
  await settleViewing(booking, viewing, ['unknown'], { status, note: 'not_sent' });
}
