import type { ViewingRecord } from 'entrata-store';
import type { Booking } from '../booking.js';
import { enqueueNotification } from '../notifications.js';
import { lookUpLeads } from './look-up-leads.js';
import { isAppointmentOf } from './match-lead.js';

/**
 * Looks once whether Entrata kept the appointment with the lead: it may keep the one and drop the other
 * without a word. A missing one is told to the operator; where leads cannot be read it stays unverified.
 */
export async function verifyAppointment(booking: Booking, viewing: ViewingRecord): Promise<void> {
  if (viewing.status !== 'confirmed' || viewing.appointment !== 'unverified') return;
  const leads = await lookUpLeads(booking, viewing);
  if (leads === 'unavailable' || leads.length === 0) return;
  const isThere = leads.some(({ events }) => events.some((event) => isAppointmentOf(viewing, event)));
  const appointment = isThere ? 'verified' : 'missing';
  await booking.store.transaction(async (tx) => {
    const settled = await tx.viewings.settle(viewing.id, ['confirmed'], { status: 'confirmed', appointment });
    if (settled === undefined || isThere) return;
    const type = 'viewing.appointment_missing';
    await enqueueNotification(tx.tasks, { id: `${type}:${viewing.id}`, type, viewingId: viewing.id });
  });
}
