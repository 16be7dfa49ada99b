import type { ViewingRecord } from 'entrata-store';
import { enqueueNotification } from '../core/notifications.js';
import type { BookingContext } from './booking-context.js';
import { readEventStates } from './cancel-results.js';
import { lookUpLeads } from './look-up-leads.js';
import { claimOf } from './match-lead.js';

/** Where an appointment is at Entrata. */
export interface AppointmentPlace {
  readonly leadId: string;
  readonly eventId: string;
}

/**
 * - `found`: it stands. More than one place when it was booked more than once, none when Entrata gives it no id.
 * - `missing`: its lead is there and it is not, or it is cancelled there.
 * - `ambiguous`: several might be it, or nobody says whether it stands.
 * - `inconclusive`: Entrata's answer proves nothing; another one may.
 * - `unavailable`: leads cannot be read here.
 */
export type Appointment =
  | { readonly answer: 'found'; readonly places: readonly AppointmentPlace[] }
  | { readonly answer: 'missing' | 'ambiguous' | 'inconclusive' | 'unavailable' };

/** Looks for the standing appointment of a confirmed viewing: by our reference, else by the slot's own texts. */
export async function findAppointment(context: BookingContext, viewing: ViewingRecord): Promise<Appointment> {
  const found = await lookUpLeads(context, viewing);
  if (found === 'unavailable') return { answer: 'unavailable' };
  const { leads, isComplete, place, predecessors } = found;
  const events = leads.flatMap(({ leadId, events: each }) => each.map((event) => ({ leadId, event })));
  const stateOf = await readEventStates(
    context,
    place,
    events.map(({ event }) => event),
  );
  const isOwnLeadThere = leads.some(
    ({ leadId }) => viewing.leadId === undefined || leadId === viewing.leadId,
  );
  const claims = events.map(({ leadId, event }) => ({
    leadId,
    eventId: event.id,
    claim: claimOf(viewing, event, predecessors),
    state: stateOf(event),
  }));
  const named = claims.filter(({ claim }) => claim === 'reference');
  const alike = claims.filter(
    ({ claim, leadId }) =>
      (claim === 'slot' || claim === 'perhaps') && (!isOwnLeadThere || leadId === (viewing.leadId ?? leadId)),
  );
  const candidates = named.length > 0 ? named : alike;
  const live = candidates.filter(({ state }) => state !== 'cancelled');
  if (live.some(({ state, claim }) => state === 'unclear' || claim === 'perhaps'))
    return { answer: 'ambiguous' };
  if (named.length === 0 && live.length > 1) return { answer: 'ambiguous' };
  // Entrata has promised the lead: where it is not listed, the list is not to be trusted.
  if (live.length === 0)
    return { answer: named.length > 0 || (isComplete && isOwnLeadThere) ? 'missing' : 'inconclusive' };
  const places = live.flatMap(({ leadId, eventId }) => (eventId === undefined ? [] : [{ leadId, eventId }]));
  return { answer: 'found', places: places.length < live.length ? [] : places };
}

/**
 * Looks once whether Entrata kept the appointment with the lead: it may keep the one and drop the other without a word,
 * and a property may cancel it within seconds. The operator is notified of a missing one; what cannot be known stays unverified.
 */
export async function verifyAppointment(context: BookingContext, viewing: ViewingRecord): Promise<void> {
  if (viewing.status !== 'confirmed' || viewing.appointment !== 'unverified') return;
  const { answer } = await findAppointment(context, viewing);
  if (answer !== 'found' && answer !== 'missing') return;
  const appointment = answer === 'found' ? 'verified' : 'missing';
  // A change of time that is under way may have moved it: then it is the other viewing's by now.
  if (appointment === 'missing' && (await context.store.viewings.listReplacing([viewing.id])).length > 0)
    return;
  context.logger.info({ viewingId: viewing.id, appointment }, 'appointment looked up');
  await context.store.transaction(async (tx) => {
    const row = await tx.viewings.transition(viewing.id, ['confirmed'], {
      status: 'confirmed',
      appointment,
    });
    if (row === undefined || appointment === 'verified') return;
    const type = 'viewing.appointment_missing';
    const notification = { id: `${type}:${viewing.id}`, type, viewingId: viewing.id } as const;
    await enqueueNotification(tx.tasks, notification, context.requestId);
  });
}
