import type { ViewingRecord } from 'entrata-store';
import { enqueueNotification } from '../core/notifications.js';
import type { BookingContext } from './booking-context.js';
import { findAppointment } from './find-appointment.js';
import { listReplacements } from './list-viewings.js';

/**
 * Looks once whether Entrata kept the appointment with the lead: it may keep the one and drop the other without a word,
 * and a property may cancel it within seconds. A missing one is told to the operator; what cannot be known stays unverified.
 */
export async function verifyAppointment(context: BookingContext, viewing: ViewingRecord): Promise<void> {
  if (viewing.status !== 'confirmed' || viewing.appointment !== 'unverified') return;
  const { answer } = await findAppointment(context, viewing);
  if (answer !== 'found' && answer !== 'missing') return;
  const appointment = answer === 'found' ? 'verified' : 'missing';
  // A change of time that is under way may have moved it: then it is the other viewing's by now.
  if (appointment === 'missing' && (await listReplacements(context.store, viewing)).length > 0) return;
  await context.store.transaction(async (tx) => {
    const settled = await tx.viewings.transition(viewing.id, ['confirmed'], {
      status: 'confirmed',
      appointment,
    });
    if (settled === undefined || appointment === 'verified') return;
    const type = 'viewing.appointment_missing';
    await enqueueNotification(tx.tasks, { id: `${type}:${viewing.id}`, type, viewingId: viewing.id });
  });
}
